"""Sending a request to an offer: one current allocation at a time, the one before it kept in the history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from ifd.database import db
from ifd.models import Allocation, Decision, Staff, SupportRequest
from ifd.services import clocks, life, messages
from triage.lifecycle import Event


def allocate(request: SupportRequest, decision: Decision, *, by: Staff, at: datetime) -> Allocation:
    """Send `request` to the offer decided on: its organisation holds it now, family and referrer are told.

    The database holds at most one current allocation of a request, so of two that race one fails.
    """
    end_current(request, "replaced", "Another offer was chosen.", at=at)
    offer = decision.offer
    allocation = Allocation(
        request_id=request.id,
        decision_id=decision.id,
        decision=decision,
        offer_id=offer.id,
        offer=offer,
        organisation_id=offer.organisation_id,
        allocated_at=at,
    )
    db.session.add(allocation)
    request.holder = offer.organisation
    life.record_event(
        request,
        Event.ALLOCATED,
        by=by,
        at=at,
        offer=offer.name,
        offer_slug=offer.slug,
        organisation=offer.organisation.name,
    )
    db.session.flush()
    clocks.follow(request, at=at)
    messages.tell(request, "allocated", at=at)
    return allocation


def current(request: SupportRequest) -> Allocation | None:
    """The allocation that stands, if there is one."""
    return db.session.scalar(
        select(Allocation).where(Allocation.request_id == request.id, Allocation.ended_at.is_(None))
    )


def end_current(request: SupportRequest, kind: str, reason: str, *, at: datetime) -> Allocation | None:
    """End the allocation that stands, with how and why; the one that ended."""
    standing = current(request)
    if standing is not None:
        standing.ended_at, standing.end_kind, standing.end_reason = at, kind, reason
        # Before a new one is written: the index allows one current allocation, at every moment.
        db.session.flush()
    return standing
