"""One straight line a label between what speaks for it and what against (logistic regression, one label against the
rest), each learned with both sides counted alike, so that rare labels are found.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

STRENGTH = 2.0
"""How far a line may bend to its texts (C of the library); chosen on the development sets of docs/classifier.md."""
_TOLERANCE = 0.05
_SURELY = 10.0
_LEAST = 1e-9

Tell = Callable[[], None]


@dataclass(frozen=True)
class Lines:
    """`weights`: a row a label, a column each of what is looked at; `offsets`: one a label."""

    weights: np.ndarray
    offsets: np.ndarray

    def scores(self, rows: csr_matrix) -> np.ndarray:
        """What speaks for each label, as log-odds: a row a text, a column a label."""
        return np.asarray(rows @ self.weights.T) + self.offsets

    def raw(self, rows: csr_matrix) -> np.ndarray:
        """The same as shares that add up to 1 a text. Not yet probabilities that mean what they say."""
        shares = np.clip(expit(self.scores(rows)), _LEAST, 1)
        return shares / shares.sum(axis=1, keepdims=True)


def learn(rows: csr_matrix, right: np.ndarray, labels: int, seed: int, tell: Tell = lambda: None) -> Lines:
    """`right` is the place of each row's label among `labels`; `tell` is called once a label is learned."""
    lines = []
    for place in [1] if labels == 2 else range(labels):
        # One after the other: the library draws for all threads of a process from one store of chances.
        lines.append(_line(rows, right == place, seed))
        tell()
    if labels == 2:
        lines.insert(0, (-lines[0][0], -lines[0][1]))
    # Sixteen bits a number are kept in its file, and a model is the same before and after it was written.
    weights = np.vstack([weights for weights, _ in lines]).astype(np.float16)
    return Lines(
        weights.astype(np.float32),
        np.array([offset for _, offset in lines], np.float32),
    )


def _line(rows: csr_matrix, is_it: np.ndarray, seed: int) -> tuple[np.ndarray, float]:
    if is_it.all() or not is_it.any():
        return np.zeros(rows.shape[1]), _SURELY if is_it.all() else -_SURELY
    how = LogisticRegression(
        C=STRENGTH, solver="liblinear", dual=True, tol=_TOLERANCE, max_iter=100,
        class_weight="balanced", random_state=seed,
    )  # fmt: skip
    with warnings.catch_warnings():
        # It stops early on purpose: further passes change no figure.
        warnings.simplefilter("ignore", ConvergenceWarning)
        how.fit(rows, is_it)
    return how.coef_[0], float(how.intercept_[0])
