"""The plain classifier that everybody would try first, so that nobody need take ours on trust: TF-IDF of words and
logistic regression, both as their library sets them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import ShuffleSplit

from triage.ml import measuring
from triage.ml.errors import CannotLearn
from triage.ml.examples import example_of_text
from triage.ml.labelled_csv import Labelled
from triage.ml.sentences.encoder import SentenceEncoder
from triage.ml.training import FEWEST, Options, Say, train

HELD_OUT = 0.3
_ROUNDS = 1_000


def side_by_side(rows: Labelled, encoder: SentenceEncoder, options: Options, say: Say) -> dict[str, dict]:
    """Figures of `ours` and of the `plain` one, taught by the same texts and measured on the same others, three in ten,
    drawn by the seed. Raises CannotLearn."""
    least = math.ceil(FEWEST / (1 - HELD_OUT))
    if len(rows.texts) < least:
        raise CannotLearn(
            f"There are {len(rows.texts)} different texts with a label. Three in ten are held out to compare on, so at "
            f"least {least} are needed."
        )
    [(learned, asked)] = ShuffleSplit(1, test_size=HELD_OUT, random_state=options.seed).split(rows.texts)
    labels = sorted(set(rows.labels))
    right = np.searchsorted(labels, [rows.labels[place] for place in asked])
    taught = [rows.texts[place] for place in learned], [rows.labels[place] for place in learned]
    texts = [rows.texts[place] for place in asked]
    ours = _ours(*taught, texts, encoder, options, say)
    return {
        "plain": _figures(labels, right, *_plain(*taught, texts)),
        "ours": _figures(labels, right, *ours),
    }


def _plain(
    taught: Sequence[str], labels: Sequence[str], asked: Sequence[str]
) -> tuple[Sequence[str], np.ndarray]:
    words = TfidfVectorizer()
    try:
        seen = words.fit_transform(taught)
    except ValueError as error:
        raise CannotLearn("The texts hold no words that a plain classifier could learn from.") from error
    lines = LogisticRegression(max_iter=_ROUNDS).fit(seen, labels)
    said = lines.predict_proba(words.transform(asked))
    return lines.classes_[said.argmax(axis=1)].tolist(), said.max(axis=1)


def _ours(
    taught: Sequence[str],
    labels: Sequence[str],
    asked: Sequence[str],
    encoder: SentenceEncoder,
    options: Options,
    say: Say,
) -> tuple[Sequence[str], np.ndarray]:
    trained = train([example_of_text(text) for text in taught], labels, encoder, options=options, say=say)
    opinions = trained.model.opinions([example_of_text(text) for text in asked])
    return [one.label for one in opinions], np.array([one.probability for one in opinions])


def _figures(labels: Sequence[str], right: np.ndarray, said: Sequence[str], probability: np.ndarray) -> dict:
    return asdict(measuring.figures(labels, right, np.searchsorted(labels, said), probability))
