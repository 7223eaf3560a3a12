"""A version with its files, stored together and never changed afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from ifd.database import db
from ifd.models import ModelFile, ModelVersion


def keep_version(archives: Mapping[str, bytes], **facts: object) -> ModelVersion:
    """The version that these facts tell of; `archives` are its signed files by their part."""
    version = ModelVersion(**facts)
    db.session.add(version)
    db.session.flush()
    for part, content in archives.items():
        digest = hashlib.sha256(content).hexdigest()
        db.session.add(ModelFile(version_id=version.id, part=part, content=content, digest=digest))
    db.session.flush()
    return version
