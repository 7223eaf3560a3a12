"""How long deciding is likely to take, from how long it took this team before.

Medians only, so that one afternoon left open bends nothing: of everything, and how far each kind of request lies
above or below it, drawn towards it where few were seen. It orders a page within one priority and nothing else.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any, Protocol, TypeVar

from triage.vocabulary import Priority, Requester

FEWEST = 50
"""Decisions below which nothing is said."""
LONGEST_PAUSE = timedelta(hours=2)
"""What is longer is lunch, a meeting or the night."""
_SHORTEST = 0.2  # minutes
_DRAWN_TO_ALL = 20  # decisions of a kind at which what they say counts for half
_ROUNDS = 2
_LENGTHS = ((0, "none"), (150, "a line"), (400, "a few lines"), (1_000, "half a page"), (2_500, "a page"))
_LONGER = "longer"
_MOST_FLAGS = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """What of a request tells how long it takes. Nothing about the person it is about."""

    characters: int
    requester: Requester | None
    red_flags: int
    priority: Priority

    def groups(self) -> dict[str, str]:
        """The group it is in, of each thing that is looked at."""
        return {
            "length": next((name for most, name in _LENGTHS if self.characters <= most), _LONGER),
            "red_flags": str(min(self.red_flags, _MOST_FLAGS)),
            "requester": str(self.requester.value if self.requester else "unknown"),
            "priority": self.priority.value,
        }


@dataclass(frozen=True, slots=True)
class Past:
    """One decision that was made, and how many minutes of work it was."""

    kind: Kind
    minutes: float


@dataclass(frozen=True, slots=True)
class Times:
    """What was learned: the median of all, and by how much each group's is longer or shorter (1 is alike)."""

    decisions: int
    median: float
    groups: Mapping[str, Mapping[str, float]]

    def minutes_for(self, kind: Kind) -> float:
        """The likely minutes; a group that was never seen changes nothing."""
        return self.median * math.prod(
            self.groups.get(name, {}).get(group, 1.0) for name, group in kind.groups().items()
        )

    def to_document(self) -> dict[str, Any]:
        return {"decisions": self.decisions, "median": self.median, "groups": self.groups}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Times:
        return cls(document["decisions"], document["median"], document["groups"])


def minutes_of_work(marks: Iterable[datetime]) -> float | None:
    """The minutes between the first mark and the last without long pauses; None where that is no time at all."""
    steps = [later - earlier for earlier, later in pairwise(sorted(marks))]
    minutes = sum((step for step in steps if step <= LONGEST_PAUSE), timedelta()) / timedelta(minutes=1)
    return minutes if minutes >= _SHORTEST else None


def learn(past: Sequence[Past]) -> Times | None:
    """What these decisions tell; None of fewer than `FEWEST`. Their order does not matter."""
    if len(past) < FEWEST:
        return None
    logs = [math.log(max(one.minutes, _SHORTEST)) for one in past]
    kinds = [one.kind.groups() for one in past]
    overall = median(logs)
    apart: dict[str, dict[str, float]] = {name: {} for name in kinds[0]}
    for _ in range(_ROUNDS):
        for name in apart:
            apart[name] = _apart(name, kinds, logs, overall, apart)
    return Times(
        len(past),
        round(math.exp(overall), 2),
        {
            name: {group: round(math.exp(far), 3) for group, far in sorted(groups.items())}
            for name, groups in apart.items()
        },
    )


def _apart(
    name: str,
    kinds: Sequence[Mapping[str, str]],
    logs: Sequence[float],
    overall: float,
    apart: Mapping[str, Mapping[str, float]],
) -> dict[str, float]:
    """How far each group of `name` lies from all, beyond what the other groups explain."""
    left = defaultdict(list)
    for groups, said in zip(kinds, logs, strict=True):
        others = sum(apart[other].get(group, 0.0) for other, group in groups.items() if other != name)
        left[groups[name]].append(said - overall - others)
    return {group: median(far) * len(far) / (len(far) + _DRAWN_TO_ALL) for group, far in left.items()}


class Waiting(Protocol):
    """A line of a list."""

    id: int
    priority: Priority
    due_at: datetime


Line = TypeVar("Line", bound=Waiting)


def quickest_first(lines: Iterable[Line], minutes_of: Callable[[Line], float], now: datetime) -> list[Line]:
    """The same lines: by priority, then what is late, then the quickest; alike, the soonest due, then by key."""

    def place(line: Line) -> tuple:
        is_late = line.due_at < now
        return line.priority.rank, not is_late, 0 if is_late else minutes_of(line), line.due_at, line.id

    return sorted(lines, key=place)
