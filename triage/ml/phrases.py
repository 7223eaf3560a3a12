"""Why: the phrases of a text that count, each in its place, found by leaving them out one at a time.

A phrase counts by how much less is to be said for the label without it (occlusion; Zeiler and Fergus 2014): a drop in
log-odds, so that a phrase is measured alike whether the label was sure or not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from triage.ml.examples import Example
from triage.ml.model import Model

MOST = 5
LEAST = 0.1
"""Less log-odds than this is no reason."""
_MOST_CUT, _MOST_TRIED = 150, 12
_PHRASE = re.compile(r"[^\s.!?;,:\n][^.!?;,:\n]*")
_MOST_WORDS = 12
_LEAST_PROBABILITY = 1e-6


@dataclass(frozen=True)
class Phrase:
    """Characters of the text from `start` to `end`, and how much log-odds the label loses without them."""

    start: int
    end: int
    weight: float


def phrases(model: Model, example: Example, label: str, most: int = MOST) -> tuple[Phrase, ...]:
    """Those that speak most for `label`, strongest first. None where no phrase does."""
    spans = _spans(example.text)[:_MOST_CUT]
    if not spans:
        return ()
    place = model.labels.index(label)
    if len(spans) > _MOST_TRIED:
        # By their words alone, which is quick, the likeliest are found; those are then tried in earnest.
        drops = _drops(model, example, spans, place, model.sentences([example]))
        spans = [spans[one] for one in sorted(np.argsort(-drops, kind="stable")[:_MOST_TRIED])]
    drops = _drops(model, example, spans, place)
    strongest = np.argsort(-drops, kind="stable")[:most]
    return tuple(Phrase(*spans[one], round(float(drops[one]), 3)) for one in strongest if drops[one] >= LEAST)


def _drops(
    model: Model,
    example: Example,
    spans: Sequence[tuple[int, int]],
    place: int,
    sentence: np.ndarray | None = None,
) -> np.ndarray:
    """How much log-odds the label at `place` loses without each span; with a `sentence`, as if it still said that."""
    asked = [example, *(_without(example, start, end) for start, end in spans)]
    sentences = None if sentence is None else np.repeat(sentence, len(asked), axis=0)
    said = _log_odds(model.probabilities(asked, sentences)[:, place])
    return said[0] - said[1:]


def _without(example: Example, start: int, end: int) -> Example:
    return replace(example, text=example.text[:start] + " " + example.text[end:])


def _spans(text: str) -> list[tuple[int, int]]:
    """The text cut at its stops and commas; what has none is cut into runs of words."""
    found: list[tuple[int, int]] = []
    for match in _PHRASE.finditer(text):
        words = [
            (match.start() + word.start(), match.start() + word.end())
            for word in re.finditer(r"\S+", match[0])
        ]
        for start in range(0, len(words), _MOST_WORDS):
            some = words[start : start + _MOST_WORDS]
            found.append((some[0][0], some[-1][1]))
    return found


def _log_odds(probability: Sequence[float] | np.ndarray) -> np.ndarray:
    sure = np.clip(probability, _LEAST_PROBABILITY, 1 - _LEAST_PROBABILITY)
    return np.log(sure / (1 - sure))
