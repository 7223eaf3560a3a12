"""How many wait and how long one more person would: requests that come against what a service can start.

The most urgent first, and within a priority whoever asked first. Nobody is assumed to give up. Every future draws
its luck from its own place, whatever is asked of it, so that two answers differ by what was changed and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from triage.forecasting.weeks import luck
from triage.vocabulary import Priority

LONGEST = 104
"""Weeks looked ahead for one wait; a longer one is told as longer than this."""
LONGER = LONGEST + 1
AS_IT_IS = 100
"""Demand in per cent when nothing about it changes."""
_WEEKS = 52

People = Mapping[Priority, int]


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a service can start in a week: one of `weekly`, drawn for each week, and what its staff add.

    `staff` times `starts_each`, less whoever is on leave, which each is `leave` weeks a year. Below none, so many
    fewer than `weekly` was counted with.
    """

    weekly: tuple[float, ...] = ()
    staff: int = 0
    starts_each: float = 0.0
    leave: float = 0.0

    def starts(self, run: str, weeks: int) -> list[int]:
        """Whole starts that each week has room for. A part of one is a whole one as often as it is large.

        Drawn week by week and not carried over: with more room, no week ever has less.
        """
        rng = luck("parts", run)
        return [math.floor(room + rng.random()) for room in self._each_week(run, weeks)]

    def _each_week(self, run: str, weeks: int) -> list[float]:
        rng = luck("starts", run)
        # Drawn from a draw: how much a usual week holds is itself known only from so many weeks.
        usual = rng.choices(self.weekly, k=len(self.weekly)) if self.weekly else [0.0]
        found = rng.choices(usual, k=weeks)
        sign = 1 if self.staff > 0 else -1
        for person in range(abs(self.staff)):
            rng = luck("leave", run, person)
            for week in range(weeks):
                if rng.random() * _WEEKS >= self.leave:
                    found[week] += sign * self.starts_each
        return [max(0.0, starts) for starts in found]


@dataclass(frozen=True, slots=True)
class Future:
    """One future, week by week: who came, who started, who still waits, and the wait in weeks of one person more."""

    arrived: list[dict[Priority, int]]
    started: list[dict[Priority, int]]
    waiting: list[dict[Priority, int]]
    waits: dict[Priority, list[int]]


def shared_out(counts: Sequence[int], mix: People, run: str) -> list[dict[Priority, int]]:
    """Priorities of those who come, drawn as often as each came before."""
    rng, priorities = luck("priorities", run), list(Priority)
    shares = [mix.get(priority, 0) for priority in priorities]
    if not any(shares):
        shares[-1] = 1
    weeks = []
    for n in counts:
        drawn = rng.choices(priorities, shares, k=n)
        weeks.append({priority: drawn.count(priority) for priority in priorities})
    return weeks


def with_demand(arrivals: Sequence[People], percent: int, run: str) -> list[dict[Priority, int]]:
    """So many in a hundred of them. Each is left out, kept or doubled by their own luck: more never means fewer."""
    if percent == AS_IT_IS:
        return [dict(week) for week in arrivals]
    rng = luck("change", run)
    return [
        {
            priority: sum((percent + rng.randrange(100)) // 100 for _ in range(week.get(priority, 0)))
            for priority in Priority
        }
        for week in arrivals
    ]


def go_through(
    waiting: People, arrivals: Sequence[People], room: Sequence[int], weeks: int, ask: Sequence[Priority]
) -> Future:
    """The first `weeks` of one future; `arrivals` and `room` reach further, for the waits of those who ask late."""
    queue = {priority: waiting.get(priority, 0) for priority in Priority}
    future = Future([], [], [], {priority: [] for priority in ask})
    more_urgent = {priority: _more_urgent(arrivals, priority) for priority in ask}
    rooms = [0, *accumulate(room)]
    for week in range(weeks):
        arrived = {priority: arrivals[week].get(priority, 0) for priority in Priority}
        here = {priority: queue[priority] + arrived[priority] for priority in Priority}
        for priority in ask:
            ahead = sum(n for other, n in here.items() if other.rank <= priority.rank)
            future.waits[priority].append(_wait(week, ahead, rooms, more_urgent[priority]))
        started = _start(here, room[week])
        queue = {priority: here[priority] - started[priority] for priority in Priority}
        future.arrived.append(arrived)
        future.started.append(started)
        future.waiting.append(queue)
    return future


def _start(here: People, room: int) -> dict[Priority, int]:
    """Who of those here is started in a week, the most urgent first."""
    started = {}
    for priority in sorted(Priority, key=lambda one: one.rank):
        started[priority] = min(here[priority], room)
        room -= started[priority]
    return started


def _more_urgent(arrivals: Sequence[People], priority: Priority) -> list[int]:
    """How many more urgent people have come, added up to the end of each week."""
    above = [other for other in Priority if other.rank < priority.rank]
    return list(accumulate(sum(week.get(other, 0) for other in above) for week in arrivals))


def _wait(week: int, ahead: int, rooms: Sequence[int], more_urgent: Sequence[int]) -> int:
    """Weeks until there is room for one more person, come last this week, behind all who are or come before them."""
    for later in range(week, min(week + LONGER, len(more_urgent))):
        came = more_urgent[later] - more_urgent[week]
        if ahead + 1 + came <= rooms[later + 1] - rooms[week]:
            return later - week
    return LONGER
