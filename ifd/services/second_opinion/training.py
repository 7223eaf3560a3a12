"""Asking for a version to be trained, or for two to be compared. The row is the work."""

from __future__ import annotations

from datetime import datetime

from ifd.clock import london_date
from ifd.database import db
from ifd.models import ModelTraining, ModelVersion, Staff
from ifd.permissions import require
from ifd.queries import model_versions
from ifd.services import audit, bell
from ifd.services.refusing import NotReady, one_at_a_time

TRAIN, COMPARE = "train", "compare"
MONTHS_LEFT_OUT = 2  # the newest months, which versions are compared on afterwards
MOST_MONTHS_LEFT_OUT = 24
JOB = "model_training"


def ask_for_training(*, by: Staff, at: datetime, months_left_out: int = MONTHS_LEFT_OUT) -> ModelTraining:
    """Learn from every decision but those of the newest months. One that is running already is given back."""
    require(by, "govern_model")
    months = min(max(int(months_left_out), 1), MOST_MONTHS_LEFT_OUT)
    about = {"until": london_date(at).isoformat(), "months_left_out": months}
    return _ask(TRAIN, about, by=by, at=at)


def ask_for_comparison(
    champion: ModelVersion, challenger: ModelVersion, *, by: Staff, at: datetime
) -> ModelTraining:
    """Both on the same later months: those that neither has learned from. NotReady when they are one and the same."""
    require(by, "govern_model")
    if champion.id == challenger.id:
        raise NotReady(["Choose two versions: one is compared with another."])
    about = {"until": london_date(at).isoformat()}
    return _ask(COMPARE, about, champion.name, challenger.name, by=by, at=at)


def _ask(
    kind: str, about: dict, champion: str = "", challenger: str = "", *, by: Staff, at: datetime
) -> ModelTraining:
    one_at_a_time()
    facts = {"kind": kind, "about": about, "champion": champion, "challenger": challenger}
    for running in model_versions.open_trainings():
        if all(getattr(running, name) == fact for name, fact in facts.items()):
            return running
    training = ModelTraining(**facts, asked_by=by, asked_at=at)
    db.session.add(training)
    db.session.flush()
    audit.record(
        "model.training_asked_for",
        "model_training",
        training.id,
        by=by,
        at=at,
        kind=kind,
        champion=champion,
        challenger=challenger,
    )
    bell.ring(JOB, training.id)
    return training
