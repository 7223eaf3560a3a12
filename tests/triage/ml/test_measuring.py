"""The figures, against what can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from triage.ml import answering, measuring

SAID = np.array([0.95, 0.9, 0.9, 0.8, 0.7, 0.6, 0.6, 0.5, 0.4, 0.3])
RIGHT = np.array([1, 1, 1, 1, 1, 0, 1, 0, 0, 0], bool)


def test_calibration_error_weighs_each_step_by_its_texts():
    # Two steps: 4 texts said at 0.75 of which 2 are right, and 6 at 0.25 of which 3 are.
    said = np.array([0.75] * 4 + [0.25] * 6)
    right = np.array([1, 1, 0, 0, 1, 1, 1, 0, 0, 0], bool)
    assert measuring.calibration_error(said, right) == pytest.approx(0.4 * 0.25 + 0.6 * 0.25)


def test_coverage_is_the_greatest_share_that_is_right_often_enough():
    assert measuring.coverage_at(0.9, SAID, RIGHT) == 0.5
    assert measuring.coverage_at(1.0, SAID, RIGHT) == 0.5
    assert measuring.coverage_at(0.6, SAID, RIGHT) == 1.0
    assert measuring.coverage_at(0.9, SAID, ~RIGHT) == 0.0


def test_texts_that_are_as_sure_as_each_other_are_answered_together():
    said = np.full(10, 0.5)
    assert measuring.coverage_at(0.9, said, np.array([1] * 9 + [0], bool)) == 1.0
    assert measuring.coverage_at(0.9, said, np.array([1] * 8 + [0] * 2, bool)) == 0.0


def test_accuracy_of_the_surest_share():
    assert measuring.accuracy_at(0.5, SAID, RIGHT) == 1.0
    assert measuring.accuracy_at(0.8, SAID, RIGHT) == pytest.approx(6 / 8)


def test_recall_is_told_for_labels_that_came_and_macro_f1_counts_each_alike():
    right, said = np.array([0, 0, 0, 1]), np.array([0, 0, 0, 0])
    found = measuring.figures(("a", "b", "c"), right, said, np.full(4, 0.9))
    assert found.recall == {"a": 1.0, "b": 0.0}
    assert found.macro_f1 == pytest.approx((6 / 7 + 0) / 2)
    assert found.accuracy == 0.75


def test_what_is_answered_is_right_as_often_as_stated_or_nothing_is():
    draw = np.random.default_rng(5)
    for stated in (0.8, 0.9, 0.95):
        answered = right = 0
        for _ in range(100):
            said = draw.uniform(0.3, 1, 400)
            least = answering.least_probability(said, draw.random(400) < said, stated)
            later = draw.uniform(0.3, 1, 400)
            is_right = draw.random(400) < later
            answered += (later >= least).sum()
            right += is_right[later >= least].sum()
        assert right / answered > stated - 0.005
        assert answered > 1_000


def test_a_model_that_is_never_right_often_enough_never_answers():
    said = np.linspace(0.2, 0.99, 300)
    assert (answering.least_probability(said, np.zeros(300, bool)) > said).all()
    few = np.ones(5, bool)
    assert answering.least_probability(said[-5:], few) > 1
