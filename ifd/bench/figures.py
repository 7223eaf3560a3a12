"""What a bench reports: a figure, the limit measured beside it, their ratio, and the goal."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Goal:
    """What is to be reached: by the ratio, or by the figure itself where `of` says so."""

    at_most: float | None = None
    at_least: float | None = None
    of: str = "ratio"

    def is_reached(self, figure: Figure) -> bool:
        n = figure.ratio if self.of == "ratio" else figure.value
        return (self.at_most is None or n <= self.at_most) and (self.at_least is None or n >= self.at_least)

    def __str__(self) -> str:
        sign, n = ("≤", self.at_most) if self.at_most is not None else ("≥", self.at_least)
        return f"{self.of if self.of == 'ratio' else 'figure'} {sign} {n:,g}"


@dataclass(frozen=True)
class Figure:
    """One line of a report. The limit is what the same machine does in the same run with the least of work."""

    name: str
    value: float
    unit: str
    limit_name: str
    limit: float
    goal: Goal

    @property
    def ratio(self) -> float:
        return self.value / self.limit if self.limit else float("inf")

    @property
    def is_reached(self) -> bool:
        return self.goal.is_reached(self)

    def to_document(self) -> dict[str, object]:
        """For machines."""
        return {**asdict(self), "ratio": self.ratio, "goal": str(self.goal), "is_reached": self.is_reached}


def side_by_side(
    rounds: int, works: Mapping[str, Callable[[], object]], *, is_pure: bool = False
) -> Mapping[str, float]:
    """The seconds of each work, done in turn so that a busy moment of the machine falls on all alike.

    The median, by the clock on the wall. Pure work never waits, so others can only slow it: its best time counts,
    by the processor.
    """
    timer, chosen = (time.process_time, min) if is_pure else (time.perf_counter, median)
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            started = timer()
            work()
            seconds[name].append(timer() - started)
    return {name: chosen(found) for name, found in seconds.items()}
