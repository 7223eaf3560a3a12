"""A model as files: lists of words, tables of numbers, its card and its figures. Nothing in them can be run.

`signature.json` names every other file with its SHA-256, and is signed. A model is read only when all of it is there,
unchanged, and of this version; what is cut, changed or foreign is a ModelUnreadable, never a silent wrong model.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_numbers
from safetensors.numpy import save as save_numbers

from triage.ml.calibration import Calibration
from triage.ml.errors import ModelUnreadable
from triage.ml.linear import Lines
from triage.ml.model import Model
from triage.ml.novelty import Kept
from triage.ml.sentences.encoder import FINGERPRINT, SentenceEncoder
from triage.ml.signing import Signer, is_signed
from triage.ml.words import Reading

FORMAT = 1
MODEL, NUMBERS, SIGNATURE = "model.json", "numbers.safetensors", "signature.json"
LARGEST = 1024**3
"""Bytes of all files of a model together; far more than the largest that can be trained."""
TRAIN_AGAIN = "Train the model again, or put back a copy that is whole."


class Loaded(NamedTuple):
    """A model, and the public key of the installation that made it."""

    model: Model
    signed_by: str


def files_of(model: Model, signer: Signer, papers: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Every file of the model by its name; `papers` are more for people to read, such as its card."""
    content = {MODEL: _json(_plain(model)), NUMBERS: save_numbers(_numbers(model)), **(papers or {})}
    digests = {name: hashlib.sha256(one).hexdigest() for name, one in sorted(content.items())}
    signed = {"format": FORMAT, "files": digests}
    return content | {
        SIGNATURE: _json(signed | {"signed_by": signer.public, "signature": signer.sign(_json(signed))})
    }


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Each file whole or not at all, the signature last: a folder that was left half-way is no model."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SIGNATURE).unlink(missing_ok=True)
    for name in sorted(files, key=lambda name: name == SIGNATURE):
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as aside:
            aside.write(files[name])
        os.chmod(aside.name, 0o644)
        os.replace(aside.name, folder / name)


