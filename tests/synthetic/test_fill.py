"""The made-up area says what the services would have said, keeps to its rates, and keeps away from real people."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from nhs_number import is_valid
from sqlalchemy import func, select

from ifd.models import (
    Contact,
    Decision,
    OutboxMessage,
    Staff,
    Suggestion,
    SupportRequest,
    WaitClock,
    WaitTally,
    YoungPerson,
)
from ifd.services import clocks
from ifd.synthetic import fill
from ifd.synthetic.people import make_person, synthetic_nhs_numbers
from tests import factories
from triage.lifecycle import Status

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def area(db_session):
    fill.fill(120, seed=7, now=NOW)
    return db_session


def test_following_the_clocks_again_changes_nothing(area):
    before = _clocks(area), _tally(area), _dues(area)
    for request in area.scalars(select(SupportRequest)):
        last = max(event.recorded_at for event in _events(area, request))
        clocks.follow(request, at=last)
    area.flush()
    assert (_clocks(area), _tally(area), _dues(area)) == before


def test_every_stage_is_there_and_every_request_has_a_suggestion(area):
    found = set(area.scalars(select(SupportRequest.status).distinct()))
    assert found == set(Status)
    assert area.scalar(select(func.count()).select_from(Suggestion)) == 120
    decided = area.scalar(select(func.count(Decision.request_id.distinct())))
    waiting = area.scalar(
        select(func.count()).where(SupportRequest.status == Status.RECEIVED, SupportRequest.hand_backs == 0)
    )
    assert decided == 120 - waiting


def test_the_same_seed_makes_the_same_area(app, databases, database_engine):
    def once():
        from ifd.database import db

        with app.app_context():
            fill.fill(40, seed=3, now=NOW)
            rows = db.session.execute(
                select(
                    SupportRequest.reference,
                    SupportRequest.text,
                    SupportRequest.received_at,
                    SupportRequest.status,
                    SupportRequest.due_at,
                ).order_by(SupportRequest.id)
            ).all()
            people = db.session.execute(
                select(YoungPerson.nhs_number, YoungPerson.family_name).order_by(YoungPerson.id)
            ).all()
            found = [tuple(row) for row in rows], [tuple(row) for row in people]
            db.session.remove()
        databases.empty(database_engine)
        return found

    assert once() == once()


def test_refuses_a_database_with_a_request_that_is_not_made_up(db_session):
    factories.request()
    db_session.commit()
    with pytest.raises(fill.NotEmpty, match="not made up"):
        fill.fill(1, seed=1, now=NOW)
    assert db_session.scalar(select(func.count()).select_from(SupportRequest)) == 1


def test_refuses_to_fill_twice(area):
    with pytest.raises(fill.NotEmpty, match="already"):
        fill.fill(1, seed=1, now=NOW)


def test_work_goes_on_in_a_filled_database(area):
    """Rows brought their own keys; new ones must not meet them."""
    request = factories.request()
    area.commit()
    assert request.id > 120


def test_everyone_can_sign_in(area):
    for person in fill.sign_ins():
        staff = area.scalar(select(Staff).where(Staff.email == person.email))
        assert staff.password_hash
        assert staff.totp_secret


def test_old_news_is_not_sent_again(area):
    old = area.scalars(select(OutboxMessage).where(OutboxMessage.state == "pending"))
    assert all((NOW - row.due_at).days <= 2 for row in old)


def test_whom_nobody_asked_may_not_be_told(area):
    unasked = select(func.count()).where(Contact.knows == "unknown", Contact.who == "young_person")
    assert area.scalar(unasked)
    assert not area.scalar(unasked.where(Contact.may_be_told == "yes"))


def test_risk_is_as_common_as_at_a_real_front_door():
    random, numbers = Random(11), synthetic_nhs_numbers()
    people = [make_person(random, NOW.date(), next(numbers)) for _ in range(6000)]
    share = {
        risk: sum(person.risk == risk for person in people) / len(people)
        for risk in ("thoughts", "plan", "acute")
    }
    assert share["plan"] == pytest.approx(0.024, abs=0.008)
    assert share["acute"] == pytest.approx(0.02, abs=0.008)
    assert sum(share.values()) == pytest.approx(0.26, abs=0.05)


def test_nhs_numbers_are_valid_never_issued_and_never_twice():
    numbers = [number for number, _ in zip(synthetic_nhs_numbers(), range(20_000), strict=False)]
    assert len(set(numbers)) == 20_000
    assert all(number.startswith("999") and is_valid(number) for number in numbers[:2000])


def _events(session, request):
    from ifd.models import RequestEvent

    return session.scalars(select(RequestEvent).where(RequestEvent.request_id == request.id)).all()


def _clocks(session):
    rows = session.execute(
        select(
            WaitClock.request_id,
            WaitClock.clock,
            WaitClock.started_at,
            WaitClock.due_at,
            WaitClock.stopped_at,
            WaitClock.offer_id,
            WaitClock.priority,
        )
    )
    return sorted(tuple(map(str, row)) for row in rows)


def _tally(session):
    rows = session.execute(
        select(
            WaitTally.offer_id,
            WaitTally.clock,
            WaitTally.priority,
            WaitTally.day,
            WaitTally.days,
            WaitTally.n,
        )
    )
    return sorted(tuple(map(str, row)) for row in rows if row.n)


def _dues(session):
    return session.execute(
        select(SupportRequest.id, SupportRequest.due_at, SupportRequest.next_news_at).order_by(
            SupportRequest.id
        )
    ).all()
