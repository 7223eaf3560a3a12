"""How like a text is to what the model learned from, and which of those are nearest.

Likeness is the mean cosine to the few nearest kept examples, by what they say as a whole. Some thousands are kept, in
eight bits a number: enough to tell the strange, and small beside the rest of a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

KEPT = 5_000
NEAREST = 5
STRANGEST = 0.02
"""The share of what it learned from that is as strange as what it does not judge."""
_SCALE = 127.0
_MEASURED = 1_000


@dataclass(frozen=True)
class Kept:
    """`rows`: kept examples by the encoder, times 127; `keys`: what the trainer calls each; `least`: the likeness
    under which a text is like nothing it learned from."""

    rows: np.ndarray
    keys: tuple[str, ...]
    least: float

    def likeness(self, sentences: np.ndarray) -> np.ndarray:
        """One number a text, between 0 and 1."""
        return _mean_of_nearest(self._cosines(sentences), NEAREST)

    def nearest(self, sentences: np.ndarray, most: int) -> list[list[tuple[str, float]]]:
        """For each text the kept examples nearest to it: (key, cosine), nearest first."""
        cosines = self._cosines(sentences)
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :most]
        return [
            [(self.keys[place], float(row[place])) for place in places]
            for row, places in zip(cosines, order, strict=True)
        ]

    def _cosines(self, sentences: np.ndarray) -> np.ndarray:
        return sentences @ self._columns

    @cached_property
    def _columns(self) -> np.ndarray:
        return np.ascontiguousarray(self.rows.T.astype(np.float32) / _SCALE)


def keep(sentences: np.ndarray, keys: Sequence[str], seed: int) -> Kept:
    """Keeps some of these, drawn by the seed, and finds by them where strangeness begins."""
    drawn = np.random.default_rng(seed).permutation(len(sentences))[:KEPT]
    chosen = np.sort(drawn)
    rows = np.rint(sentences[chosen] * _SCALE).astype(np.int8)
    kept = Kept(rows, tuple(keys[place] for place in chosen), 0.0)
    # Drawn again, for what stands first in a file may be alike.
    measured = drawn[:_MEASURED]
    cosines = kept._cosines(sentences[measured])
    # Each is nearest to itself, and says nothing by that.
    cosines[np.arange(len(measured)), np.searchsorted(chosen, measured)] = -1
    least = float(np.quantile(_mean_of_nearest(cosines, NEAREST), STRANGEST))
    return Kept(rows, kept.keys, least)


def _mean_of_nearest(cosines: np.ndarray, number: int) -> np.ndarray:
    number = min(number, cosines.shape[1])
    nearest = np.partition(cosines, -number, axis=1)[:, -number:]
    return np.clip(nearest.mean(axis=1), 0, 1)
