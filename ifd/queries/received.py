"""Requests as they were received, in batches by key: however many there are, few are held at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, func, or_, select

from ifd.clock import LONDON
from ifd.database import db, reading_briefly
from ifd.models import SupportRequest
from triage.case import Case, CaseError

AT_ONCE = 200


def months_back(day: date, months: int) -> datetime:
    """The beginning of the same day of the month, that many months ago; of its last day where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    then = date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
    return datetime.combine(then, time(), tzinfo=LONDON)


def how_many_since(since: datetime) -> int:
    """How many requests were received from then on."""
    with reading_briefly():
        return db.session.scalar(
            select(func.count(SupportRequest.id)).where(SupportRequest.received_at >= since)
        )


def cases_since(since: datetime) -> Iterator[tuple[int, Case | None]]:
    """The id and the case of each request received from then on, oldest first, with all that was written.

    None for one whose document can no longer be read. Nothing is held in the database between batches.
    """
    last = (since, 0)
    while batch := _batch(*last):
        for row in batch:
            yield row.id, _case(row.id, row.document, row.text)
        last = (batch[-1].received_at, batch[-1].id)


def case_of(request: SupportRequest) -> Case | None:
    """One request as the engine saw it; None where its document can no longer be read."""
    return _case(request.id, request.document, request.text)


def _batch(moment: datetime, after_id: int) -> list:
    columns = (SupportRequest.id, SupportRequest.received_at, SupportRequest.document, SupportRequest.text)
    after = or_(
        SupportRequest.received_at > moment,
        and_(SupportRequest.received_at == moment, SupportRequest.id > after_id),
    )
    in_order = select(*columns).where(after).order_by(SupportRequest.received_at, SupportRequest.id)
    with reading_briefly():
        return db.session.execute(in_order.limit(AT_ONCE)).all()


def _case(request_id: int, document: dict, text: str) -> Case | None:
    """As the engine saw it: the document, and what they wrote beyond the length a document may have."""
    try:
        case = Case.from_document({**document, "id": str(request_id)})
    except CaseError:
        return None
    return replace(case, text=text or case.text)
