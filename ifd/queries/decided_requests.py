"""Decided requests, each with what was right for it: what the classifier learns from, and is compared on.

In batches by key: however many there are, few are held at a time, and nothing is held in the database between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ifd.clock import LONDON
from ifd.database import db, reading_briefly
from ifd.models import Decision
from ifd.queries import last_decisions, model_subjects
from ifd.queries.last_decisions import facts_of, is_last_decision, said_since, with_last_decision
from ifd.queries.looking_back import LookedBack, newest_answers
from ifd.queries.model_subjects import Subject, around, subject_of
from ifd.queries.protected import Protected
from triage.vocabulary import OfferKind

BEGINNING = datetime(2000, 1, 1, tzinfo=LONDON)  # before anything was decided here
AT_ONCE = 200


@dataclass(frozen=True)
class Decided:
    """A request and what was right for it; `suggested` is what the rules alone had suggested first.

    `kind` is what was last decided, unless whoever closed it afterwards named another kind that would have been right.
    """

    decision_id: int
    decided_at: datetime
    kind: OfferKind
    primary_reason: str
    suggested: str
    protected: Protected
    subject: Subject


def decided_between(since: datetime, until: datetime) -> Iterator[Decided]:
    """Requests last decided from `since` until before `until`, in the order of their decisions.

    Of what a family said later, only what was known when it was decided. Which kind was right they may have said
    since: the newest answer given at a closing counts where it names one, and no decision came after it.
    """
    last = 0
    while rows := _decisions(since, until, last):
        ids = [row.id for row in rows]
        with reading_briefly():
            known, looked_back = around(ids), newest_answers(ids)
        for row in rows:
            yield Decided(
                decision_id=row.decision_id,
                kind=_right_kind(row, said_since(row, looked_back.get(row.id))),
                subject=subject_of(row, known, is_decided=True, known_at=row.decided_at),
                **facts_of(row),
            )
        last = rows[-1].decision_id


def how_many_decided(since: datetime, until: datetime) -> int:
    """How many `decided_between` gives."""
    with reading_briefly():
        return db.session.scalar(
            select(func.count(Decision.id)).where(
                Decision.decided_at >= since, Decision.decided_at < until, is_last_decision()
            )
        )


def _right_kind(row, looked_back: LookedBack | None) -> OfferKind:
    return looked_back.named if looked_back and looked_back.named else row.kind


def _decisions(since: datetime, until: datetime, after: int) -> list:
    columns = (*model_subjects.COLUMNS, Decision.id.label("decision_id"), *last_decisions.COLUMNS)
    statement = with_last_decision(select(*columns), since, until).where(Decision.id > after)
    with reading_briefly():
        return db.session.execute(statement.order_by(Decision.id).limit(AT_ONCE)).all()
