"""Ages in whole years, as offers, self-care pages and helplines give them."""

from __future__ import annotations

OLDEST = 25
"""The oldest that the front door is for. Who is older is helped onward."""


def is_within(age: int | None, youngest: int | None, oldest: int | None) -> bool:
    """Whether an age lies between two others, both included.

    None is no limit, and an age nobody knows rules nothing out.
    """
    return age is None or ((youngest is None or age >= youngest) and (oldest is None or age <= oldest))


AGE_BANDS: dict[str, tuple[int, int] | None] = {
    "0-4": (0, 4),
    "5-10": (5, 10),
    "11-15": (11, 15),
    "16-17": (16, 17),
    "18-25": (18, 25),
    "unknown": None,
}
"""The bands that lists and figures are told by."""

OLDER = "over 25"


def band_of(age: int | None) -> str:
    """The band an age lies in: 'unknown' for one nobody knows, 'over 25' for who is older than the front door's."""
    if age is None:
        return "unknown"
    within = (band for band, ends in AGE_BANDS.items() if ends and ends[0] <= age <= ends[1])
    return next(within, OLDER)
