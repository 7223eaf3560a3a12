"""A partner's own requests, by what needs doing. Nobody sees another organisation's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.orm import joinedload

from ifd.database import Instant, db
from ifd.models import Allocation, Decision, RedFlag, RequestEvent, ServiceOffer, Staff, SupportRequest
from ifd.queries import said_later
from ifd.queries.scope import find_request, offers_visible_to, requests_visible_to
from triage.lifecycle import Event, Status

PAGE_SIZE = 30
COUNT_CAP = 200


@dataclass(frozen=True)
class ToDo:
    """One list of the inbox."""

    slug: str
    title: str
    about: str
    status: Status


LISTS: Mapping[str, ToDo] = {
    one.slug: one
    for one in (
        ToDo("to-accept", "To accept", "Accept these, or hand them back with a reason.", Status.ALLOCATED),
        ToDo("to-contact", "To contact", "Accepted, and waiting for your first contact.", Status.ACCEPTED),
        ToDo(
            "to-start", "To start", "You have been in touch. Help has not started yet.", Status.IN_CONTACT
        ),
        ToDo("being-helped", "Being helped", "Help has started.", Status.BEING_HELPED),
    )
}


@dataclass(frozen=True)
class Inbox:
    """One page of a list; `next` starts the one after, and is empty on the last."""

    rows: tuple[tuple[SupportRequest, Allocation], ...]
    next: str


@dataclass(frozen=True)
class PartnerView:
    """One request as the organisation that has it sees it."""

    request: SupportRequest
    allocation: Allocation
    decision: Decision
    red_flags: tuple[RedFlag, ...]
    said_later: tuple[RequestEvent, ...]
    events: tuple[RequestEvent, ...]


def read_inbox(staff: Staff, todo: ToDo, *, after: str = "") -> Inbox:
    """One page of one list, what is due first at the top."""
    found = (
        _requests_of(staff, todo)
        .add_columns(Allocation)
        .options(joinedload(SupportRequest.young_person))
        .order_by(SupportRequest.due_at, SupportRequest.id)
        .limit(PAGE_SIZE + 1)
    )
    if place := _place(after):
        start = tuple_(literal(place[0], Instant), literal(place[1]))
        found = found.where(tuple_(SupportRequest.due_at, SupportRequest.id) > start)
    rows = [tuple(row) for row in db.session.execute(found)]
    last = rows[PAGE_SIZE - 1][0] if len(rows) > PAGE_SIZE else None
    return Inbox(tuple(rows[:PAGE_SIZE]), f"{last.due_at.timestamp()}~{last.id}" if last else "")


def count(staff: Staff, todo: ToDo) -> int:
    """How many are on the list; counting stops one past the cap."""
    some = _requests_of(staff, todo).with_only_columns(SupportRequest.id).limit(COUNT_CAP + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some))


def look_at(staff: Staff, reference: str) -> PartnerView | None:
    """The request, if it is with the organisation of `staff` now or was until it closed."""
    request = find_request(staff, reference)
    if request is None:
        return None
    allocation = db.session.scalar(
        select(Allocation)
        .where(Allocation.request_id == request.id, Allocation.organisation_id == staff.organisation_id)
        .where(Allocation.end_kind.in_(("", "closed")))
        .order_by(Allocation.id.desc())
        .limit(1)
    )
    if allocation is None:
        return None
    return PartnerView(
        request,
        allocation,
        db.session.get(Decision, allocation.decision_id),
        tuple(db.session.scalars(select(RedFlag).filter_by(request_id=request.id).order_by(RedFlag.id))),
        said_later.of(request),
        _own_events(request, allocation),
    )


def own_offers(staff: Staff) -> list[ServiceOffer]:
    """The offers whose lists `staff` may open and close, by name."""
    return list(
        db.session.scalars(
            offers_visible_to(staff)
            .where(ServiceOffer.is_current, ServiceOffer.organisation_id == staff.organisation_id)
            .order_by(ServiceOffer.name)
        )
    )


def _requests_of(staff: Staff, todo: ToDo) -> Select[tuple[SupportRequest]]:
    return (
        requests_visible_to(staff)
        .join(Allocation, Allocation.request_id == SupportRequest.id)
        .where(
            Allocation.organisation_id == staff.organisation_id,
            Allocation.ended_at.is_(None),
            SupportRequest.status == todo.status,
        )
    )


def _own_events(request: SupportRequest, allocation: Allocation) -> tuple[RequestEvent, ...]:
    """What happened since it was sent to them, newest first: not what other services did or wrote before."""
    events = db.session.scalars(
        select(RequestEvent)
        .where(RequestEvent.request_id == request.id, RequestEvent.recorded_at >= allocation.allocated_at)
        .where(RequestEvent.event.not_in((Event.HANDED_BACK, Event.DECIDED, Event.ADDED_TO)))
        .order_by(RequestEvent.id.desc())
    )
    return tuple(events)


def _place(after: str) -> tuple[datetime, int] | None:
    """Where a page starts; what is not a place is the beginning."""
    stamp, _, row_id = after.partition("~")
    try:
        due_at, last = datetime.fromtimestamp(float(stamp), UTC), int(row_id)
    except (ValueError, OverflowError, OSError):
        return None
    return (due_at, last) if 0 < last < 2**31 else None
