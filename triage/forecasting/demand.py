"""How many may come each week: exponential smoothing, with a damped trend, the number of working days and the time
of year where each has earned its place on this history.

It works on square roots, on which counts vary alike whether few come or many. The range comes from the errors the
way would have made one week ahead, each week with only what was known then: no shape of them is assumed.
School terms are set by each council and nobody has told them: they are seen only as the time of year, from two years
of history on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

from triage.forecasting.weeks import History, Range, luck, range_of

RUNS = 500
_WARM_UP = 13  # weeks before the first error counts
_YEAR = 52
_SEASON_FROM = _YEAR + _YEAR // 2  # from here on the same week a year ago is known, and the year around it
_SEASON_EARNED_BY = 2 * _YEAR
_AHEAD = 8  # weeks ahead on which the ways are compared
_BETTER_BY = 0.97  # what is less simple must err this much less
_START = 8  # weeks whose mean is the first level


@dataclass(frozen=True, slots=True)
class Way:
    """One way to forecast. `alpha` is how fast the level follows, `beta` the trend; 0 is no trend."""

    by_days: bool
    by_season: bool
    alpha: float
    beta: float = 0.0
    damping: float = 0.9

    @property
    def words(self) -> str:
        parts = ["how many came lately"]
        if self.beta:
            parts.append("a trend that fades")
        if self.by_days:
            parts.append("the working days of each week")
        if self.by_season:
            parts.append("the time of year")
        return " and ".join(", ".join(parts).rsplit(", ", 1))


_SMOOTHERS = ((0.05, 0.0), (0.15, 0.0), (0.3, 0.0), (0.5, 0.0), (0.15, 0.1), (0.3, 0.1))
_WAYS = tuple(
    Way(by_days, by_season, alpha, beta)
    for by_season, by_days, (alpha, beta) in product((False, True), (False, True), _SMOOTHERS)
)


@dataclass(frozen=True, slots=True)
class _State:
    """Where smoothing stands: the level and the trend, in roots of a week of five working days, out of season."""

    level: float
    trend: float = 0.0

    def ahead(self, way: Way, steps: int) -> float:
        """The level so many weeks on."""
        grown = sum(way.damping**step for step in range(1, steps + 1)) if self.trend else 0.0
        return max(0.0, self.level + self.trend * grown)

    def after(self, way: Way, error: float) -> _State:
        """Where it stands when the next week differed by `error` from what was expected."""
        trend = way.damping * self.trend
        return _State(self.level + trend + way.alpha * error, trend + way.alpha * way.beta * error)


class _Scale:
    """Between counts of a week and what is smoothed."""

    def __init__(self, history: History, way: Way, weeks: int) -> None:
        past = len(history.counts)
        self.days = [history.working_days(week) / 5 if way.by_days else 1.0 for week in range(past + weeks)]
        self.roots = [math.sqrt(n / days) for n, days in zip(history.counts, self.days, strict=False)]
        self.season = [1.0] * (past + weeks)
        if way.by_season:
            for week in range(_SEASON_FROM, past + weeks):
                self.season[week] = self._season(week, past)
        self.smooth = [root / season for root, season in zip(self.roots, self.season, strict=False)]

    def _season(self, week: int, past: int) -> float:
        """How far this time of year lay above or below the year around it, a year ago."""
        if week - _YEAR // 2 >= past:
            return self.season[week - _YEAR]
        year = self.roots[week - _SEASON_FROM : week - _YEAR // 2 + 1]
        then = self.roots[week - _YEAR - 2 : week - _YEAR + 3]
        return max(0.2, (sum(then) / len(then)) / (sum(year) / len(year))) if any(year) else 1.0

    def count(self, week: int, smooth: float) -> float:
        return (smooth * self.season[week]) ** 2 * self.days[week]


@dataclass(frozen=True)
class Demand:
    """What was learned of a history: how it goes on, and the errors it would have made."""

    way: Way
    errors: tuple[float, ...]
    _state: _State
    _scale: _Scale
    _past: int

    def path(self, rng: Random, weeks: int, beyond: int = 0) -> list[int]:
        """One future that may come: each week differs from what is expected by an error drawn from the past.

        In the weeks `beyond`, of which nothing is claimed, it goes on at the level reached.
        """
        state, counts = self._where_it_may_stand(rng), []
        for week in range(self._past, self._past + weeks + beyond):
            error = rng.choice(self.errors)
            counts.append(round(self._scale.count(week, max(0.0, state.ahead(self.way, 1) + error))))
            state = state.after(self.way, error) if len(counts) < weeks else _State(state.level)
        return counts

    def _where_it_may_stand(self, rng: Random) -> _State:
        """The level is known only as well as chance let it be: as if the weeks of late had erred otherwise."""
        off = 0.0
        for _ in range(_WARM_UP):
            off += self.way.alpha * (rng.choice(self.errors) - off)
        return _State(max(0.0, self._state.level + off), self._state.trend)

    def paths(self, seed: int, weeks: int, beyond: int = 0, runs: int = RUNS) -> list[list[int]]:
        """Many of them; the same seed gives the same."""
        return [self.path(luck("demand", seed, run), weeks, beyond) for run in range(runs)]


def learn(history: History, weeks_ahead: int) -> Demand:
    """How requests come, for paths of at most so many weeks in all. Raises `TooLittleHistory`."""
    history.must_be_enough()
    past = len(history.counts)
    seasons = past >= _SEASON_EARNED_BY
    since = _SEASON_FROM if seasons else _WARM_UP
    best, least = None, math.inf
    for way in _WAYS:  # the simplest first
        if way.by_season and not seasons:
            continue
        error = _mean_error(history, way, since)
        if best is None or error < least * (_BETTER_BY if _less_simple(way, best) else 1):
            best, least = way, error
    scale = _Scale(history, best, weeks_ahead)
    states = list(_states(scale.smooth, best))
    counted_from = _SEASON_FROM if best.by_season else _WARM_UP
    errors = tuple(scale.smooth[week] - states[week].ahead(best, 1) for week in range(counted_from, past))
    return Demand(best, errors, states[-1], scale, past)


def ranges(paths: Sequence[Sequence[int]]) -> list[Range]:
    """Week by week, what eight in ten of these futures lie between."""
    return [range_of(week) for week in zip(*paths, strict=True)]


def _less_simple(way: Way, other: Way) -> bool:
    return (way.by_season, way.by_days, way.beta > 0) > (other.by_season, other.by_days, other.beta > 0)


def _states(smooth: Sequence[float], way: Way) -> Iterator[_State]:
    """Where smoothing stood before each week, and at last before the first week to come."""
    state = _State(sum(smooth[:_START]) / _START)
    yield state
    for value in smooth:
        state = state.after(way, value - state.ahead(way, 1))
        yield state


def _mean_error(history: History, way: Way, since: int) -> float:
    """In requests, over the weeks ahead of every week since."""
    past = len(history.counts)
    scale = _Scale(history, way, 0)
    errors = [
        abs(history.counts[week + step - 1] - scale.count(week + step - 1, state.ahead(way, step)))
        for week, state in enumerate(_states(scale.smooth, way))
        if since <= week < past
        for step in range(1, min(_AHEAD, past - week) + 1)
    ]
    return sum(errors) / len(errors)
