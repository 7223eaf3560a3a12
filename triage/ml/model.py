"""What was learned, and what it says of an example: a label with a probability, or that it has no opinion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from threadpoolctl import ThreadpoolController

from triage.ml import conformal
from triage.ml.calibration import Calibration
from triage.ml.examples import Example, blind
from triage.ml.linear import Lines
from triage.ml.novelty import Kept
from triage.ml.sentences.encoder import SentenceEncoder
from triage.ml.words import Reading

UNSURE, UNLIKE, NOTHING_TO_READ = WHY_NOT = ("unsure", "unlike", "nothing_to_read")
_AT_ONCE = 500


@dataclass(frozen=True)
class Likely:
    """A label, and how likely it is from 0 to 1."""

    label: str
    probability: float


@dataclass(frozen=True)
class Opinion:
    """The likeliest label; `abstains` when that is no opinion, `because` of one of WHY_NOT.

    `alternatives` are the labels that hold the right one as often as the model's card states, likeliest first, always
    with `label` among them; all labels where nothing is known of such a text. `likeness` to what was learned from is
    between 0 and 1.
    """

    label: str
    probability: float
    abstains: bool
    because: str
    alternatives: tuple[Likely, ...]
    likeness: float


@dataclass(frozen=True)
class Model:
    """`least_set`, `least_answer`: the probabilities from which a label is likely, and from which to answer.
    `reads_sentences`: whether the encoder speaks for labels, too; it always tells likeness. `is_blind`: whether words
    such as 'he' and 'she' are one to it."""

    version: str
    labels: tuple[str, ...]
    reading: Reading
    lines: Lines
    calibration: Calibration
    least_set: float
    least_answer: float
    kept: Kept
    reads_sentences: bool
    is_blind: bool
    encoder: SentenceEncoder
    about: dict[str, Any] = field(default_factory=dict)
    """Plain facts and figures: what its card tells."""

    def opinions(self, examples: Sequence[Example]) -> list[Opinion]:
        """One for each example, in their order."""
        found: list[Opinion] = []
        with _algebra().limit(limits=1):
            for start in range(0, len(examples), _AT_ONCE):
                found += self._some(self._seen(examples[start : start + _AT_ONCE]))
        return found

    def probabilities(self, examples: Sequence[Example], sentences: np.ndarray | None = None) -> np.ndarray:
        """A row an example, a column a label, in the order of `labels`. `sentences`: their rows by the encoder, where
        they are already known."""
        if sentences is None and self.reads_sentences:
            sentences = self.sentences(examples)
        return self._probabilities(self._rows(self._seen(examples), sentences))

    def sentences(self, examples: Sequence[Example]) -> np.ndarray:
        """Their rows by the encoder."""
        return self._encoded(self._seen(examples))

    def nearest(self, example: Example, most: int = 5) -> list[tuple[str, float]]:
        """What it learned from that is most like this: the trainer's key and the cosine, nearest first."""
        [found] = self.kept.nearest(self.sentences([example]), most)
        return found

    def _seen(self, examples: Sequence[Example]) -> Sequence[Example]:
        return blind(examples) if self.is_blind else examples

    def _encoded(self, seen: Sequence[Example]) -> np.ndarray:
        return self.encoder.encode([example.text for example in seen])

    def _rows(self, seen: Sequence[Example], sentences: np.ndarray | None) -> csr_matrix:
        return self.reading.rows(seen, sentences if self.reads_sentences else None)

    def _probabilities(self, rows: csr_matrix) -> np.ndarray:
        return self.calibration.probabilities(self.lines.raw(rows))

    def _some(self, examples: Sequence[Example]) -> list[Opinion]:
        """Of examples as they are seen."""
        sentences = self._encoded(examples)
        rows = self._rows(examples, sentences)
        probabilities = self._probabilities(rows)
        sets = conformal.sets(probabilities, self.least_set)
        likeness = self.kept.likeness(sentences)
        return [
            self._opinion(*one) for one in zip(probabilities, sets, likeness, self.reading.knows(rows), strict=True)
        ]

    def _opinion(self, row: np.ndarray, places: np.ndarray, likeness: float, knows: bool) -> Opinion:
        because = self._why_not(float(row[places[0]]), likeness, knows)
        if because in (UNLIKE, NOTHING_TO_READ):
            # How often a set holds the right label is known of texts like those it learned from, and of no others.
            places = np.argsort(-row, kind="stable")
        alternatives = tuple(Likely(self.labels[place], float(row[place])) for place in places)
        first = alternatives[0]
        return Opinion(first.label, first.probability, bool(because), because, alternatives, float(likeness))

    def _why_not(self, probability: float, likeness: float, knows: bool) -> str:
        if not knows:
            return NOTHING_TO_READ
        if likeness < self.kept.least:
            return UNLIKE
        # Written so that a probability which is no number is no opinion either.
        return "" if probability >= self.least_answer else UNSURE


@cache
def _algebra() -> ThreadpoolController:
    """The threads of the library of linear algebra. They and the encoder's wait for work by turning round and round,
    and with both at it on two cores each keeps the other from its own: one opinion then takes twice as long."""
    return ThreadpoolController().select(user_api="blas")
