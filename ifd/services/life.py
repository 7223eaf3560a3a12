"""Moving a request along its life: the one place where its status changes, always by an event with who and when."""

from __future__ import annotations

from datetime import datetime

from ifd.database import db
from ifd.models import AuditEntry, RequestEvent, Staff, SupportRequest
from ifd.permissions import may
from ifd.queries.scope import front_door
from ifd.services import audit
from triage import lifecycle
from triage.lifecycle import Actor, Event, Status


def actor_of(by: Staff | str) -> Actor:
    """Who `by` is to the life cycle: staff of the front door or a partner, else 'family' or 'system' as said."""
    if isinstance(by, Staff):
        return (
            Actor.FRONT_DOOR
            if may(by, "see_requests")
            else Actor.PARTNER
            if may(by, "work_for_partner")
            else Actor.FAMILY
        )
    return Actor(by)


def arrival(request: SupportRequest, *, by: Staff | str, at: datetime) -> tuple[RequestEvent, AuditEntry]:
    """The first event of a request that has just been stored, and its audit; the caller stores both."""
    lifecycle.after(None, Event.RECEIVED, actor_of(by))  # refuses whoever may not
    came_by = {"channel": request.channel.value, "requester": request.requester.value}
    return _entries(request, Event.RECEIVED, by, at, at, "", came_by)


def record_event(
    request: SupportRequest,
    event: Event,
    *,
    by: Staff | str,
    at: datetime,
    happened_at: datetime | None = None,
    note: str = "",
    **detail,
) -> RequestEvent:
    """Check the life cycle, append the event, bring the request's status into line, and audit it.

    Raises `triage.lifecycle.NotAllowedNow` when the event cannot happen now; nothing is then written.
    `happened_at` is when it was so in the world, `at` when we were told.
    """
    before, request.status = request.status, lifecycle.after(request.status, event, actor_of(by))
    if request.status is not before:
        _follow_status(request, at)
    entries = _entries(request, event, by, at, happened_at or at, note, detail)
    db.session.add_all(entries)
    return entries[0]


def _follow_status(request: SupportRequest, at: datetime) -> None:
    """Who comes back, from a partner or from being closed, comes back to the front door."""
    request.closed_at = at if request.status is Status.CLOSED else None
    if request.status is Status.RECEIVED:
        request.holder = front_door()


def _entries(
    request: SupportRequest,
    event: Event,
    by: Staff | str,
    at: datetime,
    happened_at: datetime,
    note: str,
    detail: dict,
) -> tuple[RequestEvent, AuditEntry]:
    entry = RequestEvent(
        request_id=request.id,
        event=event,
        status=request.status,
        happened_at=happened_at,
        recorded_at=at,
        actor=actor_of(by),
        staff_id=by.id if isinstance(by, Staff) else None,
        detail=detail,
        note=note,
    )
    return entry, audit.entry(
        f"request.{event.value}", "support_request", request.id, by=by, at=at, status=request.status.value
    )
