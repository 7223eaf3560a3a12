"""How versions of the classifier do in this house, as workers counted it; and what is there to learn from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from ifd.database import db
from ifd.models import Decision, ModelEvent, ModelVersion, ModelWatch


def newest_watch(version: ModelVersion | None) -> ModelWatch | None:
    """What was counted last of this version, as `ifd.jobs.watch_model` says; None: nothing yet."""
    if version is None:
        return None
    return db.session.scalar(
        select(ModelWatch).where(ModelWatch.version_id == version.id).order_by(ModelWatch.id.desc()).limit(1)
    )


def last_watched(version_id: int) -> datetime | None:
    """When that was."""
    return db.session.scalar(select(func.max(ModelWatch.at)).filter_by(version_id=version_id))


def first_watched(version_id: int) -> datetime | None:
    """When this version was counted for the first time."""
    return db.session.scalar(select(func.min(ModelWatch.at)).filter_by(version_id=version_id))


def newest_to_tell() -> list[ModelEvent]:
    """The newest events of each version that a lead must hear of: that it was taken away, that it drifted.

    What took a version away stands behind its being taken away.
    """
    later = aliased(ModelEvent)
    stands_behind = exists().where(
        later.version_id == ModelEvent.version_id,
        later.id > ModelEvent.id,
        or_(later.kind == ModelEvent.kind, later.kind == "fell_back"),
    )
    of_a_version = select(ModelEvent).where(ModelEvent.version_id.is_not(None), ~stands_behind)
    to_tell = of_a_version.where(ModelEvent.kind.in_(("fell_back", "drifted")))
    return list(db.session.scalars(to_tell.order_by(ModelEvent.id)))


def number_decided() -> int:
    """How many requests have been decided: what a version can learn from."""
    return db.session.scalar(select(func.count(func.distinct(Decision.request_id))))
