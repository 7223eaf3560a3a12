"""The figures of a card can be trusted: no answer has a say in whether it is stood by itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.ml.checking import PARTS, _dealt, check

NUMBER, LABELS = 240, 3


def answers(seed: int, often_right: float = 0.7) -> tuple[np.ndarray, np.ndarray]:
    """Raw shares of made-up answers, and the right labels; the surer, the more often right."""
    chance = np.random.default_rng(seed)
    right = chance.integers(LABELS, size=NUMBER)
    raw = chance.dirichlet(np.ones(LABELS), NUMBER)
    helped = chance.random(NUMBER) < often_right
    raw[helped, right[helped]] += chance.random(helped.sum()) * 12
    return raw / raw.sum(axis=1, keepdims=True), right


def checked(raw, right):
    return check(np.arange(NUMBER), raw, right, 0.9, 0.9)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, PARTS - 1))
def test_what_is_right_for_a_part_changes_nothing_that_is_said_of_it(seed, part):
    raw, right = answers(seed)
    here, _ = list(_dealt(NUMBER))[part]
    other = right.copy()
    other[here] = (other[here] + 1) % LABELS
    before, after = checked(raw, right), checked(raw, other)
    assert np.array_equal(before.probabilities[here], after.probabilities[here])
    assert np.array_equal(before.is_answered[here], after.is_answered[here])
    assert all(np.array_equal(before.sets[place], after.sets[place]) for place in here)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_where_nothing_can_be_told_apart_hardly_anything_is_answered(seed):
    """Lines drawn on the very answers they are counted on would find some that happened to be right."""
    raw, _ = answers(seed)
    right = np.random.default_rng(seed + 1).integers(LABELS, size=NUMBER)
    found = checked(raw, right)
    assert found.stood_by.answered < 1 / PARTS


def test_the_lines_for_texts_to_come_are_drawn_on_all_answers():
    found = checked(*answers(5))
    share = (found.probability >= found.thresholds.least_answer).mean()
    assert share > 0
    right = found.is_right[found.probability >= found.thresholds.least_answer]
    assert right.mean() >= 0.9
