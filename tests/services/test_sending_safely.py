"""Sending on a request without telling on somebody, without blinding safeguarding, and never to it alone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from ifd.database import db
from ifd.models import AuditEntry, Decision, OutboxMessage, Task
from ifd.offer_kinds import help_first, is_named_on_a_clinicians_word
from ifd.services import allocation, messages, partners, review
from ifd.services.review import Unfinished
from tests import factories, with_partner
from tests.factories import NOON
from tests.services.test_review import LATER, agreeing, decided
from triage.vocabulary import OfferKind, Priority

HIT = "My daughter says I hit her with a belt."
KEPT_BACK = {"tell_partners": "no"}
QUIET = [kind for kind in OfferKind if is_named_on_a_clinicians_word(kind)]


@pytest.fixture
def clinician(db_session):
    return factories.clinician()


def new_mother():
    """Danger to a baby of two weeks and to the mother: safeguarding is suggested first, and a perinatal team."""
    return factories.request(
        text="He is 2 weeks old and I want to hurt him. I feel suicidal.",
        age=0,
        safety={"suicidal_thoughts_now": "yes"},
    )


def sent_to(kind: OfferKind, *, may_be_told: bool):
    found = factories.request(text=HIT)
    offer = factories.offer(kind)
    by = factories.clinician()
    decided(found, by, offer=offer, reason="Her safety comes first.", family_may_be_told=may_be_told)
    return found


def said_to(who: str, found) -> str:
    """Everything written to this person since it was sent on, and every fact kept for it."""
    rows = db.session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.request_id == found.id, OutboxMessage.template.endswith(who)
        )
    )
    return " ".join(
        f"{messages.wording().words(row.template, row.channel).body} {row.facts}"
        for row in rows
        if not row.template.startswith("received")
    )


# What the family is told


@pytest.mark.parametrize("kind", QUIET)
def test_a_family_is_written_no_name_that_could_tell_on_somebody(db_session, kind):
    found = sent_to(kind, may_be_told=False)
    partner = with_partner.partner_for(found)
    partners.accept(found, by=partner, at=LATER)
    partners.record_first_contact(found, happened_at=LATER, by=partner, at=LATER)
    partners.record_help_started(found, happened_at=LATER, by=partner, at=LATER)

    offer, said = allocation.current(found).offer, said_to("parent_carer", found)
    assert said.count("Our team is looking into what helps") == 4
    for name in (offer.name, offer.organisation.name, "{{organisation}}", "{{offer}}", "service has"):
        assert name not in said


@pytest.mark.parametrize("kind", QUIET)
def test_once_a_clinician_says_so_the_family_is_told(db_session, kind):
    found = sent_to(kind, may_be_told=True)

    assert allocation.current(found).offer.name in said_to("parent_carer", found)


def test_other_services_are_named_as_ever(db_session):
    found = sent_to(OfferKind.COUNSELLING, may_be_told=False)

    assert allocation.current(found).offer.name in said_to("parent_carer", found)


# Whom it is sent to


def test_safeguarding_does_not_hold_it_alone_where_help_is_suggested_too(clinician):
    found = new_mother()
    assert found.priority is Priority.VERY_URGENT
    suggested = review.suggested_for(found)

    assert suggested.offer.kind is OfferKind.PERINATAL
    assert suggested.asks_to_keep_safe


def test_safeguarding_stays_a_task_by_name(clinician):
    found = new_mother()
    about_safeguarding = select(func.count()).select_from(Task).where(Task.kind == "safeguarding")
    decided(found, clinician)

    assert db.session.scalar(about_safeguarding) == 1
    decided(found, clinician)
    assert db.session.scalar(about_safeguarding) == 1


def test_without_help_beside_it_safeguarding_comes_first():
    only = [an_offer(OfferKind.SAFEGUARDING), an_offer(OfferKind.DOMESTIC_ABUSE_SUPPORT)]

    assert help_first(only) == only
    assert help_first([]) == []


def test_what_is_not_safeguarding_keeps_its_place():
    offers = [an_offer(OfferKind.DOMESTIC_ABUSE_SUPPORT), an_offer(OfferKind.PERINATAL)]

    assert help_first(offers) == offers


def an_offer(kind: OfferKind):
    return SimpleNamespace(kind=kind)


# What the service may read


@pytest.mark.parametrize("said", ["no", "unsure"])
@pytest.mark.parametrize(
    "danger", [{"text": HIT}, {"safety": {"suicide_plan_or_intent": "yes"}}], ids=["a flag", "urgent"]
)
def test_in_danger_a_service_that_may_not_read_them_is_told_what_keeps_them_safe(clinician, said, danger):
    found = factories.request(answers={"tell_partners": said}, **danger)
    with pytest.raises(Unfinished) as refused:
        decided(found, clinician)
    assert refused.value.problems == {"note": "Write what the service must know to keep them safe"}
    assert decided(found, clinician, note="Father may be violent: never call the house.")


def test_a_raised_priority_asks_for_it_too(clinician):
    found = factories.request(answers=KEPT_BACK)
    assert not review.suggested_for(found).needs_note()
    with pytest.raises(Unfinished) as refused:
        decided(found, clinician, priority=Priority.URGENT, reason="Worse by telephone.")
    assert set(refused.value.problems) == {"note"}


@pytest.mark.parametrize("facts", [{"answers": KEPT_BACK}, {"text": HIT}], ids=["no danger", "words shared"])
def test_else_the_note_may_be_left_out(clinician, facts):
    assert decided(factories.request(**facts), clinician)


def test_safeguarding_is_given_their_words_with_a_reason_that_is_kept(clinician):
    found = factories.request(text=HIT, answers=KEPT_BACK)
    anyway = {
        "offer": factories.offer(OfferKind.SAFEGUARDING),
        "reason": "Her safety comes first.",
        "share_anyway": True,
    }
    with pytest.raises(Unfinished) as refused:
        decided(found, clinician, **anyway)
    assert refused.value.problems == {"share_reason": "Say why somebody may be hurt"}
    decision = decided(found, clinician, **anyway, share_reason="She goes home to him at four.")
    assert decision.words_shared_because == "She goes home to him at four."
    audited = db.session.scalars(select(AuditEntry).filter_by(action="request.words_shared")).all()
    assert [(one.staff_id, one.subject_id, one.detail) for one in audited] == [
        (clinician.id, found.id, {"decision_id": decision.id})
    ]


def test_no_other_service_is_given_words_they_asked_us_not_to_share(clinician):
    found = factories.request(text=HIT, answers=KEPT_BACK)
    with pytest.raises(Unfinished) as refused:
        decided(
            found,
            clinician,
            offer=factories.offer(OfferKind.BEREAVEMENT),
            reason="Near home.",
            share_anyway=True,
            share_reason="Somebody may be hurt.",
        )
    assert list(refused.value.problems) == ["share_anyway"]
    assert db.session.scalar(select(Decision)) is None


def test_a_reason_without_the_tick_shares_nothing(clinician):
    found = factories.request(text=HIT, answers=KEPT_BACK)
    choice = agreeing(found, share_reason="Somebody may be hurt.", note="Never call the house.")
    decision = review.decide(found, choice, version=found.version, by=clinician, at=NOON)
    assert decision.words_shared_because == ""
