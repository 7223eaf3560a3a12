"""A set of likely labels that holds the right one as often as is stated, whatever the classifier (split conformal
prediction: Vovk, Gammerman and Shafer 2005; the sets of least size of Sadinle, Lei and Wasserman 2019).

Six lines of arithmetic, held against a library's in tests: the library would have to be loaded with every model.
"""

from __future__ import annotations

import math

import numpy as np

STATED = 0.90
"""How often the set holds the right label."""


def least_probability(probabilities: np.ndarray, right: np.ndarray, stated: float = STATED) -> float:
    """What a label must reach to be in the set. `probabilities` are answers to texts that were not learned from, a row
    a text; `right` the places of their labels. 0 where there are too few texts to leave any label out."""
    strangeness = np.sort(1 - probabilities[np.arange(len(right)), right])
    place = math.ceil((len(right) + 1) * stated)
    return float(1 - strangeness[place - 1]) if place <= len(right) else 0.0


def sets(probabilities: np.ndarray, least: float) -> list[np.ndarray]:
    """The places in each text's set, likeliest first. Never empty: the likeliest is always in it."""
    order = np.argsort(-probabilities, axis=1, kind="stable")
    return [
        places[: max(1, int((row >= least).sum()))] for row, places in zip(probabilities, order, strict=True)
    ]
