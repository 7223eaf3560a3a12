"""What partners do: who is told, which clock stops, and that a hand-back costs a family nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ifd.database import db
from ifd.models import (
    Allocation,
    AuditEntry,
    OutboxMessage,
    RequestEvent,
    Staff,
    SupportRequest,
    Task,
    WaitClock,
)
from ifd.permissions import Forbidden
from ifd.queries.scope import front_door
from ifd.services import allocation, partners
from ifd.services.partners import NotThen
from ifd.services.review import SomebodyElseWasFirst
from ifd.services.tasks import open_task
from tests import factories, with_partner
from tests.factories import NOON
from tests.services.at_once import at_once
from triage.lifecycle import Event, NotAllowedNow, Status
from triage.vocabulary import OfferKind, Requester

pytestmark = pytest.mark.usefixtures("db_session")
LATER = NOON + timedelta(days=3)


def news_of(request) -> list[str]:
    found = (
        select(OutboxMessage.template)
        .where(OutboxMessage.request_id == request.id)
        .order_by(OutboxMessage.id)
    )
    return list(db.session.scalars(found))


def clock(request, name: str) -> WaitClock:
    db.session.flush()
    return db.session.scalar(select(WaitClock).filter_by(request_id=request.id, clock=name))


def test_accepting():
    request = with_partner.allocated()
    partner = with_partner.partner_for(request)
    partners.accept(request, by=partner, at=LATER)

    assert request.status is Status.ACCEPTED
    assert request.holder_id == partner.organisation_id
    assert allocation.current(request).accepted_at == LATER
    assert request.due_at == clock(request, "first_contact").due_at
    assert news_of(request)[-1] == "accepted.parent_carer"


def test_first_contact_is_when_it_was_and_not_when_it_was_written_down():
    request = with_partner.accepted()
    contact = NOON + timedelta(days=1)
    partners.record_first_contact(
        request, happened_at=contact, by=with_partner.partner_for(request), at=LATER
    )

    assert request.status is Status.IN_CONTACT
    assert clock(request, "first_contact").stopped_at == contact
    [event] = db.session.scalars(
        select(RequestEvent).filter_by(request_id=request.id, event=Event.FIRST_CONTACT)
    )
    assert (event.happened_at, event.recorded_at) == (contact, LATER)
    assert news_of(request)[-1] == "first_contact.parent_carer"


def test_help_started_stops_the_last_clock_when_it_was_and_not_when_it_was_written_down():
    request = with_partner.in_contact()
    started = NOON + timedelta(days=2)
    partners.record_help_started(
        request, happened_at=started, by=with_partner.partner_for(request), at=LATER
    )

    assert request.status is Status.BEING_HELPED
    assert clock(request, "help_started").stopped_at == started
    assert news_of(request)[-1] == "help_started.parent_carer"


def test_family_and_referrer_hear_of_every_step():
    people = (
        factories.parent(),
        factories.PersonToContact(
            "referrer", reach=(factories.ReachBy("email", "gp@example.org", "safe"),)
        ),
    )
    request = with_partner.being_helped(requester=Requester.PROFESSIONAL, people=people)

    steps = ("received", "allocated", "accepted", "first_contact", "help_started")
    assert news_of(request) == [f"{step}.{who}" for step in steps for who in ("parent_carer", "referrer")]


def test_a_hand_back_returns_to_the_front_door_and_restarts_nothing():
    request = with_partner.accepted()
    started = clock(request, "help_started").started_at
    partners.hand_back(
        request, "Needs more than we can give", by=with_partner.partner_for(request), at=LATER
    )

    assert request.status is Status.RECEIVED
    assert request.holder_id == front_door().id
    assert request.hand_backs == 1
    assert allocation.current(request) is None
    [ended] = db.session.scalars(select(Allocation).filter_by(request_id=request.id))
    assert (ended.end_kind, ended.end_reason) == ("handed_back", "Needs more than we can give")
    assert clock(request, "allocation").stopped_at is None
    assert clock(request, "help_started").started_at == started
    assert request.due_at == clock(request, "allocation").due_at


def test_the_family_is_told_that_we_look_again_and_never_why():
    request = with_partner.accepted()
    partners.hand_back(request, "Unsuitable for us", by=with_partner.partner_for(request), at=LATER)

    [message] = db.session.scalars(select(OutboxMessage).filter_by(template="looking_again.parent_carer"))
    assert "Unsuitable" not in str(message.facts)
    assert not any("Unsuitable" in str(entry.detail) for entry in db.session.scalars(select(AuditEntry)))


def test_a_hand_back_needs_a_reason():
    request = with_partner.accepted()

    with pytest.raises(NotThen):
        partners.hand_back(request, "  ", by=with_partner.partner_for(request), at=LATER)
    assert request.hand_backs == 0


def test_at_the_second_hand_back_a_lead_is_named():
    busy, free = factories.staff("lead", name="Busy"), factories.staff("lead", name="Free")
    open_task("late_clock", about="late:x", assigned_to=busy, at=NOON)
    request = with_partner.accepted()
    partners.hand_back(request, "Not for us", by=with_partner.partner_for(request), at=LATER)
    assert not list(db.session.scalars(select(Task).filter_by(kind="second_hand_back")))

    with_partner.send_to(request, factories.offer(OfferKind.MHST_SCHOOL), at=LATER)
    partners.hand_back(request, "Not for us either", by=with_partner.partner_for(request), at=LATER)

    [task] = db.session.scalars(select(Task).filter_by(kind="second_hand_back"))
    assert task.assigned_to_id == free.id
    assert task.request_id == request.id


@pytest.mark.parametrize("step", ["record_first_contact", "record_help_started"])
@pytest.mark.parametrize(("days", "complaint"), [(9, "in the past"), (-1, "on or after")])
def test_a_date_that_cannot_be_is_said_so(step, days, complaint):
    request = with_partner.accepted() if step == "record_first_contact" else with_partner.in_contact()

    with pytest.raises(NotThen, match=complaint):
        getattr(partners, step)(
            request, happened_at=NOON + timedelta(days=days), by=with_partner.partner_for(request), at=LATER
        )


def test_the_day_it_was_sent_counts_whole():
    request = with_partner.accepted()
    partners.record_first_contact(
        request, happened_at=NOON.replace(hour=8), by=with_partner.partner_for(request), at=LATER
    )

    assert clock(request, "first_contact").stopped_at == NOON


def test_another_organisation_may_do_nothing():
    request = with_partner.allocated()
    stranger = factories.partner_of(factories.offer(OfferKind.EIP_PSYCHOSIS))
    assert stranger.organisation_id != allocation.current(request).organisation_id

    for step in (partners.accept, lambda *a, **f: partners.hand_back(*a, "Ours", **f)):
        with pytest.raises(Forbidden):
            step(request, by=stranger, at=LATER)
    assert request.status is Status.ALLOCATED


def test_steps_come_in_order():
    request = with_partner.allocated()

    with pytest.raises(NotAllowedNow):
        partners.record_first_contact(
            request, happened_at=LATER, by=with_partner.partner_for(request), at=LATER
        )


def test_what_was_seen_on_an_older_page_is_not_stored():
    request = with_partner.allocated()

    with pytest.raises(SomebodyElseWasFirst):
        partners.accept(
            request, by=with_partner.partner_for(request), at=LATER, version=request.version - 1
        )


def test_accepting_and_handing_back_at_once_exactly_one_wins(app):
    request = with_partner.allocated()
    request_id, partner_id = request.id, with_partner.partner_for(request).id
    db.session.commit()

    def do(step):
        def run():
            found, partner = db.session.get(SupportRequest, request_id), db.session.get(Staff, partner_id)
            step(found, by=partner, at=LATER)
            return "done"

        return run

    results = at_once(app, do(partners.accept), do(lambda *a, **f: partners.hand_back(*a, "Full", **f)))
    db.session.expire_all()

    # One after the other is allowed too: accepted, then handed back.
    lost = [one for one in results if one != "done"]
    assert len(lost) <= 1
    assert all(isinstance(one, SomebodyElseWasFirst | NotAllowedNow) for one in lost)
    if not lost:
        assert request.status is Status.RECEIVED
    events = list(db.session.scalars(select(RequestEvent).filter_by(request_id=request_id)))
    assert len(events) == 2 + results.count("done")
