"""How long people wait, exactly, from counts of waits in whole days; and what may be shown of it.

A wait is counted under its offer, clock and priority: a running one by the London day it began, a finished
one by the day it ended and its length. A few thousand such counts stand for any number of requests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from triage.calendar import london_day
from triage.clocks import Reading, days_between

WINDOW = timedelta(weeks=13)
"""Finished waits are told of the last thirteen weeks."""

FEWEST = 5
"""Below this nothing is shown to the public: a figure of few people can be a figure of one."""

RUNNING = -1

# What a wait is counted under: offer, clock, priority, day, days.
Key = tuple[int, str, str, date, int]

_HALF, _NINE_IN_TEN = Fraction(1, 2), Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Spread:
    """Some waits in whole days: how many, what half of them waited at most, and nine in ten."""

    count: int
    median: int
    ninetieth: int


def tally_key(reading: Reading, priority: str) -> Key | None:
    """What a wait is counted under; None for one no offer has, or that ended without being reached."""
    if reading.offer is None:
        return None
    return key_of(reading.offer, reading.clock.value, priority, reading.started_at, reading.stopped_at)


def key_of(offer: int, clock: str, priority: str, started_at: datetime, stopped_at: datetime | None) -> Key:
    """The same, of a wait that is counted."""
    if stopped_at is None:
        return offer, clock, priority, london_day(started_at), RUNNING
    return offer, clock, priority, london_day(stopped_at), days_between(started_at, stopped_at)


def spread_of(lengths: Mapping[int, int]) -> Spread | None:
    """The spread of waits given as how many of each length; None of none.

    A percentile is the shortest wait that so many did not exceed: always a wait that somebody really had.
    """
    count = sum(lengths.values())
    return Spread(count, at_most(lengths, _HALF), at_most(lengths, _NINE_IN_TEN)) if count else None


def at_most(counts: Mapping, share: Fraction):
    """The smallest value that at least this share of `counts` do not exceed."""
    # In whole numbers: exact, and many times quicker than comparing fractions.
    needed, reached = share.numerator * sum(counts.values()), 0
    for value in sorted(counts):
        reached += counts[value] * share.denominator
        if reached >= needed:
            return value
    raise ValueError("There is nothing to take a share of.")


def asked_in(began: Counter[int]) -> date | None:
    """The day by which half of these people had asked: 'people being offered help now asked in March'.

    `began` counts days by their ordinals, which thousands of counts add up far quicker than dates.
    """
    return date.fromordinal(at_most(began, _HALF)) if began.total() else None


def may_be_shown(spread: Spread | None) -> bool:
    """Whether so many people are in a figure that it tells of nobody."""
    return spread is not None and spread.count >= FEWEST


def rounded(count: int) -> int:
    """To the nearest five, so that two figures of different days do not give one person away."""
    return 5 * ((count + 2) // 5)
