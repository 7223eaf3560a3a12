"""What a partner does with a request: accept it, make first contact, start help, or hand it back.

A partner cannot refuse a family: handing back gives the request to the front door again, with a reason for
its clinicians. The family's wait runs on from the first day, and nobody tells them no.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from ifd.database import db
from ifd.models import Allocation, Staff, SupportRequest, Task
from ifd.models.support_request import TOO_MANY_HAND_BACKS
from ifd.permissions import Forbidden, may
from ifd.services import audit, clocks, life, messages, tasks
from ifd.services.allocation import current, end_current
from ifd.services.review import SomebodyElseWasFirst, one_wins
from ifd.services.second_opinion import ask_for_look
from triage.calendar import london_day
from triage.lifecycle import Event


class NotThen(ValueError):
    """The date given cannot be right; the message says why, in a sentence for the form."""


def accept(request: SupportRequest, *, by: Staff, at: datetime, version: int | None = None) -> None:
    """The partner takes the request on and will make contact."""
    allocation = _current(request, by, version)
    with one_wins(request):
        life.record_event(request, Event.ACCEPTED, by=by, at=at, organisation=_name(allocation))
        allocation.accepted_at = at
        _answered(allocation, "The service accepted the request.", by=by, at=at)
        _tell_what_follows(request, "accepted", at)


def record_first_contact(
    request: SupportRequest, *, happened_at: datetime, by: Staff, at: datetime, version: int | None = None
) -> None:
    """The partner has first been in touch with the young person or family, at `happened_at`."""
    allocation = _current(request, by, version)
    _require_between(allocation.allocated_at, happened_at, at, "the day the request was sent to you")
    with one_wins(request):
        life.record_event(
            request,
            Event.FIRST_CONTACT,
            by=by,
            at=at,
            happened_at=happened_at,
            organisation=_name(allocation),
        )
        allocation.first_contact_at = happened_at
        _tell_what_follows(request, "first_contact", at)


def record_help_started(
    request: SupportRequest, *, happened_at: datetime, by: Staff, at: datetime, version: int | None = None
) -> None:
    """Help has really started, at `happened_at`: the last clock stops."""
    allocation = _current(request, by, version)
    first_contact = allocation.first_contact_at or allocation.allocated_at
    _require_between(first_contact, happened_at, at, "the day of first contact")
    with one_wins(request):
        life.record_event(
            request,
            Event.HELP_STARTED,
            by=by,
            at=at,
            happened_at=happened_at,
            organisation=_name(allocation),
        )
        allocation.help_started_at = happened_at
        _tell_what_follows(request, "help_started", at)


def hand_back(
    request: SupportRequest, reason: str, *, by: Staff, at: datetime, version: int | None = None
) -> None:
    """Give the request back to the front door, saying why. At the second time a lead is made its own."""
    if not reason.strip():
        raise NotThen("Say why, so that the front door can find what fits")
    allocation = _current(request, by, version)
    with one_wins(request):
        life.record_event(
            request,
            Event.HANDED_BACK,
            by=by,
            at=at,
            note=reason.strip(),
            organisation=_name(allocation),
            offer=allocation.offer.name,
        )
        end_current(request, "handed_back", reason.strip(), at=at)
        request.hand_backs += 1
        request.claimed_by_id = request.claimed_at = None
        _answered(allocation, "The service handed the request back.", by=by, at=at)
        _tell_what_follows(request, "looking_again", at)
        ask_for_look(request, at=at)
    if request.hand_backs >= TOO_MANY_HAND_BACKS:
        _give_to_a_lead(request, at)


def _current(request: SupportRequest, by: Staff, version: int | None) -> Allocation:
    """The allocation that stands, if `by` may work on it and it is as they saw it. Clinicians may stand in."""
    allocation = current(request)
    if allocation is None or (version is not None and request.version != version):
        raise SomebodyElseWasFirst(request.reference)
    is_theirs = may(by, "work_for_partner") and by.organisation_id == allocation.organisation_id
    if not (is_theirs or may(by, "decide")):
        raise Forbidden("This request is with another organisation.")
    return allocation


def _tell_what_follows(request: SupportRequest, news: str, at: datetime) -> None:
    db.session.flush()
    clocks.follow(request, at=at)
    messages.tell(request, news, at=at)
    db.session.flush()


def _require_between(earliest: datetime, happened_at: datetime, latest: datetime, what: str) -> None:
    if happened_at > latest:
        raise NotThen("The date must be today or in the past")
    # People know the day and often not the minute, so the first day counts from its beginning.
    if london_day(happened_at) < london_day(earliest):
        raise NotThen(f"The date must be on or after {what}")


def _answered(allocation: Allocation, outcome: str, *, by: Staff, at: datetime) -> None:
    """The service has spoken, so nobody need ask after its silence."""
    asked = db.session.scalar(select(Task).where(Task.about == f"silent:{allocation.id}"))
    if asked is not None:
        tasks.finish(asked, by=by, at=at, outcome=outcome)


def _give_to_a_lead(request: SupportRequest, at: datetime) -> None:
    """By name: the lead with the fewest open tasks of their own."""
    lead = _least_busy_lead()
    tasks.open_task(
        "second_hand_back",
        about=f"handed_back:{request.id}:{request.hand_backs}",
        request=request,
        title=f"{request.reference} was handed back {request.hand_backs} times: find what fits, stay with it",
        assigned_to=lead,
        at=at,
    )
    audit.record(
        "request.given_to_lead",
        "support_request",
        request.id,
        by="system",
        at=at,
        lead_id=lead.id if lead else None,
    )


def _least_busy_lead() -> Staff | None:
    leads = [
        staff
        for staff in db.session.scalars(select(Staff).where(Staff.is_enabled).order_by(Staff.id))
        if may(staff, "take_over")
    ]
    open_of = {lead.id: 0 for lead in leads}
    for assigned in db.session.scalars(
        select(Task.assigned_to_id).where(Task.done_at.is_(None), Task.assigned_to_id.in_(open_of))
    ):
        open_of[assigned] += 1
    return min(leads, key=lambda lead: (open_of[lead.id], lead.id), default=None)


def _name(allocation: Allocation) -> str:
    return allocation.offer.organisation.name
