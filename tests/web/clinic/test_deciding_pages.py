"""Agreeing in two actions, deciding otherwise with a reason, and losing a race without losing a word."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from ifd import clock
from ifd.database import db
from ifd.models import Allocation, Decision
from ifd.queries import directory
from ifd.services import review
from tests import factories
from tests.services.test_review import agreeing, another_offer
from tests.web.signed_in import sign_in
from triage.lifecycle import Status
from triage.vocabulary import OfferKind


@pytest.fixture
def clinician(db_session):
    return factories.clinician(name="Ines Moreau")


@pytest.fixture
def request_(db_session):
    return factories.request()


@pytest.fixture
def signed_in(client, clinician):
    return sign_in(client, clinician)


def path(found, step: str) -> str:
    return f"/clinic/{found.reference}/{step}"


def number_of(thing) -> int:
    return db.session.scalar(select(func.count()).select_from(thing))


def test_agreeing_takes_two_actions(request_, signed_in):
    screen = signed_in.get(f"/clinic/{request_.reference}")
    link = screen.page.xpath("//a[normalize-space()='Agree with the suggestion']/@href")[0]
    confirm = signed_in.get(link)
    suggested = review.suggested_for(request_)
    assert suggested.offer.name in confirm.words
    assert number_of(Decision) == 0
    done = signed_in.submit(confirm)
    assert suggested.offer.name in done.words
    db.session.expire_all()
    assert request_.status is Status.ALLOCATED
    assert db.session.scalar(select(Decision.agrees))
    assert db.session.scalar(select(Decision.primary_reason)) == "05"


def test_agreeing_twice_from_one_page_is_one_decision(request_, signed_in):
    confirm = signed_in.get(path(request_, "agree"))
    signed_in.submit(confirm)
    second = signed_in.submit(confirm)
    assert second.status_code == 409
    assert "Ines Moreau decided" in second.words
    assert number_of(Decision) == number_of(Allocation) == 1


def test_a_full_list_is_said_before_it_is_chosen(request_, signed_in):
    review.suggested_for(request_).offer.capacity = "full"
    page = signed_in.get(path(request_, "agree"))
    assert "Their list is full for now" in page.words


def test_what_is_suggested_is_filled_in_but_the_offer_is_chosen(request_, signed_in):
    page = signed_in.get(path(request_, "decide"))
    suggested, form = review.suggested_for(request_), page.form()
    assert (form["priority"], form["thrive"]) == (suggested.priority.value, suggested.thrive.value)
    assert not form.get("offer")
    sent_as_it_opened = signed_in.submit(page)
    assert sent_as_it_opened.errors == {"offer": "Choose an offer"}
    assert number_of(Decision) == 0


def test_an_override_without_a_reason_keeps_every_answer(request_, signed_in):
    other = another_offer(request_)
    refused = signed_in.submit(
        signed_in.get(path(request_, "decide")),
        offer="other",
        other_offer=other.slug,
        note="Ask for Jo.",
        thrive="getting_more_help",
    )
    assert refused.status_code == 400
    assert refused.errors == {"reason": "Say why you are choosing differently from the suggestion"}
    kept = refused.form()
    assert (kept["offer"], kept["other_offer"], kept["note"].strip()) == ("other", other.slug, "Ask for Jo.")
    signed_in.submit(refused, reason="The family asked for this one.")
    db.session.expire_all()
    decision = db.session.scalar(select(Decision))
    assert decision.offer_id == other.id
    assert sorted(decision.overridden) == ["offer", "thrive"]


KEPT_BACK = {"tell_partners": "no"}
HIT = "My daughter says I hit her with a belt."


@pytest.mark.parametrize("step", ["agree", "decide"])
def test_what_could_harm_is_said_where_it_is_decided_as_on_the_page_of_the_request(db_session, signed_in, step):
    found = factories.request(
        text=HIT,
        answers=KEPT_BACK,
        safety={"immediate_danger": "not_asked", "risk_to_others": "yes"},
        people=(factories.parent(may_be_told="no"),),
    )
    screen, page = signed_in.get(f"/clinic/{found.reference}"), signed_in.get(path(found, step))
    for words in (
        "Maja Lindqvist must not be told",
        "Safety questions that nobody has asked: in danger right now.",
        "Abuse or exploitation from their words",
        "Harm to others from",
        "They asked us not to share what they wrote.",
        "will not see it.",
    ):
        assert words in screen.words
        assert words in page.words
    assert f"/clinic/{found.reference}#answer-safety-risk_to_others" in page.page.xpath("//main//a/@href")


def test_nothing_is_said_of_sharing_where_they_did_not_say_no(request_, signed_in):
    for step in ("agree", "decide"):
        page = signed_in.get(path(request_, step))
        assert "not to share" not in page.words
        assert "share_anyway" not in page.form()


@pytest.mark.parametrize("step", ["agree", "decide"])
def test_a_service_kept_from_their_words_is_written_what_keeps_them_safe(db_session, signed_in, step):
    found = factories.request(text=HIT, answers=KEPT_BACK)
    page = signed_in.get(path(found, step))
    chosen = {"offer": review.suggested_for(found).offer.slug}
    refused = signed_in.submit(page, **chosen)
    assert refused.errors == {"note": "Write what the service must know to keep them safe"}
    assert "What the service must know to keep them safe" in refused.words
    signed_in.submit(refused, note="Never call the house.")
    assert number_of(Decision) == 1


def test_agreeing_shows_the_whole_package_and_safeguarding_as_the_task_it_stays(db_session, signed_in):
    found = factories.request(
        text="He is 2 weeks old and I want to hurt him. I feel suicidal.",
        age=0,
        safety={"suicidal_thoughts_now": "yes"},
    )
    page = signed_in.get(path(found, "agree"))
    assert "It goes to Perinatal" in page.words
    assert "Children's advice and duty line, Wherry County Council, is suggested as well. It stays a task" in page.words
    for line in review.latest_suggestion(found).document["offers"]:
        if line["offer"]:
            assert directory.find_offer(line["offer"]).name in page.words


def test_the_box_for_the_familys_telling_is_there_for_such_a_service_and_unticked(db_session, signed_in):
    found = factories.request(text="She is being abused at home.", given={"needs": ["abuse_safety"]})
    offer = review.suggested_for(found).offer
    assert offer.kind in (OfferKind.SAFEGUARDING, OfferKind.DOMESTIC_ABUSE_SUPPORT)
    page = signed_in.get(path(found, "agree"))
    assert "The family may be told which service this is" in page.words
    assert "family_may_be_told" not in page.form()
    done = signed_in.submit(page, primary_reason="05")
    assert "The family is not told which service this is" in done.words
    assert db.session.scalar(select(Decision.family_may_be_told)) is False
    assert "The family is not told which service this is" in signed_in.get(f"/clinic/{found.reference}").words


def test_a_service_that_tells_nothing_by_its_name_needs_no_such_box(request_, signed_in):
    assert "which service this is" not in signed_in.get(path(request_, "agree")).words


def test_their_words_are_shared_with_safeguarding_for_a_reason(db_session, signed_in):
    found = factories.request(text=HIT, answers=KEPT_BACK)
    page = signed_in.get(path(found, "decide"))
    chosen = {
        "offer": "other",
        "other_offer": factories.offer(OfferKind.SAFEGUARDING).slug,
        "reason": "Her safety comes first.",
        "share_anyway": "y",
    }
    refused = signed_in.submit(page, **chosen)
    assert refused.errors == {"share_reason": "Say why somebody may be hurt"}
    signed_in.submit(refused, share_reason="She goes home to him at four.", family_may_be_told="y")
    decision = db.session.scalar(select(Decision))
    assert (decision.words_shared_because, decision.family_may_be_told) == ("She goes home to him at four.", True)
    words = signed_in.get(f"/clinic/{found.reference}").words
    assert "sees it, because somebody may be hurt: She goes home to him at four." in words


def test_lowering_needs_the_tick(db_session, signed_in):
    found = factories.request(safety={"suicide_plan_or_intent": "yes"})
    page = signed_in.get(path(found, "decide"))
    offer = review.suggested_for(found).offer.slug
    refused = signed_in.submit(page, offer=offer, priority="routine", reason="Misread.")
    assert set(refused.errors) == {"has_spoken"}
    signed_in.submit(refused, has_spoken="y")
    db.session.expire_all()
    assert found.priority.value == "routine"
    assert review.SPOKEN in db.session.scalar(select(Decision.note))


def test_another_offer_must_be_named(request_, signed_in):
    refused = signed_in.submit(signed_in.get(path(request_, "decide")), offer="other", reason="Why not.")
    assert refused.errors == {"other_offer": "Choose which other offer"}


def test_a_second_offer_can_start_now(request_, signed_in):
    other = another_offer(request_)
    suggested = review.suggested_for(request_).offer
    signed_in.submit(
        signed_in.get(path(request_, "decide")), offer=suggested.slug, starts_now=other.slug
    )
    decision = db.session.scalar(select(Decision))
    assert (decision.starts_now_offer_id, decision.agrees) == (other.id, True)
    assert f"Starts now, while they wait: {other.name}" in signed_in.get(f"/clinic/{request_.reference}").words


def test_the_loser_of_a_race_sees_what_was_decided_and_keeps_every_word(request_, signed_in):
    page = signed_in.get(path(request_, "decide"))
    other = factories.clinician(name="Omar Aziz")
    review.decide(request_, agreeing(request_), version=request_.version, by=other, at=clock.now())
    db.session.commit()
    told = signed_in.submit(
        page,
        offer="other",
        other_offer=another_offer(request_).slug,
        reason="Near their school & <home>.",
        note="Ring after 4pm.",
    )
    assert told.status_code == 409
    assert told.heading == "Somebody else was first"
    for words in (
        "Omar Aziz decided",
        "Near their school & <home>.",
        "Ring after 4pm.",
        another_offer(request_).name,
    ):
        assert words in told.words
    assert number_of(Decision) == 1
    again = signed_in.submit(told)
    assert again.status_code == 200
    assert number_of(Decision) == 1, "looking again stores nothing"
    assert "Ring after 4pm." in again.form()["note"]
    signed_in.submit(again)
    assert number_of(Decision) == 2


def test_a_claim_made_meanwhile_is_told_and_nothing_is_stored(request_, signed_in):
    page = signed_in.get(path(request_, "agree"))
    review.claim(request_, by=factories.clinician(name="Omar Aziz"), at=clock.now())
    told = signed_in.submit(page, note="Prefers mornings.")
    assert told.status_code == 409
    assert "Omar Aziz has claimed it." in told.words
    assert "Prefers mornings." in told.words
    assert number_of(Decision) == 0


def test_handed_back_twice_a_clinician_is_told_a_lead_decides(request_, signed_in, client):
    request_.hand_backs = 2
    screen = signed_in.get(f"/clinic/{request_.reference}")
    assert "a named lead decides" in screen.words
    assert "Agree with the suggestion" not in screen.words
    confirm = signed_in.get(path(request_, "agree"))
    assert signed_in.submit(confirm).status_code == 403
    assert number_of(Decision) == 0
    lead = sign_in(client.application.test_client(), factories.staff("lead"))
    assert lead.submit(lead.get(path(request_, "agree"))).status_code == 200
    assert number_of(Decision) == 1


def test_a_closed_request_is_not_decided(request_, clinician, signed_in):
    review.close(request_, "Moved.", version=request_.version, by=clinician, at=clock.now())
    for step in ("agree", "decide"):
        assert "closed" in signed_in.get(path(request_, step), follow_redirects=True).words


@pytest.mark.parametrize("step", ["agree", "decide"])
def test_what_was_written_while_it_was_closed_is_not_thrown_away(request_, clinician, signed_in, step):
    page = signed_in.get(path(request_, step))
    review.close(request_, "Moved.", version=request_.version, by=clinician, at=clock.now())
    told = signed_in.submit(page, note="Ring after 4pm.")
    assert told.status_code == 409
    assert "Ring after 4pm." in told.words
    assert "Closed" in told.words or "closed" in told.words
    assert number_of(Decision) == 0


def test_nobody_agrees_to_an_offer_they_were_not_shown(request_, signed_in):
    """The list of the suggested offer closes while the page is open: the next one is not chosen in silence."""
    confirm, shown = signed_in.get(path(request_, "agree")), review.suggested_for(request_).offer
    shown.capacity = "closed"
    instead = review.suggested_for(request_).offer
    assert instead not in (None, shown)
    told = signed_in.submit(confirm, note="Ring after 4pm.")
    assert told.status_code == 409
    assert "another offer is suggested now" in told.words
    assert number_of(Decision) == 0
    again = signed_in.submit(told)
    assert instead.name in again.words
    assert "Ring after 4pm." in again.form()["note"]
    signed_in.submit(again)
    assert db.session.scalar(select(Decision.offer_id)) == instead.id


def test_with_no_suggested_offer_left_the_words_go_along_to_where_another_is_chosen(request_, signed_in):
    confirm = signed_in.get(path(request_, "agree"))
    while (offer := review.suggested_for(request_).offer) is not None:
        offer.capacity = "closed"
    told = signed_in.submit(confirm, note="Ring after 4pm.")
    assert told.status_code == 409
    again = signed_in.submit(told, action=path(request_, "decide"))
    assert again.heading == "Decide what happens next"
    assert "Ring after 4pm." in again.form()["note"]


NAUGHTY = st.sampled_from(
    [
        "",
        "x" * 5000,
        "{{7*7}}",
        "<script>alert(1)</script>",
        "'; --",
        "\u202eabc",
        "𝔘𝔫𝔦",
        "-1",
        "99999999999",
        "null",
        "🙂" * 400,
        "a\x00b",
    ]
)
FIELDS = (
    "version",
    "offer",
    "other_offer",
    "starts_now",
    "priority",
    "thrive",
    "primary_reason",
    "reason",
    "note",
    "has_spoken",
    "family_may_be_told",
    "share_anyway",
    "share_reason",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(FIELDS), NAUGHTY, min_size=1, max_size=6))
def test_whatever_is_typed_the_page_answers_and_stores_nothing_wrong(request_, signed_in, typed):
    page = signed_in.get(path(request_, "decide"))
    answer = signed_in.submit(page, **typed)
    assert answer.status_code in (200, 400, 409)
    assert "<script>alert" not in answer.get_data(as_text=True)
