"""When to answer and when to stay quiet: what is answered shall be right as often as is stated."""

from __future__ import annotations

import numpy as np

RIGHT = 0.90
"""How often what is answered is right, unless said otherwise."""
_FEWEST = 20
"""Answers that a line must rest on: of fewer nobody can tell how many are right."""
_NEVER = 1.01


def least_probability(probability: np.ndarray, is_right: np.ndarray, right: float = RIGHT) -> float:
    """From which probability on to answer, by answers to texts that were not learned from. Above 1 where no line does.

    Of the surest texts as many as are right often enough. Half a standard error is kept in hand, since the line is
    drawn where these texts happened to be right.
    """
    order = np.argsort(-probability, kind="stable")
    number = np.arange(1, len(order) + 1)
    share = np.cumsum(is_right[order]) / number
    in_hand = 0.5 * np.sqrt(right * (1 - right) / number)
    is_last_of_equals = np.append(np.diff(probability[order]) != 0, True)
    enough = np.flatnonzero((share - in_hand >= right) & is_last_of_equals & (number >= _FEWEST))
    return float(probability[order][enough[-1]]) if len(enough) else _NEVER
