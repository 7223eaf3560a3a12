"""Probabilities are put right: on answers drawn from a known truth, and whatever the answers."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import softmax

from triage.ml.calibration import fit
from triage.ml.measuring import calibration_error


def drawn(number: int, seed: int, sharpness: float) -> tuple[np.ndarray, np.ndarray]:
    """Answers that are too sure by `sharpness`, and labels drawn by what is true."""
    draw = np.random.default_rng(seed)
    scores = draw.normal(0, 1.5, (number, 5)) + np.array([1.0, 0.5, 0, 0, -1])
    truth = softmax(scores, axis=1)
    right = np.array([draw.choice(5, p=row) for row in truth])
    return softmax(scores * sharpness, axis=1), right


def error(probabilities: np.ndarray, right: np.ndarray) -> float:
    return calibration_error(probabilities.max(axis=1), probabilities.argmax(axis=1) == right)


def test_what_is_said_too_surely_or_too_timidly_is_put_right_on_answers_it_has_not_seen():
    for sharpness in (4.0, 0.3):
        fitted = fit(*drawn(2_000, 1, sharpness))
        raw, right = drawn(4_000, 2, sharpness)
        assert error(raw, right) > 0.1
        assert error(fitted.probabilities(raw), right) < 0.05  # the bound we promise


def test_it_promises_rather_too_little_than_too_much():
    raw, right = drawn(300, 3, 2.0)
    said = fit(raw, right).probabilities(raw)
    assert said.max(axis=1).mean() <= (said.argmax(axis=1) == right).mean()


@settings(deadline=None, max_examples=50)
@given(arrays(np.float64, (7, 5), elements=st.floats(0, 1)))
def test_whatever_was_said_comes_out_as_probabilities_and_the_likeliest_stays_so(raw):
    raw = (raw + 1e-9) / (raw + 1e-9).sum(axis=1, keepdims=True)
    fitted = fit(*drawn(200, 4, 3.0))
    said = fitted.probabilities(raw)
    assert np.allclose(said.sum(axis=1), 1)
    assert (said >= 0).all()
    assert (said <= 1).all()
    # The two steps may change which is likeliest only by how often each label comes.
    same_shares = fit(np.full((50, 5), 0.2), np.arange(50) % 5).probabilities(raw)
    rows = np.arange(len(raw))
    assert np.allclose(raw[rows, same_shares.argmax(axis=1)], raw.max(axis=1), atol=1e-6)
