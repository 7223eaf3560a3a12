"""Versions of the classifier, standings and opinions in a line, without anything being learned."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

from sqlalchemy import select

from ifd.database import db
from ifd.models import (
    ModelFile,
    ModelStanding,
    ModelTraining,
    ModelVersion,
    ModelWatch,
    SecondOpinion,
    Staff,
    SupportRequest,
)
from tests import factories, with_partner
from tests.factories import NOON
from tests.model_reports import REPORT
from triage.vocabulary import OfferKind

CARD = "# Model card\n\n![Said beside right](calibration.svg)\n\n## Limits\n\n- It knows only what it learned from.\n"
_numbers = itertools.count(1)


def version(
    name: str = "", *, at: datetime = NOON, content: bytes = b"", about: dict | None = None, card: str = CARD
) -> ModelVersion:
    """A version by name alone, with files when `content` is given."""
    made = ModelVersion(
        name=name or f"m-{next(_numbers):012x}", made_at=at, rows=200, about=about or {}, card=card
    )
    db.session.add(made)
    db.session.flush()
    if content:
        db.session.add(ModelFile(version_id=made.id, part="offer", content=content, digest="d" * 64))
        db.session.flush()
    return made


def stand(
    mode: str,
    champion: ModelVersion | None,
    challenger: ModelVersion | None = None,
    *,
    at: datetime = NOON,
    by: Staff | None = None,
) -> ModelStanding:
    """As somebody left it: written down without asking whether it may be."""
    row = ModelStanding(
        at=at, by=by or factories.staff("lead"), mode=mode, champion=champion, challenger=challenger, why="As it was."
    )
    db.session.add(row)
    db.session.flush()
    return row


def shown(champion: ModelVersion, challenger: ModelVersion | None = None, *, at: datetime = NOON) -> ModelStanding:
    """Shown, after its time in shadow."""
    stand("shadow", champion, challenger, at=at)
    return stand("shown", champion, challenger, at=at)


def opinion(
    request: SupportRequest, by: ModelVersion, *, at: datetime = NOON, kind=OfferKind.COUNSELLING, **facts
) -> SecondOpinion:
    """What this version thinks of the request."""
    made = SecondOpinion(
        **{
            "request_id": request.id,
            "version_id": by.id,
            "made_at": at,
            "mode": "shadow",
            "label": kind,
            "probability": 0.8,
            "abstains": False,
            "alternatives": [{"label": kind.value, "probability": 0.8}],
            "likeness": 0.9,
            "milliseconds": 4,
            **facts,
        }
    )
    db.session.add(made)
    db.session.flush()
    return made


def compared(
    champion: ModelVersion, challenger: ModelVersion, *, at: datetime = NOON, report: dict | None = None
) -> ModelTraining:
    """A comparison of the two that came to an end."""
    row = ModelTraining(
        kind="compare",
        champion=champion.name,
        challenger=challenger.name,
        asked_by=factories.staff("lead"),
        asked_at=at,
        finished_at=at,
        outcome="done",
        report=report or {"rows": 300},
    )
    db.session.add(row)
    db.session.flush()
    return row


def watched(watched: ModelVersion, report: dict = REPORT, *, at: datetime = NOON) -> ModelWatch:
    """How the version did here, as a worker counted it."""
    row = ModelWatch(version_id=watched.id, at=at, report=report)
    db.session.add(row)
    db.session.flush()
    return row


def decided(
    kind: OfferKind = OfferKind.COUNSELLING, *, at: datetime = NOON, need: str = "05", **facts
) -> SupportRequest:
    """A request received at `at` and decided an hour later."""
    request = with_partner.allocated(kind, at=at, **facts)
    return request


def in_shadow_long_enough(app, champion: ModelVersion, *, until: datetime = NOON) -> None:
    """Stood in shadow as long as this house asks, with as many decided requests (the house asks for two)."""
    app.settings.model_shadow_decisions = 2
    stand("shadow", champion, at=until - timedelta(days=app.settings.model_shadow_days))
    for _ in range(2):
        opinion(decided(at=until - timedelta(days=2)), champion, at=until - timedelta(days=2))


def named(action: str) -> list:
    """Audit entries of this action."""
    from ifd.models import AuditEntry

    db.session.flush()
    return list(db.session.scalars(select(AuditEntry).filter_by(action=action).order_by(AuditEntry.id)))
