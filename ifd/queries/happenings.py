"""What happened to a request, in the words of the clocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from sqlalchemy import select

from ifd.database import db
from ifd.models import Allocation, ClosureDay, RequestEvent, ServiceOffer
from triage.clocks import Happening
from triage.lifecycle import Event

_EVENTS = select(RequestEvent.request_id, RequestEvent.event, RequestEvent.happened_at).order_by(
    RequestEvent.request_id, RequestEvent.id
)
_OFFERS = (
    select(Allocation.request_id, ServiceOffer.id, ServiceOffer.kind)
    .join(ServiceOffer, ServiceOffer.id == Allocation.offer_id)
    .order_by(Allocation.request_id, Allocation.id)
)


def happenings_of(request_id: int) -> list[Happening]:
    """What happened to one request, in the order it was recorded."""
    events = db.session.execute(_EVENTS.where(RequestEvent.request_id == request_id))
    offers = db.session.execute(_OFFERS.where(Allocation.request_id == request_id))
    return _together(events, offers)


def happenings_of_all() -> Iterator[tuple[int, list[Happening]]]:
    """Request by request, everything that ever happened: for a recount."""
    offers = {
        request_id: list(rows)
        for request_id, rows in groupby(db.session.execute(_OFFERS), lambda row: row[0])
    }
    events = db.session.execute(_EVENTS.execution_options(yield_per=2000))
    for request_id, rows in groupby(events, lambda row: row[0]):
        yield request_id, _together(rows, offers.get(request_id, ()))


def closures() -> frozenset[date]:
    """The days on which this area's front door is closed."""
    return frozenset(db.session.scalars(select(ClosureDay.day)))


def _together(events: Iterable, offers: Iterable) -> list[Happening]:
    """The nth allocation of a request is the nth time it was allocated: both are written at once."""
    sent_to = iter(offers)
    happenings = []
    for _request_id, event, at in events:
        if event is Event.ALLOCATED:
            _same_request, offer, kind = next(sent_to, (None, None, None))
            happenings.append(Happening(event, at, offer, kind))
        else:
            happenings.append(Happening(event, at))
    return happenings
