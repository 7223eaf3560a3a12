"""Probabilities that mean what they say: of what is called 70% likely, 70% is right.

The classifier learns with every label counted alike, so that rare ones are found. What it says is brought back in two
steps, on answers to texts that it had not learned from. First to how often each label comes: two numbers, how sharp
and how much the labels' shares count. Then the likeliest label's probability to how often it is right: the three
numbers of beta calibration (Kull, Silva Filho and Flach 2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, minimize
from scipy.special import expit, softmax

_LEAST = 1e-9
_AHEAD = 1e-6  # of what stays the likeliest
_FAR = 100.0  # log-odds beyond anything that a text says


@dataclass(frozen=True)
class Calibration:
    """`shares`: how often each label comes, in their order; `top`: what makes the likeliest surer or less so."""

    sharpness: float
    weight_of_shares: float
    shares: tuple[float, ...]
    top: tuple[float, float, float]

    def probabilities(self, raw: np.ndarray) -> np.ndarray:
        """`raw`: a row a text, a column a label, each row adding up to 1; so do the rows that come out."""
        shared = _shared(raw, self.sharpness, self.weight_of_shares, np.log(np.asarray(self.shares)))
        return _with_top(shared, self.top)


def fit(raw: np.ndarray, right: np.ndarray) -> Calibration:
    """Out of answers `raw` to texts not learned from, and the places of the right labels."""
    shares = (np.bincount(right, minlength=raw.shape[1]) + 1) / (len(right) + raw.shape[1])
    log_shares, rows = np.log(shares), np.arange(len(right))

    def surprise(numbers: np.ndarray) -> float:
        said = _shared(raw, np.exp(numbers[0]), numbers[1], log_shares)
        return float(-np.log(said[rows, right] + _LEAST).mean()) + _pull(numbers, len(right))

    sharpness, weight = minimize(surprise, np.zeros(2), method="Nelder-Mead").x
    top = _fit_top(_shared(raw, np.exp(sharpness), weight, log_shares), right)
    return Calibration(float(np.exp(sharpness)), float(weight), tuple(map(float, shares)), top)


def _fit_top(shared: np.ndarray, right: np.ndarray) -> tuple[float, float, float]:
    first, is_right = shared.max(axis=1), shared.argmax(axis=1) == right

    def surprise(numbers: np.ndarray) -> float:
        said = _log_odds(first, _numbers(numbers))
        missed = np.where(is_right, np.logaddexp(0, -said), np.logaddexp(0, said))
        return float(missed.mean()) + _pull(numbers, len(right))

    found = _numbers(minimize(surprise, np.zeros(3), method="Nelder-Mead", options={"maxiter": 2000}).x)
    return *found[:2], _held_back(first, found, is_right)


def _held_back(first: np.ndarray, top: tuple[float, float, float], is_right: np.ndarray) -> float:
    """The offset with which as many are said to be right as were, less a standard error: what learns from all texts in
    the end is a little surer than what these answers came from, and to promise too much is the worse mistake."""
    share = (is_right.sum() + 1) / (len(is_right) + 2)
    aim = max(share - np.sqrt(share * (1 - share) / len(is_right)), share / 2)
    without = _log_odds(first, (*top[:2], 0.0))
    return float(brentq(lambda offset: expit(without + offset).mean() - aim, -_FAR, _FAR))


def _pull(numbers: np.ndarray, answers: int) -> float:
    """Mildly towards changing nothing: it keeps a few dozen answers from settling on extremes."""
    return float((numbers**2).sum()) / answers


def _numbers(found: np.ndarray) -> tuple[float, float, float]:
    """The first two must not be negative: what was surer stays surer."""
    return float(np.exp(found[0])), float(np.exp(found[1])), float(found[2])


def _shared(raw: np.ndarray, sharpness: float, weight: float, log_shares: np.ndarray) -> np.ndarray:
    return softmax(sharpness * np.log(np.clip(raw, _LEAST, 1)) + weight * log_shares, axis=1)


def _log_odds(first: np.ndarray, top: tuple[float, float, float]) -> np.ndarray:
    surer, doubt, offset = top
    return surer * np.log(first + _LEAST) - doubt * np.log(1 - first + _LEAST) + offset


def _with_top(shared: np.ndarray, top: tuple[float, float, float]) -> np.ndarray:
    """The likeliest stays the likeliest; the others share what it leaves as they did before."""
    rows, places = np.arange(len(shared)), shared.argmax(axis=1)
    first = shared[rows, places]
    others = shared.copy()
    others[rows, places] = 0
    left = np.maximum(1 - first, _LEAST)
    second = others.max(axis=1) / left
    new = np.maximum(expit(_log_odds(first, top)), second / (1 + second) + _AHEAD)
    others *= ((1 - new) / left)[:, None]
    others[rows, places] = new
    return others / others.sum(axis=1, keepdims=True)
