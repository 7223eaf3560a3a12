"""Claiming, deciding and the smaller steps, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ifd.database import db
from ifd.models import Allocation, AuditEntry, Decision, RequestEvent, Staff, Suggestion, SupportRequest
from ifd.permissions import Forbidden
from ifd.services import review
from ifd.services.overriding import Choice
from ifd.services.review import Claimed, SomebodyElseWasFirst, Unfinished
from tests import factories
from tests.factories import NOON
from tests.services.at_once import at_once
from triage.lifecycle import Event, NotAllowedNow, Status
from triage.vocabulary import OfferKind, Priority, Thrive

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def clinician(db_session):
    return factories.clinician(name="Ines Moreau")


@pytest.fixture
def request_(db_session):
    return factories.request()


def agreeing(found, **facts) -> Choice:
    suggested = review.suggested_for(found)
    return Choice(
        **{
            "offer": suggested.offer,
            "priority": suggested.priority,
            "thrive": suggested.thrive,
            "primary_reason": "05",
            **facts,
        }
    )


def decided(found, by, **facts) -> Decision:
    return review.decide(found, agreeing(found, **facts), version=found.version, by=by, at=LATER)


def events(found) -> list[Event]:
    return list(
        db.session.scalars(
            select(RequestEvent.event).where(RequestEvent.request_id == found.id).order_by(RequestEvent.id)
        )
    )


def another_offer(found):
    suggested = review.suggested_for(found).offer
    return next(
        offer
        for offer in (factories.offer(OfferKind.BEREAVEMENT), factories.offer(OfferKind.COUNSELLING))
        if offer.id != suggested.id
    )


# deciding


def test_agreeing_sends_the_request_and_leaves_the_suggestion_as_it_was(request_, clinician):
    before = db.session.scalar(select(Suggestion)).document
    decision = decided(request_, clinician)
    db.session.commit()
    assert decision.agrees
    assert decision.overridden == []
    assert request_.status is Status.ALLOCATED
    assert request_.holder_id == decision.offer.organisation_id
    assert events(request_) == [Event.RECEIVED, Event.DECIDED, Event.ALLOCATED]
    assert db.session.scalars(select(Suggestion.document)).all() == [before]
    assert db.session.scalar(select(Allocation.decision_id)) == decision.id


def test_a_decision_is_audited_with_the_person_who_made_it(request_, clinician):
    decided(request_, clinician)
    actions = (
        db.session.execute(select(AuditEntry.action).where(AuditEntry.staff_id == clinician.id))
        .scalars()
        .all()
    )
    assert "request.decided" in actions
    assert "request.allocated" in actions


def test_the_first_clock_stops_and_the_second_runs(request_, clinician):
    decided(request_, clinician)
    clocks = {clock.clock: clock.stopped_at for clock in db.session.scalars(select(review.clocks.WaitClock))}
    assert clocks["allocation"] == LATER
    assert clocks["first_contact"] is None


@pytest.mark.parametrize("what", ["offer", "priority", "thrive"])
def test_an_override_needs_a_reason(request_, clinician, what):
    suggested = review.suggested_for(request_)
    different = {
        "offer": another_offer(request_),
        "priority": Priority.VERY_URGENT,
        "thrive": next(thrive for thrive in Thrive if thrive is not suggested.thrive),
    }[what]
    with pytest.raises(Unfinished) as refused:
        decided(request_, clinician, **{what: different})
    assert list(refused.value.problems) == ["reason"]
    decision = decided(request_, clinician, **{what: different}, reason="They asked for it.")
    assert decision.overridden == [what]
    assert not decision.agrees


def test_a_lower_priority_needs_a_reason_and_spoken_contact(db_session, clinician):
    found = factories.request(safety={"suicide_plan_or_intent": "yes"})
    lower = {"priority": Priority.ROUTINE}
    with pytest.raises(Unfinished) as refused:
        decided(found, clinician, **lower)
    assert set(refused.value.problems) == {"reason", "has_spoken"}
    decision = decided(
        found, clinician, **lower, reason="It was a lyric.", has_spoken=True, note="Mother agrees."
    )
    assert decision.overridden == ["priority"]
    assert decision.note == f"{review.SPOKEN}\nMother agrees."
    assert found.priority is Priority.ROUTINE


def test_what_a_person_raised_is_not_lowered_by_agreeing(request_, clinician):
    review.raise_priority(request_, Priority.URGENT, "Mother rang: worse.", by=clinician, at=NOON)
    decided(request_, clinician)
    assert request_.priority is Priority.URGENT
    assert request_.priority_rank == Priority.URGENT.rank


def test_an_offer_that_is_closed_or_withdrawn_cannot_be_chosen(request_, clinician):
    offer = another_offer(request_)
    for column, value in (("capacity", "closed"), ("is_current", False), ("takes_requests", False)):
        was = getattr(offer, column)
        setattr(offer, column, value)
        with pytest.raises(Unfinished) as refused:
            decided(request_, clinician, offer=offer, reason="Near home.")
        assert "offer" in refused.value.problems
        setattr(offer, column, was)


def test_a_full_offer_may_be_chosen(request_, clinician):
    offer = another_offer(request_)
    offer.capacity = "full"
    assert decided(request_, clinician, offer=offer, reason="Worth the wait.").offer is offer


def test_the_front_doors_own_offers_can_always_be_chosen(request_, clinician):
    offer = db.session.scalar(
        select(review.ServiceOffer).where(review.ServiceOffer.slug == "self-care-library")
    )
    assert decided(request_, clinician, offer=offer, reason="Advice is enough, they say.").offer is offer


def test_only_clinicians_decide(request_):
    for role in ("call_handler", "analyst", "partner"):
        with pytest.raises(Forbidden):
            decided(request_, factories.staff(role))


def test_deciding_again_replaces_the_allocation_and_keeps_its_history(request_, clinician):
    first = decided(request_, clinician)
    second = decided(request_, clinician, offer=another_offer(request_), reason="The family chose.")
    allocations = db.session.scalars(select(Allocation).order_by(Allocation.id)).all()
    assert [(a.decision_id, a.end_kind) for a in allocations] == [(first.id, "replaced"), (second.id, "")]


def test_handed_back_twice_is_for_a_lead_unless_there_is_danger(request_, clinician):
    request_.hand_backs = 2
    with pytest.raises(Forbidden):
        decided(request_, clinician)
    review.raise_priority(request_, Priority.EMERGENCY, "Danger now.", by=clinician, at=NOON)
    assert decided(request_, clinician)


def test_a_lead_decides_what_was_handed_back_twice(request_):
    request_.hand_backs = 2
    assert decided(request_, factories.staff("lead"))


# two at once


def test_an_older_page_cannot_decide(request_, clinician):
    seen = request_.version
    review.raise_priority(request_, Priority.URGENT, "Worse.", by=clinician, at=NOON)
    with pytest.raises(SomebodyElseWasFirst):
        review.decide(request_, agreeing(request_), version=seen, by=clinician, at=LATER)


def test_of_two_clinicians_at_once_exactly_one_decides(app, request_):
    request_id, seen = request_.id, request_.version
    both = [factories.clinician(name=name).id for name in ("Ines", "Omar")]
    db.session.commit()

    def decide(staff_id):
        def step():
            found = db.session.get(SupportRequest, request_id)
            by = db.session.get(Staff, staff_id)
            return review.decide(found, agreeing(found), version=seen, by=by, at=LATER).decided_by_id

        return step

    answers = at_once(app, *(decide(staff_id) for staff_id in both))
    winners = [answer for answer in answers if answer in both]
    losers = [answer for answer in answers if isinstance(answer, SomebodyElseWasFirst)]
    assert (len(winners), len(losers)) == (1, 1), answers
    db.session.expire_all()
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 1
    assert (
        db.session.scalar(select(func.count()).select_from(Allocation).where(Allocation.ended_at.is_(None)))
        == 1
    )
    assert events(request_) == [Event.RECEIVED, Event.DECIDED, Event.ALLOCATED]


def test_of_ten_claims_at_once_one_owner(app, request_):
    request_id = request_.id
    people = [factories.clinician(name=f"Clinician {n}").id for n in range(10)]
    db.session.commit()

    def claim(staff_id):
        def step():
            review.claim(
                db.session.get(SupportRequest, request_id), by=db.session.get(Staff, staff_id), at=NOON
            )
            return staff_id

        return step

    answers = at_once(app, *(claim(staff_id) for staff_id in people))
    winners = [answer for answer in answers if answer in people]
    assert len(winners) == 1
    assert sum(isinstance(answer, Claimed) for answer in answers) == 9, answers
    db.session.expire_all()
    assert request_.claimed_by_id == winners[0]


# claims


def test_a_claim_can_be_given_back(request_, clinician):
    review.claim(request_, by=clinician, at=NOON)
    review.release(request_, by=factories.clinician(), at=NOON)
    assert request_.claimed_by_id == clinician.id
    review.release(request_, by=clinician, at=NOON)
    assert request_.claimed_by_id is None


def test_claiming_what_is_yours_again_changes_nothing(request_, clinician):
    review.claim(request_, by=clinician, at=NOON)
    review.claim(request_, by=clinician, at=LATER)
    assert request_.claimed_at == NOON


def test_a_closed_request_is_claimed_by_nobody_and_opens_free(request_, clinician):
    review.close(request_, "They moved away.", version=request_.version, by=clinician, at=NOON)
    with pytest.raises(NotAllowedNow):
        review.claim(request_, by=clinician, at=NOON)
    assert request_.claimed_by_id is None
    review.reopen(request_, "They came back.", by=clinician, at=NOON)
    assert request_.claimed_by_id is None


def test_a_claim_stops_others_from_deciding(request_, clinician):
    review.claim(request_, by=clinician, at=NOON)
    with pytest.raises(Claimed):
        decided(request_, factories.clinician())
    decided(request_, clinician)
    assert request_.claimed_by_id is None


def test_a_new_claim_is_taken_over_by_a_lead_only_and_an_old_one_by_anyone(request_, clinician):
    review.claim(request_, by=clinician, at=NOON)
    other = factories.clinician()
    with pytest.raises(Forbidden):
        review.take_over(
            request_, "She has gone home.", by=other, at=NOON + review.CLAIM_GOES_STALE - timedelta(seconds=1)
        )
    review.take_over(request_, "She has gone home.", by=other, at=NOON + review.CLAIM_GOES_STALE)
    assert request_.claimed_by_id == other.id
    lead = factories.staff("lead")
    review.take_over(request_, "Mine by name.", by=lead, at=LATER)
    assert request_.claimed_by_id == lead.id


def test_taking_over_needs_a_reason_and_tells_the_timeline(request_, clinician):
    review.claim(request_, by=clinician, at=NOON)
    with pytest.raises(Unfinished):
        review.take_over(request_, "  ", by=factories.staff("lead"), at=LATER)
    review.take_over(request_, "Handed back twice.", by=factories.staff("lead"), at=LATER)
    last = db.session.scalars(select(RequestEvent).order_by(RequestEvent.id.desc())).first()
    assert (last.event, last.note) == (Event.ADDED_TO, "Handed back twice.")


# the smaller steps


def test_a_priority_is_only_ever_raised(request_, clinician):
    review.raise_priority(request_, Priority.URGENT, "Worse.", by=clinician, at=NOON)
    for not_higher in (Priority.URGENT, Priority.SOON, Priority.ROUTINE):
        with pytest.raises(Unfinished):
            review.raise_priority(request_, not_higher, "Better.", by=clinician, at=LATER)
    assert request_.priority is Priority.URGENT


def test_raising_brings_the_due_time_nearer(request_, clinician):
    before = request_.due_at
    review.raise_priority(request_, Priority.EMERGENCY, "In danger.", by=clinician, at=NOON)
    assert request_.due_at < before


def test_closing_names_the_person_and_the_reason_and_opening_brings_it_home(request_, clinician):
    decided(request_, clinician)
    review.close(request_, "Moved away; new area has it.", version=request_.version, by=clinician, at=LATER)
    assert request_.status is Status.CLOSED
    assert db.session.scalar(select(Allocation.end_kind)) == "closed"
    review.reopen(request_, "They came back.", by=clinician, at=LATER)
    assert request_.status is Status.RECEIVED
    assert request_.holder.kind == "front_door"
    assert request_.closed_at is None


def test_closing_needs_a_reason_and_happens_once(request_, clinician):
    with pytest.raises(Unfinished):
        review.close(request_, " ", version=request_.version, by=clinician, at=LATER)
    review.close(request_, "Answered.", version=request_.version, by=clinician, at=LATER)
    with pytest.raises(NotAllowedNow):
        review.close(request_, "Again.", version=request_.version, by=clinician, at=LATER)


def test_a_note_on_a_closed_request_opens_it(request_, clinician):
    review.close(request_, "Answered.", version=request_.version, by=clinician, at=LATER)
    review.add_note(request_, "Mother rang again.", by=factories.staff("call_handler"), at=LATER)
    assert request_.status is Status.RECEIVED
    assert request_.closed_at is None
