"""Versions of the classifier, how they stand in the house, what is being taught and what befell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, and_, func, or_, select

from ifd.database import db
from ifd.models import (
    Decision,
    ModelEvent,
    ModelFile,
    ModelStanding,
    ModelTraining,
    ModelVersion,
    SecondOpinion,
)
from ifd.models.model_standing import OFF, SHOWN

MOST_TOLD = 50  # of standings and events: a page, not an archive
_FAILURES = ("failed", "slow")
_ANEW = ("recovered", "fell_back")


# How it stands


def standing_now() -> ModelStanding | None:
    """The newest word on how it stands, with champion and challenger. None: nobody ever switched it on."""
    return db.session.scalar(select(ModelStanding).order_by(ModelStanding.id.desc()).limit(1))


def newest_standing() -> ScalarSelect[int]:
    """The key of the standing that counts, for other statements."""
    return select(func.max(ModelStanding.id)).scalar_subquery()


def standings(most: int = MOST_TOLD) -> list[ModelStanding]:
    """How it stood, the newest first."""
    return list(db.session.scalars(select(ModelStanding).order_by(ModelStanding.id.desc()).limit(most)))


def stood_before(champion: ModelVersion | None) -> ModelVersion | None:
    """The champion before this one: where a roll back leads."""
    earlier = select(ModelStanding).where(ModelStanding.champion_id.is_not(None))
    if champion is not None:
        earlier = earlier.where(ModelStanding.champion_id != champion.id)
    found = db.session.scalar(earlier.order_by(ModelStanding.id.desc()).limit(1))
    return found.champion if found else None


def last_shown() -> ModelVersion | None:
    """The version that a clinician saw last, if one ever was shown."""
    found = db.session.scalar(
        select(ModelStanding).where(ModelStanding.mode == SHOWN).order_by(ModelStanding.id.desc()).limit(1)
    )
    return found.champion if found else None


def may_be_shown_again(version: ModelVersion) -> bool:
    """Whether clinicians saw what it thinks, and the system has not taken it away since."""
    shown_at = db.session.scalar(
        select(func.max(ModelStanding.at)).where(
            ModelStanding.mode == SHOWN, ModelStanding.champion_id == version.id
        )
    )
    if shown_at is None:
        return False
    taken_away = select(ModelEvent.id).filter_by(version_id=version.id, kind="fell_back")
    return db.session.scalar(taken_away.where(ModelEvent.at >= shown_at).limit(1)) is None


def stands_since(version_id: int) -> datetime | None:
    """Since when it is asked without a break, as champion or challenger. None: it is not."""
    is_asked = or_(ModelStanding.champion_id == version_id, ModelStanding.challenger_id == version_id)
    asked = and_(ModelStanding.mode != OFF, func.coalesce(is_asked, False))
    broke_off = select(func.coalesce(func.max(ModelStanding.id), 0)).where(~asked).scalar_subquery()
    return db.session.scalar(select(func.min(ModelStanding.at)).where(ModelStanding.id > broke_off))


@dataclass(frozen=True)
class Stood:
    """How long a version has been looked at beside decisions: requests decided, and whole days."""

    decided: int
    days: int


def stood(version: ModelVersion, at: datetime) -> Stood:
    """How much is known of this version from this house, as champion or challenger, until this moment."""
    decided = (
        select(func.count(func.distinct(SecondOpinion.request_id)))
        .join(Decision, Decision.request_id == SecondOpinion.request_id)
        .where(SecondOpinion.version_id == version.id)
    )
    return Stood(db.session.scalar(decided), _time_on(version, at) // timedelta(days=1))


def _time_on(version: ModelVersion, at: datetime) -> timedelta:
    columns = (ModelStanding.at, ModelStanding.mode, ModelStanding.champion_id, ModelStanding.challenger_id)
    rows = db.session.execute(select(*columns).order_by(ModelStanding.id)).all()
    time, until = timedelta(), at
    for row in reversed(rows):
        if row.mode != OFF and version.id in (row.champion_id, row.challenger_id):
            time += max(until - row.at, timedelta())
        until = row.at
    return time


# Versions and files


def versions() -> list[ModelVersion]:
    """Every version, the newest first."""
    return list(db.session.scalars(select(ModelVersion).order_by(ModelVersion.id.desc())))


def find_version(name: str) -> ModelVersion | None:
    return db.session.scalar(select(ModelVersion).where(ModelVersion.name == name))


def version_of(version_id: int) -> ModelVersion:
    """The version with this key, which is there."""
    return db.session.get_one(ModelVersion, version_id)


def digests_of(version_id: int) -> dict[str, str]:
    """The digest of each part, by which a worker knows whether it has the file already."""
    columns = select(ModelFile.part, ModelFile.digest).where(ModelFile.version_id == version_id)
    return dict(db.session.execute(columns).all())


def file_of(version_id: int, part: str) -> bytes | None:
    """The signed archive itself: megabytes, for workers alone."""
    return db.session.scalar(
        select(ModelFile.content).where(ModelFile.version_id == version_id, ModelFile.part == part)
    )


# Teaching and comparing


def find_training(training_id: int) -> ModelTraining | None:
    return db.session.get(ModelTraining, training_id)


def open_trainings() -> list[ModelTraining]:
    """Trainings and comparisons that have not come to an end, the oldest first."""
    found = select(ModelTraining).where(ModelTraining.finished_at.is_(None)).order_by(ModelTraining.id)
    return list(db.session.scalars(found))


def trainings(most: int = MOST_TOLD) -> list[ModelTraining]:
    """What was asked for, the newest first."""
    return list(db.session.scalars(select(ModelTraining).order_by(ModelTraining.id.desc()).limit(most)))


def comparison_of(champion: ModelVersion, challenger: ModelVersion) -> ModelTraining | None:
    """The newest comparison of exactly these two that came to an end."""
    return db.session.scalar(
        select(ModelTraining)
        .filter_by(kind="compare", champion=champion.name, challenger=challenger.name, outcome="done")
        .order_by(ModelTraining.id.desc())
        .limit(1)
    )


# What befell it


def events(most: int = MOST_TOLD) -> list[ModelEvent]:
    """The newest first."""
    return list(db.session.scalars(select(ModelEvent).order_by(ModelEvent.id.desc()).limit(most)))


def sentences_since(version_id: int | None, kind: str, since: datetime) -> list[str]:
    """What was told of a version (or of none), of one kind, from then on."""
    told = select(ModelEvent.sentence).filter_by(version_id=version_id, kind=kind)
    return list(db.session.scalars(told.where(ModelEvent.at >= since)))


def failures_in_a_row(version_id: int) -> int:
    """How often it failed or was slow since it last worked, was switched on, or was taken away."""
    since_event = db.session.scalar(
        select(func.coalesce(func.max(ModelEvent.id), 0)).where(
            ModelEvent.version_id == version_id, ModelEvent.kind.in_(_ANEW)
        )
    )
    since_switch = db.session.scalar(
        select(func.max(ModelStanding.at)).where(
            or_(ModelStanding.champion_id == version_id, ModelStanding.challenger_id == version_id)
        )
    )
    failed = select(func.count(ModelEvent.id)).where(
        ModelEvent.version_id == version_id, ModelEvent.kind.in_(_FAILURES), ModelEvent.id > since_event
    )
    if since_switch is not None:
        failed = failed.where(ModelEvent.at >= since_switch)
    return db.session.scalar(failed)


def is_corrupt(version: ModelVersion) -> bool:
    """Whether its file could once not be read: it is never read again."""
    return version.id in corrupt_among([version])


def corrupt_among(versions: Iterable[ModelVersion]) -> set[int]:
    """The keys of those of which that is so."""
    found = select(ModelEvent.version_id).where(
        ModelEvent.kind == "corrupt", ModelEvent.version_id.in_([one.id for one in versions])
    )
    return set(db.session.scalars(found))
