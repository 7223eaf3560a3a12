"""Opinions of a version as they are watched: beside what was decided, and how like they were to what it learned from.

In batches by key: however many there are, few are held at a time, and nothing is held in the database between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from ifd.database import db, reading_briefly
from ifd.models import Decision, OpinionReport, SecondOpinion, SupportRequest
from ifd.models.model_standing import SHOWN
from ifd.queries import last_decisions
from ifd.queries.last_decisions import facts_of, said_since, with_last_decision
from ifd.queries.looking_back import LookedBack, newest_answers
from ifd.queries.protected import Protected
from triage.vocabulary import OfferKind

AT_ONCE = 200


@dataclass(frozen=True)
class Beside:
    """An opinion of a version on a request beside the last decision: the newest that whoever decided could have had.

    Where there was none yet, the first since. `is_called_wrong` tells of any opinion of this version on the request.
    """

    request_id: int
    made_at: datetime
    was_shown: bool  # to whoever decided
    label: OfferKind
    probability: float
    abstains: bool
    alternatives: tuple[str, ...]
    likeness: float
    need: str
    is_called_wrong: bool
    decided_at: datetime
    kind: OfferKind
    primary_reason: str
    suggested: str
    protected: Protected
    looked_back: LookedBack | None  # the newest answer of whoever closed it since

    @property
    def agrees(self) -> bool:
        return self.label == self.kind


def opinions_beside_decisions(version_id: int, since: datetime, until: datetime) -> Iterator[Beside]:
    """Opinions of a version on requests last decided from `since` until before `until`, by key."""
    last = 0
    while rows := _opinions(version_id, since, until, last):
        with reading_briefly():
            looked_back = newest_answers([row.request_id for row in rows])
        yield from (_beside(row, said_since(row, looked_back.get(row.request_id))) for row in rows)
        last = rows[-1].id


def opinions_since(version_id: int, since: datetime) -> Iterator[tuple[int, float]]:
    """The request and the likeness of each opinion that a version has given from then on, by key."""
    last = 0
    while rows := _given(version_id, since, last):
        yield from ((row.request_id, row.likeness) for row in rows)
        last = rows[-1].id


def _opinions(version_id: int, since: datetime, until: datetime, after: int) -> list:
    one = SecondOpinion.__table__.alias()
    is_of_the_same = (one.c.request_id == SecondOpinion.request_id, one.c.version_id == SecondOpinion.version_id)
    newest_before = select(func.max(one.c.id)).where(*is_of_the_same, one.c.made_at <= Decision.decided_at)
    first = select(func.min(one.c.id)).where(*is_of_the_same)
    key = func.coalesce(newest_before.scalar_subquery(), first.scalar_subquery())
    is_called_wrong = exists().where(
        *is_of_the_same, OpinionReport.opinion_id == one.c.id, OpinionReport.taken_back_at.is_(None)
    )
    opinions = select(
        *(getattr(SecondOpinion, name) for name in ("id", "request_id", "made_at", "mode", "label",
          "probability", "abstains", "alternatives", "likeness", "need")),
        is_called_wrong.label("is_called_wrong"),
        *last_decisions.COLUMNS,
    ).join(SupportRequest, SupportRequest.id == SecondOpinion.request_id)  # fmt: skip
    statement = (
        with_last_decision(opinions, since, until)
        .where(SecondOpinion.version_id == version_id, SecondOpinion.id > after, SecondOpinion.id == key)
        .order_by(SecondOpinion.id)
        .limit(AT_ONCE)
    )
    with reading_briefly():
        return db.session.execute(statement).all()


def _given(version_id: int, since: datetime, after: int) -> list:
    columns = (SecondOpinion.id, SecondOpinion.request_id, SecondOpinion.likeness)
    given = select(*columns).where(SecondOpinion.version_id == version_id, SecondOpinion.id > after)
    with reading_briefly():
        in_order = given.where(SecondOpinion.made_at >= since).order_by(SecondOpinion.id)
        return db.session.execute(in_order.limit(AT_ONCE)).all()


def _beside(row, looked_back: LookedBack | None) -> Beside:
    return Beside(
        request_id=row.request_id,
        made_at=row.made_at,
        was_shown=row.mode == SHOWN and row.made_at <= row.decided_at,
        label=row.label,
        probability=row.probability,
        abstains=row.abstains,
        alternatives=tuple(one["label"] for one in row.alternatives),
        likeness=row.likeness,
        need=row.need,
        is_called_wrong=row.is_called_wrong,
        kind=row.kind,
        looked_back=looked_back,
        **facts_of(row),
    )
