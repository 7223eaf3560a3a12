"""What an example is made of, as numbers: its words and pairs of words, runs of four letters, what was answered beside
it, and what it says as a whole.

Rarer words count more (TF-IDF; Sparck Jones 1972, Salton and Buckley 1988). Runs of letters see through misspellings;
the sentence encoder through other words for the same thing. Training and prediction read by the same code, and all
that was learned is plain lists and numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from triage.ml.examples import Example

MOST = 40_000
"""Words with pairs of words, and as many runs of letters."""
LEAST = 2
"""In how many texts a word must stand to be looked at: one of a single text could tell of somebody."""
SENTENCE_WEIGHT = 1.25
"""Of the encoder beside words and letters; chosen on the development sets of docs/classifier.md."""
_WORD = r"(?u)\b\w[\w']*\b"


class Reading:
    """The words, letters and answers worth looking at, learned from examples."""

    def __init__(self, least: int = LEAST) -> None:
        self._parts = _parts(least)

    @classmethod
    def learned(cls, examples: Sequence[Example], least: int = LEAST) -> Reading:
        """Chooses what to look at by these examples: what stands in `least` of them or more."""
        made = cls(least)
        for name, part in tuple(made._parts.items()):
            try:
                part.fit(_seen_by(name, examples))
            except ValueError:  # of the library, where no text holds anything of this kind
                del made._parts[name]
        return made

    def rows(self, examples: Sequence[Example], sentences: np.ndarray | None) -> csr_matrix:
        """One row of numbers for each example; `sentences` are their rows by the encoder, where it is looked at."""
        columns = [part.transform(_seen_by(name, examples)) for name, part in self._parts.items()]
        if sentences is not None:
            columns.append(csr_matrix(sentences * SENTENCE_WEIGHT))
        return hstack(columns, format="csr", dtype=np.float32)

    def knows(self, rows: csr_matrix) -> np.ndarray:
        """Of each of these rows, whether any word of its text was ever read before."""
        words = self._parts.get("words")
        return rows[:, : len(words.vocabulary_) if words else 0].getnnz(axis=1) > 0

    def kept(self) -> dict[str, dict[str, Any]]:
        """Terms in the order of their columns and their weights, from which `from_kept` makes the same reading."""
        return {
            name: {"terms": part.get_feature_names_out().tolist(), "weights": _weights(part)}
            for name, part in self._parts.items()
        }

    @classmethod
    def from_kept(cls, kept: Mapping[str, Mapping[str, Any]]) -> Reading:
        made = cls()
        made._parts = {
            name: _restored(part, kept[name]) for name, part in made._parts.items() if name in kept
        }
        return made


def _parts(least: int) -> dict[str, CountVectorizer]:
    common = {"max_features": MOST, "min_df": least, "dtype": np.float32}
    return {
        "words": TfidfVectorizer(
            ngram_range=(1, 2), sublinear_tf=True, strip_accents="unicode", token_pattern=_WORD, **common
        ),
        "letters": TfidfVectorizer(
            analyzer="char_wb", ngram_range=(4, 4), sublinear_tf=True, strip_accents="unicode", **common
        ),
        # What was answered is there or not: each answer counts alike.
        "facts": CountVectorizer(analyzer=tuple, binary=True, **common),
    }


def _seen_by(part: str, examples: Sequence[Example]) -> list:
    if part == "facts":
        return [example.facts for example in examples]
    return [example.text for example in examples]


def _weights(part: CountVectorizer) -> list[float]:
    return part.idf_.tolist() if isinstance(part, TfidfVectorizer) else []


def _restored(part: CountVectorizer, kept: Mapping[str, Any]) -> CountVectorizer:
    part.set_params(vocabulary={term: place for place, term in enumerate(kept["terms"])}, max_features=None)
    part._validate_vocabulary()
    if isinstance(part, TfidfVectorizer):
        part.idf_ = np.asarray(kept["weights"], np.float32)
    return part
