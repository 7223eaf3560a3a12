"""What the family's status page shows of one request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

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
    allocations: tuple[Allocation, ...]  # newest first
    events: tuple[RequestEvent, ...]
    messages: tuple[tuple[str, datetime], ...]  # channel, and when it left

    @property
    def hides_holder(self) -> bool:
        """Whether it is with a service that the family may not be told of."""
        return bool(self.allocations) and self.allocations[0].hides_holder(self.request)

    @property
    def allocation(self) -> Allocation | None:
        """The one that stands, where the family may be told of it."""
        standing = (one for one in self.allocations if one.ended_at is None and one.is_named_to_family)
        return next(standing, None)

    def allocation_at(self, moment: datetime) -> Allocation | None:
        """The one that stood at this moment, with the moment it began and the one it ended."""
        begun = (one for one in self.allocations if one.allocated_at <= moment)
        return next((one for one in begun if one.ended_at is None or moment <= one.ended_at), None)


def status_view(request_id: int, code_mark: str) -> StatusView | None:
    """The request, if its code is still the one this browser gave (`code_mark` begins its hash)."""
    request = db.session.get(SupportRequest, request_id)
    if request is None or not code_mark or not request.status_code_hash.startswith(code_mark):
        return None
    allocations = db.session.scalars(
        select(Allocation)
        .where(Allocation.request_id == request_id)
        .order_by(Allocation.id.desc())
        .options(joinedload(Allocation.decision))
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
    sent_by = tuple((channel, at) for channel, at in sent)
    return StatusView(request, tuple(allocations), tuple(events), sent_by)
