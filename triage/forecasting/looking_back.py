"""What the forecast would have said in the past, beside what came.

Its error, that of naive ones, and how often the range held.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triage.forecasting.demand import learn, ranges
from triage.forecasting.weeks import FEWEST, History

_EVERY = 4  # weeks between two forecasts
_MOST = 13  # forecasts
_RUNS = 200
_YEAR = 52


@dataclass(frozen=True, slots=True)
class LookedBack:
    """Mean errors in requests a week: of the forecast, of 'as last week', of 'as this week a year ago' where known.

    `held` is the share of weeks that lay within the range of eight in ten.
    """

    weeks: int
    error: float
    naive: float
    year_ago: float | None
    held: float


def look_back(history: History, weeks_ahead: int, seed: int = 0) -> LookedBack | None:
    """Forecasts made at past weeks with only what was known then; None where there is no room for one."""
    past = len(history.counts)
    origins = range(past - weeks_ahead, FEWEST - 1, -_EVERY)[:_MOST]
    rows = [row for origin in origins for row in _one(history, origin, weeks_ahead, seed)]
    if not rows:
        return None
    errors, naive, year_ago, held = zip(*rows, strict=True)
    known = None if None in year_ago else _mean(year_ago)
    return LookedBack(len(rows), _mean(errors), _mean(naive), known, _mean(held))


def _one(history: History, origin: int, weeks_ahead: int, seed: int) -> list[tuple]:
    known = history.until(origin)
    expected = ranges(learn(known, weeks_ahead).paths(seed, weeks_ahead, runs=_RUNS))
    rows = []
    for week, range_ in enumerate(expected, origin):
        came = history.counts[week]
        last_year = abs(came - known.counts[week - _YEAR]) if week >= _YEAR else None
        rows.append(
            (
                abs(came - range_.median),
                abs(came - known.counts[-1]),
                last_year,
                range_.low <= came <= range_.high,
            )
        )
    return rows


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
