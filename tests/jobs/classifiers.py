"""A model that knows two kinds of help by their words, learned once a run from made-up texts."""

from __future__ import annotations

import random
from functools import cache

from ifd.jobs import classifier
from ifd.models import ModelVersion
from ifd.services.second_opinion.versions import keep_version
from tests.factories import NOON

WORRIES = ["worry", "school", "panic", "exam", "scared", "tummy", "friends", "nervous"]
BABY = ["baby", "birth", "pregnant", "feeding", "newborn", "midwife", "crying", "bond"]
_FILLING = ["she", "feels", "and", "the", "is", "very", "often", "at", "night", "we"]


def text_about(words: list[str], number: int) -> str:
    drawn = random.Random(number)
    return " ".join(drawn.choice(words + _FILLING) for _ in range(14)).capitalize() + "."


@cache
def learned():
    """Trained on 240 short texts; the keys are those of requests 1 to 240."""
    from triage.ml.examples import Example
    from triage.ml.training import train

    examples = [Example(text_about((WORRIES, BABY)[number % 2], number)) for number in range(240)]
    kinds = [("counselling", "perinatal")[number % 2] for number in range(240)]
    keys = [classifier.key_of(number + 1) for number in range(240)]
    return train(examples, kinds, classifier.encoder(), keys=keys)


def archive(signer=None) -> bytes:
    from triage.ml import files

    return files.pack(files.files_of(learned().model, signer or classifier.signer()))


def version(content: bytes | None = None, **facts) -> ModelVersion:
    """A version that can be asked."""
    row = {"name": learned().model.version, "made_at": NOON, "rows": 240, **facts}
    return keep_version({"offer": archive() if content is None else content}, **row)
