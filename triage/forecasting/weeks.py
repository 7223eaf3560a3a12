"""Weekly counts as a forecast needs them: weeks of seven days that end the day before it is made."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from triage.calendar import is_working_day

FEWEST = 26
"""Weeks below which nothing is forecast."""


class TooLittleHistory(ValueError):
    """Says in a sentence how much is known and how much is needed."""


@dataclass(frozen=True, slots=True)
class History:
    """How many came in each week, the oldest first, the last week ending the day before `today`."""

    today: date
    counts: tuple[int, ...]
    closures: Collection[date] = ()

    def working_days(self, week: int) -> int:
        """Of a week, 0 being the oldest; those to come follow on. At least one, for it is divided by."""
        first = self.today + timedelta(weeks=week - len(self.counts))
        days = (first + timedelta(days=n) for n in range(7))
        return max(1, sum(is_working_day(day, self.closures) for day in days))

    def until(self, week: int) -> History:
        """What was known before this week began."""
        return History(
            self.today + timedelta(weeks=week - len(self.counts)), self.counts[:week], self.closures
        )

    def must_be_enough(self) -> None:
        """Raise `TooLittleHistory` where it is not."""
        if len(self.counts) < FEWEST:
            raise TooLittleHistory(
                f"There is too little history to forecast from: {len(self.counts)} whole weeks, "
                f"where at least {FEWEST} are needed."
            )


def by_week(days: Mapping[date, int], first: date, today: date) -> tuple[int, ...]:
    """Whole weeks from `first` until the day before `today`, with those in which nobody came."""
    weeks = max(0, (today - first).days // 7)
    counts = [0] * weeks
    for day, n in days.items():
        ago = (today - day).days
        if 1 <= ago <= 7 * weeks:
            counts[weeks - 1 - (ago - 1) // 7] += n
    return tuple(counts)


@dataclass(frozen=True, slots=True)
class Range:
    """The middle of many simulated futures, and the ends between which eight in ten of them lie."""

    low: float
    median: float
    high: float


def range_of(values: Sequence[float]) -> Range:
    """Each end is a value that was really drawn."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return Range(*(ordered[round(share * last)] for share in (0.1, 0.5, 0.9)))


def luck(*words: object) -> Random:
    """The same words draw the same: each thing that is left to chance has words of its own."""
    return Random(" ".join(map(str, words)))  # noqa: S311
