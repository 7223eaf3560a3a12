"""Ages in whole years, as offers, self-care pages and helplines give them."""

from __future__ import annotations

OLDEST = 25
"""The oldest that the front door is for. Who is older is helped onward."""


def is_within(age: int | None, youngest: int | None, oldest: int | None) -> bool:
    """Whether an age lies between two others, both included.

    None is no limit, and an age nobody knows rules nothing out.
    """
    return age is None or ((youngest is None or age >= youngest) and (oldest is None or age <= oldest))
