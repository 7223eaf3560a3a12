"""Shares of people: how far one of a few can be trusted, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

NINETY_FIVE = 1.959963984540054
"""Standard errors either side of a share that hold 95 of 100."""


class Interval(NamedTuple):
    """From `low` to `high`, both between 0 and 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """A share that may be shown, with its 95% interval. `bound` is 'under' or 'over' where a count too small to show is
    part of it: then the share itself is not told, only what it is surely under or over."""

    share: float
    interval: Sequence[float]
    bound: str = ""

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.bound} {self.share:.0%} ({low:.0%} to {high:.0%})".lstrip()


def wilson(count: int, number: int, width: float = NINETY_FIVE) -> Interval:
    """Where the true share lies, 95 times in 100, when `count` of `number` were seen; all of 0 to 1 for none seen.

    Wilson's score interval (E. B. Wilson, Journal of the American Statistical Association 1927, 22:209), the one that
    public health observatories in England use for proportions (APHO Technical Briefing 3, 2008): it holds for small
    numbers and for shares near 0 and 1, where the plain one does not.
    """
    if not 0 <= count <= number:
        raise ValueError(f"{count} of {number} is no share.")
    if not number:
        return Interval(0.0, 1.0)
    share, squared = count / number, width * width
    middle = share + squared / (2 * number)
    spread = width * sqrt(share * (1 - share) / number + squared / (4 * number * number))
    whole = 1 + squared / number
    return Interval(max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole))