def read(folder: Path, encoder: SentenceEncoder, trusted: Collection[str] | None = None) -> Loaded:
    """The model in `folder`. Where `trusted` keys are given, nobody else's model is read. Raises ModelUnreadable."""
    try:
        if not folder.exists():
            raise ModelUnreadable(f"There is no folder {folder}. Name the folder that the model was written to.")
        if not (folder / SIGNATURE).is_file():
            raise ModelUnreadable(
                f"There is no whole model in {folder}: {SIGNATURE} is missing. {TRAIN_AGAIN}"
            )
        # What is not named in the signature is not looked at.
        names = [SIGNATURE, *_signature((folder / SIGNATURE).read_bytes())["files"]]
        found = {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
    except OSError as error:
        raise ModelUnreadable(f"The model in {folder} cannot be read: {error.strerror}.") from error
    return from_files(found, encoder, trusted)


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files as one archive. The same files are the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unpack(packed: bytes, encoder: SentenceEncoder, trusted: Collection[str] | None = None) -> Loaded:
    """The model in an archive that `pack` made. Raises ModelUnreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            if sum(one.file_size for one in archive.infolist()) > LARGEST:
                raise ModelUnreadable(f"The model is larger than any this software makes. {TRAIN_AGAIN}")
            found = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        if isinstance(error, ModelUnreadable):
            raise
        raise ModelUnreadable(f"The model is cut or changed and cannot be opened. {TRAIN_AGAIN}") from error
    return from_files(found, encoder, trusted)


def from_files(
    files: Mapping[str, bytes], encoder: SentenceEncoder, trusted: Collection[str] | None = None
) -> Loaded:
    """The model that these files hold. Raises ModelUnreadable."""
    signed_by = _signed_by(files, trusted)
    try:
        plain, numbers = json.loads(files[MODEL]), load_numbers(files[NUMBERS])
        if plain["encoder"] != FINGERPRINT:
            raise ModelUnreadable(f"The model was made with another sentence encoder. {TRAIN_AGAIN}")
        return Loaded(_model(plain, numbers, encoder), signed_by)
    except (KeyError, TypeError, AttributeError, IndexError, SafetensorError) as error:
        raise ModelUnreadable(
            f"The model was made by another version of this software. {TRAIN_AGAIN}"
        ) from error
    except ValueError as error:
        if isinstance(error, ModelUnreadable):
            raise
        raise ModelUnreadable(
            f"The model was made by another version of this software. {TRAIN_AGAIN}"
        ) from error


# The signature


def _signed_by(files: Mapping[str, bytes], trusted: Collection[str] | None) -> str:
    if SIGNATURE not in files:
        raise ModelUnreadable(f"{SIGNATURE} is missing, so nobody can tell who made the model. {TRAIN_AGAIN}")
    said = _signature(files[SIGNATURE])
    for name in (MODEL, NUMBERS, *said["files"]):
        if name not in files:
            raise ModelUnreadable(f"The model is not whole: {name} is missing. {TRAIN_AGAIN}")
    for name, digest in said["files"].items():
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise ModelUnreadable(f"{name} is cut, or was changed after the model was made. {TRAIN_AGAIN}")
    signed = {"format": said["format"], "files": said["files"]}
    if not is_signed(_json(signed), said["signature"], said["signed_by"]):
        raise ModelUnreadable(f"{SIGNATURE} was changed after the model was made. {TRAIN_AGAIN}")
    if trusted is not None and said["signed_by"] not in trusted:
        raise ModelUnreadable(
            "The model was made by another installation, and this one was not told to trust it."
        )
    return said["signed_by"]


def _signature(content: bytes) -> dict:
    try:
        said = json.loads(content)
        is_ours = isinstance(said["format"], int) and all(
            isinstance(one, str) for one in (said["signed_by"], said["signature"], *said["files"].values())
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelUnreadable(f"{SIGNATURE} is cut, or was changed. {TRAIN_AGAIN}") from error
    if not is_ours or any("/" in name or "\\" in name or name.startswith(".") for name in said["files"]):
        raise ModelUnreadable(f"{SIGNATURE} is cut, or was changed. {TRAIN_AGAIN}")
    if said["format"] != FORMAT:
        raise ModelUnreadable(
            f"The model has format {said['format']}; this version of the software reads {FORMAT}. {TRAIN_AGAIN}"
        )
    return said


# What is in the files


def _plain(model: Model) -> dict:
    terms = {name: part["terms"] for name, part in model.reading.kept().items()}
    return {
        "version": model.version,
        "labels": model.labels,
        "calibration": asdict(model.calibration),
        "least_set": model.least_set,
        "least_answer": model.least_answer,
        "reads_sentences": model.reads_sentences,
        "is_blind": model.is_blind,
        "encoder": FINGERPRINT,
        "least_likeness": model.kept.least,
        "kept": model.kept.keys,
        "terms": terms,
        "about": model.about,
    }


def _numbers(model: Model) -> dict[str, np.ndarray]:
    weights = {
        f"terms.{name}": np.asarray(part["weights"], np.float32)
        for name, part in model.reading.kept().items()
    }
    return weights | {
        "lines": np.ascontiguousarray(model.lines.weights.astype(np.float16)),
        "offsets": model.lines.offsets,
        "kept": model.kept.rows,
    }


def _model(plain: dict, numbers: Mapping[str, np.ndarray], encoder: SentenceEncoder) -> Model:
    reading = Reading.from_kept(
        {
            name: {"terms": terms, "weights": numbers[f"terms.{name}"]}
            for name, terms in plain["terms"].items()
        }
    )
    lines = Lines(numbers["lines"].astype(np.float32), numbers["offsets"])
    columns = sum(map(len, plain["terms"].values())) + (encoder.width if plain["reads_sentences"] else 0)
    if lines.weights.shape != (len(plain["labels"]), columns) or len(numbers["kept"]) != len(plain["kept"]):
        raise ModelUnreadable(f"The parts of the model do not fit each other. {TRAIN_AGAIN}")
    fitted = plain["calibration"]
    return Model(
        version=plain["version"],
        labels=tuple(plain["labels"]),
        reading=reading,
        lines=lines,
        calibration=Calibration(**{**fitted, "shares": tuple(fitted["shares"]), "top": tuple(fitted["top"])}),
        least_set=plain["least_set"],
        least_answer=plain["least_answer"],
        kept=Kept(numbers["kept"], tuple(plain["kept"]), plain["least_likeness"]),
        reads_sentences=plain["reads_sentences"],
        is_blind=plain["is_blind"],
        encoder=encoder,
        about=plain["about"],
    )


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
