"""Whether what comes in now is still like what the model learned from, and whether it still agrees with people.

A shift is real when it is both large and more than chance: without the first a busy month raises an alarm over
nothing, without the second a quiet one does. Month by month, `groups.by_group` with months as groups tells agreement
and coverage with their intervals.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from scipy.stats import chi2_contingency, fisher_exact

from triage.ml.examples import Example

LARGE_INDEX = 0.1
"""A population stability index from here on is a shift to look at (the usual rule of credit scoring: under 0.1 little,
over 0.25 much)."""
LARGE_MOVE = 0.1
"""The share of requests that would have to be counted elsewhere."""
CHANCE = 0.005
"""How often a month like all others may raise an alarm, over everything that is looked at."""
FEWEST = 30
"""Requests below which a month says nothing."""

_LENGTHS = (1, 100, 250, 500, 1000, 2000)
_LIKENESSES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
_DRAWS = 4_999
_WORTH_DRAWING = 0.05


@dataclass(frozen=True)
class Reference:
    """Counts of some requests, and nothing else of them: what a model learned from, or what came in a month."""

    requests: int
    lengths: Mapping[str, int]
    likenesses: Mapping[str, int]
    labels: Mapping[str, int]
    facts: Mapping[str, int]

    @classmethod
    def of(cls, examples: Sequence[Example], labels: Iterable[str], likenesses: Iterable[float]) -> Reference:
        """`labels` are decisions, of as many requests as have one; `likenesses` those of the opinions."""
        return cls(
            len(examples),
            Counter(_band(len(example.text), _LENGTHS) for example in examples),
            Counter(_band(likeness, _LIKENESSES) for likeness in likenesses),
            Counter(labels),
            Counter(fact for example in examples for fact in set(example.facts)),
        )

    def as_document(self) -> dict[str, Any]:
        counts = {name: dict(getattr(self, name)) for name in self.__dataclass_fields__ if name != "requests"}
        return {"requests": self.requests, **counts}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Reference:
        """Raises ValueError where the document is none that `as_document` made."""
        try:
            requests, *counts = (document[name] for name in cls.__dataclass_fields__)
            whole = [requests, *(count for of in counts for count in of.values())]
        except (KeyError, AttributeError, TypeError):
            whole = [None]
        if not all(type(count) is int and count >= 0 for count in whole):
            raise ValueError("What the model learned from is not told in counts. Train it again.")
        return cls(requests, *map(dict, counts))


def _band(value: float, ends: Sequence[float]) -> str:
    place = bisect_right(ends, value)
    return f"{ends[place - 1]:g} or more" if place else f"under {ends[0]:g}"


@dataclass(frozen=True)
class Shift:
    """How far one thing lies from where it lay. `chance`: how often chance alone would put it so far.

    `index` is the population stability index, `moved` the share that lies elsewhere, `most` the value that changed
    most, with its share `before` and `now`.
    """

    what: str
    index: float
    moved: float
    chance: float
    is_real: bool
    most: str
    before: float
    now: float

    def __str__(self) -> str:
        return (
            f"{self.what.capitalize()} changed: {self.moved:.0%} lie elsewhere than in what the model learned from, "
            f"most of all '{self.most}', {self.before:.0%} then and {self.now:.0%} now."
        )


def shifts(reference: Reference, now: Reference) -> tuple[Shift, ...]:
    """Every shift of inputs and labels, the real ones first and the largest of these; none of too few requests."""
    pairs = {
        "lengths of texts": (reference.lengths, now.lengths),
        "likeness to what was learned from": (reference.likenesses, now.likenesses),
        "decisions": (reference.labels, now.labels),
    }
    facts = sorted({*reference.facts, *now.facts})
    # Each of the four kinds may be wrong equally often, however many facts there are.
    chance = CHANCE / (len(pairs) + 1)
    found = [_shift(what, before, after, chance) for what, (before, after) in pairs.items()]
    found += [
        _shift(f"the answer '{fact}'", _said(fact, reference), _said(fact, now), chance / len(facts))
        for fact in facts
    ]
    return tuple(sorted(filter(None, found), key=lambda shift: (not shift.is_real, -shift.moved, shift.what)))


def _said(fact: str, counted: Reference) -> dict[str, int]:
    said = counted.facts.get(fact, 0)
    return {"given": said, "not given": counted.requests - said}


def _shift(what: str, before: Mapping[str, int], now: Mapping[str, int], may_be: float) -> Shift | None:
    values = sorted(value for value in {*before, *now} if before.get(value) or now.get(value))
    table = np.array([[counts.get(value, 0) for value in values] for counts in (before, now)])
    if min(table.sum(axis=1), default=0) < FEWEST:
        return None
    shares = table / table.sum(axis=1, keepdims=True)
    moved, index = float(np.abs(shares[1] - shares[0]).sum() / 2), stability_index(table[0], table[1])
    is_large = moved >= LARGE_MOVE or (index >= LARGE_INDEX and len(values) > 2)
    chance = _chance(table) if is_large else 1.0
    most = int(np.abs(shares[1] - shares[0]).argmax())
    before_now = float(shares[0, most]), float(shares[1, most])
    return Shift(what, index, moved, chance, is_large and chance < may_be, values[most], *before_now)


def stability_index(before: np.ndarray, now: np.ndarray) -> float:
    """The population stability index of two rows of counts; half a request more in each cell keeps it finite."""
    share, other = (((counts + 0.5) / (counts + 0.5).sum()) for counts in (before, now))
    return float(((other - share) * np.log(other / share)).sum())


def _chance(table: np.ndarray) -> float:
    """How often as great a chi-squared as this comes when both rows are drawn from one urn.

    Exact where there are two values; otherwise by drawing, since the formula fails where few are expected.
    """
    if table.shape[1] < 2:
        return 1.0
    if table.shape[1] == 2:
        return float(fisher_exact(table).pvalue)
    chance = chi2_contingency(table).pvalue
    if chance > _WORTH_DRAWING:
        return float(chance)
    urn, drawn = table.sum(axis=0), int(table[1].sum())
    draws = np.random.default_rng(0).multivariate_hypergeometric(urn, drawn, size=_DRAWS, method="marginals")
    expected = urn * drawn / urn.sum()
    seen = ((table[1] - expected) ** 2 / expected).sum()
    as_great = (((draws - expected) ** 2 / expected).sum(axis=1) >= seen - 1e-9).sum()
    return float((as_great + 1) / (_DRAWS + 1))


FALL = 0.15
"""What agreement may fall by before the rules stand alone again."""
LIMIT = 10.5
"""With this, chance alone passes the limit in fewer than 1 of 100 runs of 2,400 decisions."""


@dataclass(frozen=True)
class Course:
    """How a share held up: the evidence for a fall after each outcome, and the first that brought it past the limit."""

    evidence: tuple[float, ...]
    past_at: int | None

    @property
    def past_limit(self) -> bool:
        return self.past_at is not None


def course(outcomes: Iterable[bool], expected: float, fall: float = FALL) -> Course:
    """The outcomes in their order (agreed or not, answered or not), beside the share that was expected of them.

    Page's cumulative sum for a share (E. S. Page, Biometrika 1954, 41:100): each outcome adds how much better a share
    lower by `fall` explains it, never below 0.
    """
    high = min(max(expected, 0.02), 0.98)
    low = max(high - fall, high / 2)
    yes, no = log(low / high), log((1 - low) / (1 - high))
    evidence, total, past_at = [], 0.0, None
    for place, outcome in enumerate(outcomes):
        total = max(0.0, total + (yes if outcome else no))
        evidence.append(total)
        if past_at is None and total > LIMIT:
            past_at = place
    return Course(tuple(evidence), past_at)


def past_limit(agreed: Iterable[bool], expected: float) -> bool:
    """Whether agreement has fallen so far that the system falls back to the rules alone."""
    return course(agreed, expected).past_limit
