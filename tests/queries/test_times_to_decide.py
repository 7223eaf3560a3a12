"""How long decisions took is read from the audit, in few reads by index, and learned once a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ifd.database import db
from ifd.jobs.times_to_decide import learn_times_to_decide
from ifd.models import AuditEntry, TimesToDecide
from ifd.queries import times_to_decide
from ifd.queries.times_to_decide import past_decisions
from ifd.services import audit, partners, review
from tests import factories
from tests.factories import NOON
from tests.queries.statements import statements
from tests.queries.test_likely_same import plans_of
from tests.services.test_review import agreeing
from triage.time_to_decide import FEWEST


@pytest.fixture
def clinician(db_session):
    return factories.clinician()


def after(minutes: float):
    return NOON + timedelta(minutes=minutes)


def decide(request, by, at):
    review.decide(request, agreeing(request), version=request.version, by=by, at=at)
    db.session.flush()


def minutes() -> list[float]:
    return [round(one.minutes, 1) for one in past_decisions()]


def test_from_claimed_to_decided(clinician):
    request = factories.request(text="x" * 300, safety={"self_harm_last_month": "yes"})
    review.claim(request, by=clinician, at=after(5))
    decide(request, clinician, after(17))
    [past] = past_decisions()
    assert past.minutes == pytest.approx(12)
    assert (past.kind.characters, past.kind.red_flags) == (300, 1)
    assert past.kind.requester is request.requester


def test_looking_before_it_was_claimed_is_not_counted_and_a_night_is_not_work(clinician):
    request = factories.request()
    audit.record("request.viewed", "support_request", request.id, by=clinician, at=after(0))
    review.claim(request, by=clinician, at=after(30))
    audit.record("request.viewed", "support_request", request.id, by=clinician, at=after(36))
    audit.record("request.viewed", "support_request", request.id, by=clinician, at=after(16 * 60))
    decide(request, clinician, after(16 * 60 + 4))
    assert minutes() == [10.0]


def test_without_a_claim_it_counts_from_when_it_was_last_opened(clinician):
    request = factories.request()
    audit.record("request.viewed", "support_request", request.id, by=clinician, at=after(0))
    audit.record("request.viewed", "support_request", request.id, by=clinician, at=after(50))
    audit.record("request.viewed", "support_request", request.id, by=factories.clinician(), at=after(55))
    decide(request, clinician, after(57))
    assert minutes() == [7.0]


def test_of_a_decision_nobody_saw_begin_nothing_is_known(clinician):
    decide(factories.request(), clinician, after(9))
    assert minutes() == []


def test_a_second_decision_counts_from_after_the_first(clinician):
    request = factories.request()
    review.claim(request, by=clinician, at=after(0))
    decide(request, clinician, after(10))
    partner = factories.partner_of(request_offer(request))
    partners.hand_back(request, "Lives elsewhere", by=partner, at=after(60), version=request.version)
    db.session.flush()
    review.claim(request, by=clinician, at=after(90))
    decide(request, clinician, after(94))
    assert minutes() == [4.0, 10.0]


def request_offer(request):
    from ifd.queries.request_view import look_at

    return look_at(factories.clinician(), request.reference).current_allocation.offer


def test_it_is_learned_once_a_day_and_said_only_from_enough(clinician):
    request = factories.request()
    review.claim(request, by=clinician, at=after(0))
    decide(request, clinician, after(10))
    db.session.commit()
    assert learn_times_to_decide(after(20)) == 1
    db.session.commit()
    assert times_to_decide.known_times() is None
    assert db.session.scalar(select(TimesToDecide.decisions)) == 1
    assert learn_times_to_decide(after(30)) == 0
    assert learn_times_to_decide(after(25 * 60)) == 1


def many(clinician, n: int) -> None:
    for _ in range(n):
        request = factories.request()
        db.session.add(
            AuditEntry(
                at=after(0), actor="staff", staff_id=clinician.id, action="request.claimed",
                subject="support_request", subject_id=request.id,
            )
        )  # fmt: skip
        decide(request, clinician, after(10))


@pytest.mark.engines("sqlite")
def test_from_enough_it_is_known_in_one_read_and_the_past_is_read_by_index(clinician):
    many(clinician, FEWEST)
    db.session.commit()
    plans = []
    with plans_of(plans):
        assert learn_times_to_decide(after(20)) == FEWEST
    db.session.commit()
    assert any("ix_audit_entry_subject" in line for plan in plans for line in plan)
    for plan in plans:
        # The newest decisions are walked by their key, up to a limit; everything else is sought.
        assert not [line for line in plan if line.startswith("SCAN") and "audit" in line], plan
    with statements() as seen:
        times = times_to_decide.known_times()
    assert len([one for one in seen if one.startswith("SELECT")]) == 1
    assert times.decisions == FEWEST
    assert times.median == pytest.approx(10, abs=0.1)
