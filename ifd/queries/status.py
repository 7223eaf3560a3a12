"""What the family's status page shows of one request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ifd.database import db
from ifd.models import Allocation, OutboxMessage, RequestEvent, SupportRequest
from triage.lifecycle import Event

# What a family is shown of the life of a request: nothing of how it was decided.
SHOWN = (
    Event.RECEIVED,
    Event.ALLOCATED,
    Event.ACCEPTED,
    Event.FIRST_CONTACT,
    Event.HELP_STARTED,
    Event.HANDED_BACK,
    Event.ADDED_TO,
    Event.CLOSED,
    Event.REOPENED,
)


@dataclass(frozen=True)
class StatusView:
    """One request as its family sees it."""

    request: SupportRequest
    allocation: Allocation | None
    events: tuple[RequestEvent, ...]
    messages: tuple[tuple[str, datetime], ...]  # channel, and when it left


def status_view(request_id: int, code_mark: str) -> StatusView | None:
    """The request, if its code is still the one this browser gave (`code_mark` begins its hash)."""
    request = db.session.get(SupportRequest, request_id)
    if request is None or not code_mark or not request.status_code_hash.startswith(code_mark):
        return None
    allocation = db.session.scalar(
        select(Allocation).where(Allocation.request_id == request_id, Allocation.ended_at.is_(None))
    )
    events = db.session.scalars(
        select(RequestEvent)
        .where(RequestEvent.request_id == request_id, RequestEvent.event.in_(SHOWN))
        .order_by(RequestEvent.happened_at.desc(), RequestEvent.id.desc())
    )
    sent = db.session.execute(
        select(OutboxMessage.channel, OutboxMessage.sent_at)
        .where(OutboxMessage.request_id == request_id, OutboxMessage.state == "sent")
        .order_by(OutboxMessage.sent_at.desc())
    )
    return StatusView(request, allocation, tuple(events), tuple((channel, at) for channel, at in sent))
