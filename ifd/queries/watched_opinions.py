"""How versions of the classifier do in this house, as workers counted it; and what is there to learn from."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from ifd.database import db
from ifd.models import Decision, ModelEvent, ModelVersion, ModelWatch


def newest_watch(version: ModelVersion | None) -> ModelWatch | None:
    """What was counted last of this version; None: nothing yet."""
    if version is None:
        return None
    return db.session.scalar(
        select(ModelWatch).where(ModelWatch.version_id == version.id).order_by(ModelWatch.id.desc()).limit(1)
    )


def corrupt_among(versions: Iterable[ModelVersion]) -> set[int]:
    """The keys of those whose file could once not be read."""
    found = select(ModelEvent.version_id).where(
        ModelEvent.kind == "corrupt", ModelEvent.version_id.in_([one.id for one in versions])
    )
    return set(db.session.scalars(found))


def newest_to_tell() -> ModelEvent | None:
    """The newest event that a lead must hear of. What took a version away stands behind its being taken away."""
    of_a_version = select(ModelEvent).where(ModelEvent.version_id.is_not(None))
    to_tell = of_a_version.where(ModelEvent.kind.in_(("fell_back", "drifted")))
    return db.session.scalar(to_tell.order_by(ModelEvent.id.desc()).limit(1))


def number_decided() -> int:
    """How many requests have been decided: what a version can learn from."""
    return db.session.scalar(select(func.count(func.distinct(Decision.request_id))))
