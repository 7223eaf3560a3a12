"""Requests that are with a partner, at each stage, made by the same services as in earnest."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from ifd import clock
from ifd.database import db
from ifd.models import Decision, ServiceOffer, Suggestion, SupportRequest
from ifd.services import allocation, partners
from tests import factories
from tests.factories import NOON
from triage.vocabulary import OfferKind


def noon(days_ago: int) -> datetime:
    """So many days ago, at an hour of which the next is the same day: sending on takes one, and waits count days."""
    day = clock.london_date(clock.now()) - timedelta(days=days_ago)
    return datetime.combine(day, time(12), tzinfo=clock.LONDON)


def send_to(request: SupportRequest, offer: ServiceOffer, *, at: datetime) -> None:
    """A clinician sends the request to this offer."""
    clinician = factories.clinician()
    suggestion = db.session.scalar(
        select(Suggestion.id).where(Suggestion.request_id == request.id).order_by(Suggestion.id.desc())
    )
    decision = Decision(
        request_id=request.id,
        suggestion_id=suggestion,
        decided_by_id=clinician.id,
        decided_at=at,
        agrees=True,
        offer_id=offer.id,
        offer=offer,
        priority=request.priority,
        thrive=request.thrive,
        primary_reason="05",
    )
    db.session.add(decision)
    db.session.flush()
    allocation.allocate(request, decision, by=clinician, at=at)
    db.session.flush()


def allocated(kind: OfferKind = OfferKind.COUNSELLING, *, at: datetime = NOON, **facts) -> SupportRequest:
    """Received at `at`, sent on an hour later."""
    request = factories.request(at=at, **facts)
    send_to(request, factories.offer(kind), at=at + timedelta(hours=1))
    return request


def partner_for(request: SupportRequest):
    """Somebody of the organisation that has the request."""
    return factories.partner_of(allocation.current(request).offer)


def accepted(**facts) -> SupportRequest:
    request = allocated(**facts)
    partners.accept(
        request, by=partner_for(request), at=allocation.current(request).allocated_at + timedelta(hours=1)
    )
    return request


def in_contact(**facts) -> SupportRequest:
    request = accepted(**facts)
    day_after = allocation.current(request).allocated_at + timedelta(days=1)
    partners.record_first_contact(request, happened_at=day_after, by=partner_for(request), at=day_after)
    return request


def being_helped(**facts) -> SupportRequest:
    request = in_contact(**facts)
    week_after = allocation.current(request).allocated_at + timedelta(days=7)
    partners.record_help_started(request, happened_at=week_after, by=partner_for(request), at=week_after)
    return request
