"""The classifier as workers have it: read once a process, and only when it is needed, for it costs seconds to load."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from flask import current_app

from ifd.database import reading_briefly
from ifd.jobs.within import within
from ifd.queries import model_versions
from ifd.settings import SENTENCES

if TYPE_CHECKING:
    from triage.ml.model import Model
    from triage.ml.sentences.encoder import SentenceEncoder
    from triage.ml.signing import Signer

OFFER, NEED = PARTS = ("offer", "need")
_READY_WITHIN = 120  # seconds for the libraries and the sentence encoder, which the first process ever has to build
_KEPT_AT_MOST = 3  # versions
_KEY = "request "

_kept: dict[tuple[int, tuple[tuple[str, str], ...]], Models] = {}


@dataclass(frozen=True)
class Models:
    """One version: what it says of the offer, and of the need where it could learn that."""

    offer: Model
    need: Model | None
    knows_our_requests: bool  # whether the keys of what it learned from are those of requests here


def models_of(version_id: int) -> Models:
    """This version, ready to be asked. ModelUnreadable for a file that is cut, changed, foreign or missing; TooSlow."""
    with reading_briefly():
        digests = tuple(sorted(model_versions.digests_of(version_id).items()))
    known_by = (version_id, digests)
    if known_by not in _kept:
        tools = within(_READY_WITHIN, lambda: (encoder(), unpack()))
        loaded = _load(version_id, dict(digests), *tools)
        while len(_kept) >= _KEPT_AT_MOST:
            del _kept[next(iter(_kept))]
        _kept[known_by] = loaded
    return _kept[known_by]


def _load(version_id: int, digests: dict[str, str], encoder, unpack) -> Models:
    from triage.ml.errors import ModelUnreadable

    with reading_briefly():
        contents = {part: model_versions.file_of(version_id, part) for part in PARTS}
        version = model_versions.version_of(version_id)
        is_ours, name = version.training_id is not None, version.name
    for part, content in contents.items():
        if content is not None and hashlib.sha256(content).hexdigest() != digests[part]:
            raise ModelUnreadable("The file is not the one that was stored. Train the model again.")
    if contents[OFFER] is None:
        raise ModelUnreadable("The file of the model is missing. Train the model again.")
    trusted = {signer().public}

    def read() -> tuple[Model, Model | None]:
        offer = unpack(contents[OFFER], encoder, trusted).model
        return offer, unpack(contents[NEED], encoder, trusted).model if contents[NEED] else None

    offer, need = within(current_app.settings.model_load_seconds, read)
    if offer.version != name:
        raise ModelUnreadable("The file is that of another version. Train the model again.")
    return Models(offer, need, is_ours)


def key_of(request_id: int) -> str:
    """What a request is called among what a version learned from."""
    return f"{_KEY}{request_id}"


def request_of(key: str) -> int | None:
    """The request behind a key; None where it is the key of something else."""
    number = key.removeprefix(_KEY)
    return int(number) if key.startswith(_KEY) and number.isdigit() else None


def signer() -> Signer:
    """This installation, as it signs models. The same as `ifd model train` signs with."""
    from triage.ml.signing import Signer

    return Signer.from_secret(current_app.settings.lasting_key)


@cache
def encoder() -> SentenceEncoder:
    """The one of this process."""
    from triage.ml.sentences.encoder import SentenceEncoder

    return SentenceEncoder(SENTENCES)


def unpack():
    """What reads an archive, once its library is loaded."""
    from triage.ml.files import unpack

    return unpack
