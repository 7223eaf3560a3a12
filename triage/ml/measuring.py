"""How good answers are, on texts whose right label is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import f1_score, recall_score

if TYPE_CHECKING:
    from triage.ml.model import Opinion

BINS = 15
"""Steps of probability in which what was said is held against what was right (Guo et al. 2017)."""
RIGHT_ENOUGH = 0.90
MOST = 0.80


@dataclass(frozen=True)
class Figures:
    """All between 0 and 1, of `number` texts."""

    number: int
    accuracy: float
    macro_f1: float
    recall: dict[str, float]
    calibration_error: float
    coverage_at_90: float
    accuracy_at_80: float


@dataclass(frozen=True)
class Answers:
    """Of what it stands by: the share that it answers and how many of these are right (None where it answers none);
    how often the set of likely labels holds the right one, and how many labels such a set has."""

    answered: float
    right_of_answered: float | None
    sets_that_hold_it: float
    labels_in_a_set: float


def figures(labels: Sequence[str], right: np.ndarray, said: np.ndarray, probability: np.ndarray) -> Figures:
    """`right` and `said` are places in `labels`, one a text; `probability` is that of what was said."""
    is_right = right == said
    present = np.unique(right)
    recall = recall_score(right, said, labels=present, average=None, zero_division=0)
    return Figures(
        number=len(right),
        accuracy=float(is_right.mean()),
        macro_f1=float(f1_score(right, said, average="macro", zero_division=0)),
        recall={labels[place]: float(share) for place, share in zip(present, recall, strict=True)},
        calibration_error=calibration_error(probability, is_right),
        coverage_at_90=coverage_at(RIGHT_ENOUGH, probability, is_right),
        accuracy_at_80=accuracy_at(MOST, probability, is_right),
    )


def answers(is_answered: np.ndarray, is_right: np.ndarray, is_held: np.ndarray, in_a_set: np.ndarray) -> Answers:
    """One a text: whether it is answered, whether that is right, whether the set of likely labels holds the right one,
    and how many labels that set has."""
    return Answers(
        answered=float(is_answered.mean()),
        right_of_answered=float(is_right[is_answered].mean()) if is_answered.any() else None,
        sets_that_hold_it=float(is_held.mean()),
        labels_in_a_set=float(in_a_set.mean()),
    )


def of_opinions(opinions: Sequence[Opinion], right: Sequence[str]) -> dict[str, Any]:
    """Everything above of opinions beside the right labels, by the names above, and why it abstained how often."""
    said, probability = [one.label for one in opinions], np.array([one.probability for one in opinions])
    labels = tuple(sorted({*right, *said}))
    place = {label: number for number, label in enumerate(labels)}
    of_right, of_said = (np.array([place[label] for label in one]) for one in (right, said))
    likely = [[one.label for one in opinion.alternatives] for opinion in opinions]
    stood_by = answers(
        np.array([not one.abstains for one in opinions]),
        of_right == of_said,
        np.array([label in one for label, one in zip(right, likely, strict=True)]),
        np.array([len(one) for one in likely]),
    )
    return {
        **asdict(figures(labels, of_right, of_said, probability)),
        **asdict(stood_by),
        "abstained_because": dict(Counter(one.because for one in opinions if one.abstains)),
    }


def calibration_error(probability: np.ndarray, is_right: np.ndarray, bins: int = BINS) -> float:
    """Expected calibration error: how far what is said lies from how often it is right, weighed by how often it is
    said (Naeini et al. 2015), in `bins` steps of equal width."""
    step = np.clip(np.ceil(probability * bins).astype(int) - 1, 0, bins - 1)
    said, right = (np.bincount(step, weights=one, minlength=bins) for one in (probability, is_right))
    return float(np.abs(said - right).sum() / len(probability))


def coverage_at(accuracy: float, probability: np.ndarray, is_right: np.ndarray) -> float:
    """The greatest share of texts, surest first, of which at least `accuracy` are right. Texts that are as sure as
    each other are answered together or not at all."""
    order = np.argsort(-probability, kind="stable")
    share = np.cumsum(is_right[order]) / np.arange(1, len(order) + 1)
    is_last_of_equals = np.append(np.diff(probability[order]) != 0, True)
    enough = np.flatnonzero((share >= accuracy) & is_last_of_equals)
    return float((enough[-1] + 1) / len(order)) if len(enough) else 0.0


def accuracy_at(coverage: float, probability: np.ndarray, is_right: np.ndarray) -> float:
    """How many are right of the surest share of texts."""
    order = np.argsort(-probability, kind="stable")
    return float(is_right[order][: max(1, round(coverage * len(order)))].mean())
