"""How far answers can be trusted, found out on answers to texts that were not learned from.

Their probabilities are put right, and the lines are drawn from which a label is likely and from which to answer. The
figures of a card are counted on the same answers, so these are dealt into parts: each part is put right, and stood by
or not, by what the others teach. No answer vouches for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from triage.ml import answering, calibration, conformal, measuring
from triage.ml.calibration import Calibration

PARTS = 4


@dataclass(frozen=True)
class Thresholds:
    """The probabilities from which a label is likely, and from which to answer."""

    least_set: float
    least_answer: float


@dataclass(frozen=True)
class Checked:
    """Answers to examples by what the other examples taught: their places among what was given, the right labels'
    places among the labels, a row of probabilities each, whether it is answered, and the places of the likely labels.

    `calibration` and `thresholds` are drawn on all of them, for texts still to come.
    """

    places: np.ndarray
    right: np.ndarray
    probabilities: np.ndarray
    is_answered: np.ndarray
    sets: list[np.ndarray]
    calibration: Calibration
    thresholds: Thresholds

    @property
    def said(self) -> np.ndarray:
        return self.probabilities.argmax(axis=1)

    @property
    def probability(self) -> np.ndarray:
        return self.probabilities.max(axis=1)

    @property
    def is_right(self) -> np.ndarray:
        return self.said == self.right

    @property
    def stood_by(self) -> measuring.Answers:
        is_held = np.array([place in one for place, one in zip(self.right, self.sets, strict=True)])
        return measuring.answers(
            self.is_answered, self.is_right, is_held, np.array([len(one) for one in self.sets])
        )


def check(places: np.ndarray, raw: np.ndarray, right: np.ndarray, aim: float, stated: float) -> Checked:
    """`raw`: a row of shares a text, as `triage.ml.linear` gives them; `right`: the places of the right labels; `aim`:
    how often what is answered shall be right; `stated`: how often a set shall hold the right label."""
    probabilities = np.empty_like(raw, np.float64)
    is_answered, sets = np.zeros(len(right), bool), [np.empty(0, int)] * len(right)
    for here, others in _dealt(len(right)):
        fit = calibration.fit(raw[others], right[others])
        thresholds = _thresholds(fit.probabilities(raw[others]), right[others], aim, stated)
        probabilities[here] = fit.probabilities(raw[here])
        is_answered[here] = probabilities[here].max(axis=1) >= thresholds.least_answer
        for place, one in zip(here, conformal.sets(probabilities[here], thresholds.least_set), strict=True):
            sets[place] = one
    return Checked(
        places,
        right,
        probabilities,
        is_answered,
        sets,
        calibration.fit(raw, right),
        _thresholds(probabilities, right, aim, stated),
    )


def _dealt(number: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """So many answers in parts: (the places of one part, of all the others)."""
    order = np.random.default_rng(0).permutation(number)
    for start, end in pairwise(np.linspace(0, number, PARTS + 1).astype(int)):
        yield order[start:end], np.concatenate([order[:start], order[end:]])


def _thresholds(probabilities: np.ndarray, right: np.ndarray, aim: float, stated: float) -> Thresholds:
    is_right = probabilities.argmax(axis=1) == right
    return Thresholds(
        conformal.least_probability(probabilities, right, stated),
        answering.least_probability(probabilities.max(axis=1), is_right, aim),
    )
