"""Sets of likely labels hold the right one as often as is stated, and are the sets that a known library makes."""

from __future__ import annotations

import numpy as np
import pytest
from mapie.classification import SplitConformalClassifier
from scipy.special import softmax
from sklearn.base import BaseEstimator, ClassifierMixin

from triage.ml.conformal import least_probability, sets


def drawn(number: int, seed: int, labels: int = 6) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    truth = softmax(draw.normal(0, 2, (number, labels)), axis=1)
    right = np.array([draw.choice(labels, p=row) for row in truth])
    # What is said is off, on purpose: the promise holds for any classifier.
    return softmax(np.log(truth) * 1.7 + draw.normal(0, 0.5, truth.shape), axis=1), right


class AsSaid(ClassifierMixin, BaseEstimator):
    """A classifier whose answers are what it is asked."""

    def __init__(self, labels: int = 6) -> None:
        self.labels = labels

    def fit(self, said, right):
        self.classes_ = np.arange(self.labels)
        return self

    def predict_proba(self, said):
        return said

    def predict(self, said):
        return said.argmax(axis=1)

    def __sklearn_is_fitted__(self):
        return hasattr(self, "classes_")


@pytest.mark.parametrize("stated", [0.8, 0.9, 0.95])
def test_the_right_label_is_in_the_set_as_often_as_stated(stated):
    held, number = 0, 0
    for seed in range(60):
        least = least_probability(*drawn(150, seed), stated)
        said, right = drawn(150, seed + 1_000)
        held += sum(place in one for place, one in zip(right, sets(said, least), strict=True))
        number += 150
    # Within 3 standard errors of the promise over 60 draws, and no wider than it must be.
    assert stated - 0.012 < held / number < stated + 0.03


def test_the_sets_are_those_of_a_library():
    known, right = drawn(400, 1)
    asked, _ = drawn(200, 2)
    library = SplitConformalClassifier(
        AsSaid().fit(known, right), confidence_level=0.9, conformity_score="lac", prefit=True
    )
    library.conformalize(known, right)
    _, theirs = library.predict_set(asked)
    least = least_probability(known, right, 0.9)
    for row, ours, their in zip(asked, sets(asked, least), theirs[:, :, 0], strict=True):
        expected = set(np.flatnonzero(their)) or {int(row.argmax())}
        assert set(ours.tolist()) == expected


def test_a_set_is_never_empty_and_likeliest_first():
    said, _ = drawn(50, 3)
    for row, one in zip(said, sets(said, 1.1), strict=True):
        assert one.tolist() == [row.argmax()]
    for row, one in zip(said, sets(said, 0.0), strict=True):
        assert len(one) == 6
        assert (np.diff(row[one]) <= 0).all()


def test_of_too_few_answers_no_label_is_left_out():
    said, right = drawn(5, 4)
    assert least_probability(said, right, 0.9) == 0
