"""What a family said of a request after it was sent, newest first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from ifd.database import db
from ifd.models import RequestEvent, SupportRequest
from triage.lifecycle import Actor, Event

GOT_WORSE, ADDED_LATER = "got_worse", "added_later"


def of(request: SupportRequest, *, since: datetime | None = None) -> tuple[RequestEvent, ...]:
    """Each time they said something, as it was written down."""
    said = (
        select(RequestEvent)
        .where(RequestEvent.request_id == request.id, RequestEvent.event == Event.ADDED_TO)
        .where(RequestEvent.actor == Actor.FAMILY)
        .order_by(RequestEvent.recorded_at.desc(), RequestEvent.id.desc())
    )
    return tuple(db.session.scalars(said.where(RequestEvent.recorded_at > since) if since else said))


def own_words(event: RequestEvent) -> str:
    """What they wrote themselves: it comes before the answers that were chosen, which are told in our words."""
    return event.note[: event.detail.get("own_words", len(event.note))]
