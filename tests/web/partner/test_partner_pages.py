"""The partner door: own requests by what needs doing, no more than was shared, and dates that can be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ifd import clock
from ifd.database import db
from ifd.models import Allocation, AuditEntry, OutboxMessage
from ifd.services import directory, partners, review
from tests import factories, with_partner
from tests.services.test_review import agreeing
from tests.web.signed_in import sign_in
from triage.lifecycle import Status
from triage.vocabulary import OfferKind, Priority

WORDS = "She worries a lot about school and does not sleep."


@pytest.fixture
def request_(db_session):
    return with_partner.allocated(at=clock.now() - timedelta(days=5))


@pytest.fixture
def partner(request_):
    return with_partner.partner_for(request_)


@pytest.fixture
def signed_in(client, partner):
    return sign_in(client, partner)


def path(request_, step: str = "") -> str:
    return f"/partner/{request_.reference}{'/' + step if step else ''}"


def parts(day, name: str = "happened_on") -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def today():
    return clock.london_date(clock.now())


def test_the_whole_way_from_inbox_to_help(request_, signed_in):
    inbox = signed_in.get("/partner")
    assert inbox.heading == "To accept"
    assert request_.reference in inbox.words

    accepted = signed_in.submit(signed_in.get(path(request_)), action=path(request_, "accept"))
    assert "You have accepted this request" in accepted.words
    assert request_.reference in signed_in.get("/partner?list=to-contact").words

    contact = signed_in.submit(
        signed_in.get(path(request_, "first-contact")), **parts(today() - timedelta(days=2))
    )
    assert "First contact is recorded" in contact.words
    assert request_.reference in signed_in.get("/partner?list=to-start").words

    helped = signed_in.submit(signed_in.get(path(request_, "help-started")), **parts(today()))
    assert "It is recorded that help has started" in helped.words
    assert request_.reference in signed_in.get("/partner?list=being-helped").words
    db.session.expire_all()
    assert request_.status is Status.BEING_HELPED
    told = list(db.session.scalars(select(OutboxMessage.template).order_by(OutboxMessage.id)))
    assert [one.partition(".")[0] for one in told] == [
        "received",
        "allocated",
        "accepted",
        "first_contact",
        "help_started",
    ]


def test_handing_back_needs_a_reason_and_the_family_is_not_told_it(request_, signed_in):
    page = signed_in.get(path(request_, "hand-back"))
    missing = signed_in.submit(page)
    assert missing.status_code == 400
    assert missing.title.startswith("Error: ")
    assert missing.errors == {"reason": "Say why, so that the front door can find what fits"}

    done = signed_in.submit(missing, reason="Lives too far away")
    assert f"{request_.reference} is with the front door again" in done.words
    db.session.expire_all()
    assert request_.status is Status.RECEIVED
    assert request_.hand_backs == 1
    assert db.session.scalar(select(Allocation.end_reason)) == "Lives too far away"
    assert signed_in.get(path(request_)).status_code == 404


@pytest.mark.parametrize(
    ("days", "message"),
    [
        (1, "The date must be today or in the past"),
        (-9, "The date must be on or after the day the request was sent"),
    ],
)
def test_a_date_that_cannot_be(request_, partner, signed_in, days, message):
    partners.accept(request_, by=partner, at=clock.now())
    day = today() + timedelta(days=days)
    wrong = signed_in.submit(signed_in.get(path(request_, "first-contact")), **parts(day))

    assert wrong.status_code == 400
    assert message in wrong.errors["happened_on-day"]
    assert wrong.form()["happened_on-year"] == str(day.year)
    assert request_.status is Status.ACCEPTED


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Enter the day you were first in touch"),
        ({"day": "31", "month": "2", "year": "2026"}, "not in the calendar"),
        ({"day": "3", "month": "", "year": "2026"}, "must include a month"),
        ({"day": "x", "month": "1", "year": "1"}, ""),
    ],
)
def test_a_date_that_is_none(request_, partner, signed_in, typed, message):
    partners.accept(request_, by=partner, at=clock.now())
    wrong = signed_in.submit(
        signed_in.get(path(request_, "first-contact")),
        **{f"happened_on-{part}": text for part, text in typed.items()},
    )

    assert wrong.status_code == 400
    assert message in next(iter(wrong.errors.values()))


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_as_a_date_is_answered(app, day, month, year):
    with app.app_context():
        request_ = with_partner.accepted(at=clock.now() - timedelta(days=5))
        client = sign_in(app.test_client(), with_partner.partner_for(request_))
        client.get(path(request_, "first-contact"))
        answer = client.post(
            path(request_, "first-contact"),
            data={
                "version": str(request_.version),
                "happened_on-day": day,
                "happened_on-month": month,
                "happened_on-year": year,
            },
        )
        assert answer.status_code in (303, 400)
        db.session.remove()


def test_what_changed_meanwhile_is_said_and_what_was_typed_is_kept(request_, partner, signed_in):
    page = signed_in.get(path(request_, "hand-back"))
    partners.accept(request_, by=partner, at=clock.now())
    late = signed_in.submit(page, reason="These words took long")

    assert late.status_code == 409
    assert "It is now: accepted by a service" in late.words
    assert "These words took long" in late.words
    assert request_.hand_backs == 0


def test_what_was_typed_too_late_can_be_used_again(request_, partner, signed_in):
    partners.accept(request_, by=partner, at=clock.now())
    page, day = signed_in.get(path(request_, "first-contact")), today() - timedelta(days=1)
    review.raise_priority(request_, Priority.EMERGENCY, "Worse.", by=factories.clinician(), at=clock.now())
    late = signed_in.submit(page, **parts(day))
    assert late.status_code == 409

    again = signed_in.submit(late)
    assert again.status_code == 200
    assert request_.status is Status.ACCEPTED, "looking again stores nothing"
    assert again.form()["happened_on-day"] == str(day.day)
    assert "First contact is recorded" in signed_in.submit(again).words


def test_what_was_typed_of_a_request_that_left_meanwhile_is_shown_and_leads_nowhere(request_, signed_in, monkeypatch):
    def left_meanwhile(found, reason, **facts):
        hand_back(found, "A colleague was quicker", **facts)
        db.session.commit()
        raise review.SomebodyElseWasFirst(found.reference)

    hand_back = partners.hand_back
    monkeypatch.setattr(partners, "hand_back", left_meanwhile)
    late = signed_in.submit(signed_in.get(path(request_, "hand-back")), reason="These words took long")

    assert late.status_code == 409
    assert "no longer with your organisation" in late.words
    assert "These words took long" in late.words
    assert "Use what I wrote" not in late.words


def test_what_was_typed_of_a_request_already_handed_back_is_not_lost(request_, partner, signed_in):
    page = signed_in.get(path(request_, "hand-back"))
    partners.hand_back(request_, "A colleague was quicker", by=partner, at=clock.now())
    late = signed_in.submit(page, reason="These words took long")

    assert late.status_code == 404
    assert "These words took long" in late.words
    assert "/staff" in late.page.xpath("//main//a/@href")


def test_accepting_twice_from_one_page_is_one_acceptance(request_, signed_in):
    page = signed_in.get(path(request_))
    signed_in.submit(page, action=path(request_, "accept"))
    again = signed_in.submit(page, action=path(request_, "accept"))

    assert again.status_code == 409
    assert (
        len(
            [
                one
                for one in db.session.scalars(select(OutboxMessage))
                if one.template.startswith("accepted")
            ]
        )
        == 1
    )


def test_another_organisation_finds_nothing(client, request_):
    stranger = factories.partner_of(factories.offer(OfferKind.EIP_PSYCHOSIS))
    sign_in(client, stranger)

    assert request_.reference not in client.get("/partner").words
    for step in ("", "first-contact", "help-started", "hand-back"):
        assert client.get(path(request_, step)).status_code == 404
    for step in ("accept", "first-contact", "help-started", "hand-back"):
        assert client.post(path(request_, step), data={"version": "1", "reason": "x"}).status_code == 404
    assert request_.status is Status.ALLOCATED


def test_the_service_it_was_with_before_sees_it_no_more(client, request_, partner):
    partners.hand_back(request_, "Not for us", by=partner, at=clock.now())
    other = factories.offer(OfferKind.EIP_PSYCHOSIS)
    assert other.organisation_id != partner.organisation_id
    with_partner.send_to(request_, other, at=clock.now())

    assert sign_in(client, partner).get(path(request_)).status_code == 404
    page = sign_in(client.application.test_client(), factories.partner_of(other)).get(path(request_))
    assert page.status_code == 200
    assert "Not for us" not in page.words


# What is shared


@pytest.mark.parametrize(
    ("said", "is_shown"), [("yes", True), (None, True), ("no", False), ("unsure", False)]
)
def test_their_own_words_are_shown_unless_they_said_no_or_ask_first(client, db_session, said, is_shown):
    request_ = with_partner.allocated(
        answers={"tell_partners": said} if said else {}, safety={"self_harm_last_month": "yes"}
    )
    page = sign_in(client, with_partner.partner_for(request_)).get(path(request_))

    assert (WORDS in page.words) is is_shown
    assert ("How long" in page.words or "Going on for" in page.words) is is_shown
    # What keeps them safe is always there.
    assert "Self-harm" in page.words
    assert "maja@example.org" in page.words


def decided(found, **facts):
    """Sent by a clinician as they would, to whom the request is with."""
    review.decide(found, agreeing(found, **facts), version=found.version, by=factories.clinician(), at=clock.now())


def test_what_the_front_door_wrote_is_read_by_a_service_kept_from_their_words(client, db_session):
    found = factories.request(answers={"tell_partners": "no"}, safety={"self_harm_last_month": "yes"})
    decided(found, note="Never call the house.")
    page = sign_in(client, with_partner.partner_for(found)).get(path(found))

    assert "The front door wrote:Never call the house." in page.words.replace(": ", ":")
    assert "They asked us not to share what they wrote. Ask them yourself, gently." in page.words
    assert "has told you what you need" not in page.words


def test_where_the_front_door_wrote_nothing_nobody_is_told_that_it_did(client, db_session):
    found = with_partner.allocated(answers={"tell_partners": "no"})
    page = sign_in(client, with_partner.partner_for(found)).get(path(found))

    assert "The front door wrote nothing for you. Ask it what you need to keep them safe." in page.words
    assert "The front door wrote:" not in page.words


def test_words_shared_because_somebody_may_be_hurt_are_shown_with_why(client, db_session):
    found = factories.request(text=WORDS, answers={"tell_partners": "no"})
    decided(
        found,
        offer=factories.offer(OfferKind.SAFEGUARDING),
        reason="Her safety comes first.",
        share_anyway=True,
        share_reason="She goes home to him at four.",
    )
    page = sign_in(client, with_partner.partner_for(found)).get(path(found))

    assert WORDS in page.words
    assert "because somebody may be hurt: She goes home to him at four." in page.words


def test_what_others_noted_and_what_happened_elsewhere_before_is_not_theirs_to_read(client, db_session):
    now = clock.now()
    request_ = with_partner.accepted(at=now - timedelta(days=5))
    was_with = with_partner.allocation.current(request_).offer.organisation.name
    other = factories.offer(OfferKind.EIP_PSYCHOSIS)
    with_partner.send_to(request_, other, at=now - timedelta(days=1))
    review.add_note(request_, "Mother sounded drunk", by=factories.clinician(), at=now)
    page = sign_in(client, factories.partner_of(other)).get(path(request_))

    assert page.status_code == 200
    assert "drunk" not in page.words
    assert was_with not in page.words


def test_red_flags_are_said_to_the_service_that_has_the_request(client, db_session):
    request_ = with_partner.allocated(text="I want to die")
    page = sign_in(client, with_partner.partner_for(request_)).get(path(request_))

    assert "Suicidal thoughts" in page.words


def test_what_must_not_be_done_is_said_first(client, db_session):
    request_ = with_partner.allocated(people=(factories.parent(safety="never", may_be_told="no"),))
    page = sign_in(client, with_partner.partner_for(request_)).get(path(request_))

    assert "must not be told" in page.words.partition("What you can do now")[0]


def test_opening_a_request_is_recorded(request_, partner, signed_in):
    signed_in.get(path(request_))

    seen = db.session.scalars(select(AuditEntry).filter_by(action="request.viewed")).all()
    assert [(one.staff_id, one.subject_id) for one in seen] == [(partner.id, request_.id)]


# The inbox


def test_a_long_list_goes_on_and_counts_stop(signed_in, partner, request_, monkeypatch):
    monkeypatch.setattr("ifd.queries.partner.PAGE_SIZE", 2)
    more = [with_partner.allocated(at=clock.now() - timedelta(days=n)) for n in (1, 2, 3, 4)]
    seen, page = [], signed_in.get("/partner")
    while True:
        seen += page.page.xpath("//tbody//th/a/text()")
        onward = page.page.xpath("//a[normalize-space()='Next page']/@href")
        if not onward:
            break
        page = signed_in.get(onward[0])

    everything = sorted([request_, *more], key=lambda one: (one.due_at, one.id))
    assert seen == [one.reference for one in everything]


@pytest.mark.parametrize(
    "query", ["?list=nonsense", "?after=nonsense", "?after=1e999~1", "?after=nan~1", "?after=~"]
)
def test_a_stale_or_strange_address_shows_the_list(signed_in, query):
    assert signed_in.get(f"/partner{query}").status_code == 200


def test_own_lists_show_whether_they_are_open_and_lead_to_the_switch(signed_in, partner, request_):
    offer = with_partner.allocation.current(request_).offer
    directory.set_capacity(offer, "full", "Until January", by=partner, at=clock.now())
    page = signed_in.get("/partner")

    assert "Full for now" in page.words
    assert "Until January" in page.words
    assert (
        signed_in.get(
            page.page.xpath(f"//a[contains(@href, '{offer.slug}/capacity')]/@href")[0]
        ).status_code
        == 200
    )
