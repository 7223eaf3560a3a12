"""What may come if things go on as they are, and if something changed: the same futures, told twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triage.forecasting.demand import RUNS, learn
from triage.forecasting.waiting import (
    AS_IT_IS,
    LONGEST,
    Capacity,
    Future,
    People,
    go_through,
    shared_out,
    with_demand,
)
from triage.forecasting.weeks import History, Range, range_of
from triage.vocabulary import Priority


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked: demand in per cent of what is forecast, and what the service could start."""

    demand: int
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class Week:
    """The ranges of one week: who comes, who starts, who waits at its end, and the wait of one person more."""

    arrived: Range
    started: Range
    waiting: Range
    waits: dict[Priority, Range]


@dataclass(frozen=True, slots=True)
class Answer:
    """The weeks to come as things are and as changed, and how the forecast was made."""

    as_it_is: list[Week]
    changed: list[Week]
    way: str


def answer(
    history: History,
    mix: People,
    waiting: People,
    as_it_is: Capacity,
    change: Change,
    weeks: int,
    seed: int = 0,
    runs: int = RUNS,
) -> Answer:
    """Both tables, from the same futures. `mix` is how often each priority came. Raises `TooLittleHistory`."""
    reach = weeks + LONGEST
    demand = learn(history, reach)
    ask = [one for one in Priority if mix.get(one) or waiting.get(one)] or [Priority.ROUTINE]
    before, after = [], []
    for run, counts in enumerate(demand.paths(seed, weeks, LONGEST, runs)):
        drawn = f"{seed} {run}"
        arrivals = shared_out(counts, mix, drawn)
        for futures, asked in ((before, Change(AS_IT_IS, as_it_is)), (after, change)):
            come = with_demand(arrivals, asked.demand, drawn)
            futures.append(go_through(waiting, come, asked.capacity.starts(drawn, reach), weeks, ask))
    return Answer(_weeks(before, weeks), _weeks(after, weeks), demand.way.words)


def _weeks(futures: Sequence[Future], weeks: int) -> list[Week]:
    return [
        Week(
            *(range_of([sum(part[week].values()) for part in parts]) for parts in _parts(futures)),
            {
                priority: range_of([future.waits[priority][week] for future in futures])
                for priority in futures[0].waits
            },
        )
        for week in range(weeks)
    ]


def _parts(futures: Sequence[Future]) -> tuple[list, list, list]:
    return (
        [future.arrived for future in futures],
        [future.started for future in futures],
        [future.waiting for future in futures],
    )
