"""Sending a request to an offer: held by one, told safely, its history kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ifd.database import db
from ifd.models import Allocation, OutboxMessage, RequestEvent, WaitClock
from ifd.services import allocation
from tests import factories, with_partner
from tests.factories import NOON
from triage.lifecycle import Event, NotAllowedNow, Status
from triage.vocabulary import OfferKind


def test_the_offers_organisation_holds_the_request(db_session):
    found = with_partner.allocated(OfferKind.COUNSELLING)
    standing = allocation.current(found)
    assert (found.status, found.holder_id) == (Status.ALLOCATED, standing.organisation_id)
    event = db.session.scalars(select(RequestEvent).order_by(RequestEvent.id.desc())).first()
    assert (event.event, event.detail["offer"]) == (Event.ALLOCATED, standing.offer.name)


def test_the_wait_is_counted_under_the_offer(db_session):
    found = with_partner.allocated()
    clocks = db.session.scalars(select(WaitClock).where(WaitClock.request_id == found.id)).all()
    assert {clock.offer_id for clock in clocks} == {allocation.current(found).offer_id}


def test_the_family_is_told_only_where_it_is_safe(db_session):
    told = with_partner.allocated(people=(factories.parent(),))
    unsafe = with_partner.allocated(people=(factories.parent(safety="never"),))
    news = {
        found.id: db.session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.request_id == found.id, OutboxMessage.template.startswith("allocated")
            )
        ).all()
        for found in (told, unsafe)
    }
    assert news[told.id]
    assert not news[unsafe.id]


def test_another_offer_ends_the_first_and_keeps_it(db_session):
    found = with_partner.allocated(OfferKind.COUNSELLING)
    with_partner.send_to(found, factories.offer(OfferKind.BEREAVEMENT), at=NOON)
    rows = db.session.scalars(select(Allocation).order_by(Allocation.id)).all()
    assert [(row.offer.kind, row.end_kind) for row in rows] == [
        (OfferKind.COUNSELLING, "replaced"),
        (OfferKind.BEREAVEMENT, ""),
    ]


def test_the_database_itself_allows_one_current_allocation(db_session):
    found = with_partner.allocated()
    first = allocation.current(found)
    db.session.commit()
    db.session.add(
        Allocation(
            request_id=found.id,
            decision_id=first.decision_id,
            offer_id=first.offer_id,
            organisation_id=first.organisation_id,
            allocated_at=NOON,
        )
    )
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_closed_request_is_not_sent_anywhere(db_session):
    found = factories.request()
    found.status = Status.CLOSED
    with pytest.raises(NotAllowedNow):
        with_partner.send_to(found, factories.offer(), at=NOON)
    db.session.rollback()


def test_ending_what_is_not_there_changes_nothing(db_session):
    assert allocation.end_current(factories.request(), "closed", "Ended.", at=NOON) is None
