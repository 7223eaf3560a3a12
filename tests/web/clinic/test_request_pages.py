"""One screen a request, claiming it, and the smaller steps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from forms.submission import PersonToContact, ReachBy, WhoItIsAbout
from ifd import clock
from ifd.database import db
from ifd.models import AuditEntry, LookingBack, SupportRequest, Task
from ifd.services import partners, review
from tests import factories
from tests.services.test_review import agreeing
from tests.web.clinic.test_worklist_pages import ROLES, SEES_REQUESTS
from tests.web.signed_in import sign_in
from triage.vocabulary import Hindsight, OfferKind, Priority


@pytest.fixture
def clinician(db_session):
    return factories.clinician(name="Ines Moreau")


@pytest.fixture
def request_(db_session):
    return factories.request(
        text="I <b>cannot</b> go on. I want to die.",
        safety={"suicidal_thoughts_now": "yes"},
        about=WhoItIsAbout(
            given_name="Ada",
            family_name="Lindqvist",
            needs_interpreter=True,
            language="Polish",
            access_needs="BSL",
        ),
        people=(
            PersonToContact(
                who="parent_carer",
                name="Maja",
                may_be_told="no",
                knows="no",
                reach=(ReachBy("sms", "07700 900123", safety="never"),),
            ),
        ),
    )


def test_the_screen_shows_words_summary_suggestion_contacts_and_time(request_, clinician, client):
    page = sign_in(client, clinician).get(f"/clinic/{request_.reference}")
    for words in (
        "In their own words",
        "Suggestion",
        "Offers, in order",
        "People and safe contact",
        "Clocks",
        "What has happened",
        "Request received",
        "Maja must not be told about this request.",
        "Never text Maja on 07700 900123.",
        "Needs an interpreter: Polish.",
        "BSL",
        "Nobody has claimed this.",
    ):
        assert words in page.words, words
    assert page.page.xpath("//mark")
    assert not page.page.xpath("//div[@class='ifd-own-words']//b")
    for label in page.page.xpath("//mark/span"):
        label.drop_tree()
    assert page.page.xpath("string(//div[@class='ifd-own-words'])") == "I <b>cannot</b> go on. I want to die."


def test_a_red_flag_says_which_answer_or_which_words_it_rests_on(request_, clinician, client):
    page = sign_in(client, clinician).get(f"/clinic/{request_.reference}")
    assert "from an answer: Thoughts of suicide now: yes" in page.words
    assert "from their words: ‘want to die’ (now)" in page.words


def test_a_task_of_somebody_elses_list_is_told_and_leads_nowhere(request_, client):
    page = sign_in(client, factories.staff("call_handler")).get(f"/clinic/{request_.reference}")
    asked = select(Task).filter_by(request_id=request_.id, done_at=None)
    open_ones = db.session.scalars(asked).all()
    assert {task.role for task in open_ones} - {"call_handler"}
    for task in open_ones:
        assert task.title in page.words
        link = f"/clinic/tasks/{task.id}"
        assert (link in page.page.xpath("//a/@href")) is (client.get(link).status_code == 200)


def test_a_reason_names_its_rule_with_a_way_to_read_it(request_, clinician, client):
    page = sign_in(client, clinician).get(f"/clinic/{request_.reference}")
    [link] = page.page.xpath("//ul[@class='ifd-reasons']//a[text()='Thoughts of suicide now']/@href")
    assert "read in their words" in page.words
    assert "(screen." not in page.words
    assert "thoughts of suicide now" in client.get(link).words.lower()


def test_a_name_and_an_age_are_written_without_a_gap(client, clinician, db_session):
    for about, title in (
        (WhoItIsAbout(given_name="Mia"), "Mia, age 14"),
        (WhoItIsAbout(), "Name not given, age 14"),
        (WhoItIsAbout(given_name="Mia", family_name="Berg"), "Mia Berg, age 14"),
    ):
        page = sign_in(client, clinician).get(f"/clinic/{factories.request(about=about).reference}").page
        assert page.xpath("string(//h1)") == title


def test_every_source_of_the_summary_is_on_the_page(request_, clinician, client):
    page = sign_in(client, clinician).get(f"/clinic/{request_.reference}").page
    targets = [href[1:] for href in page.xpath("//a/@href") if href.startswith("#answer-")]
    assert targets
    assert set(targets) <= set(page.xpath("//@id"))


def test_opening_a_request_is_recorded(request_, clinician, client):
    sign_in(client, clinician).get(f"/clinic/{request_.reference}")
    viewed = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "request.viewed")).all()
    assert [(entry.staff_id, entry.subject_id) for entry in viewed] == [(clinician.id, request_.id)]


@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_each_page_of_a_request(request_, client, role):
    sign_in(client, factories.staff(role))
    decides = role in {"clinician", "lead"}
    for step, allowed in (
        ("", role in SEES_REQUESTS),
        ("/agree", decides),
        ("/decide", decides),
        ("/close", decides),
        ("/note", role in SEES_REQUESTS),
        ("/raise", role in SEES_REQUESTS),
    ):
        assert client.get(f"/clinic/{request_.reference}{step}").status_code == (200 if allowed else 403), (
            step
        )


@pytest.mark.parametrize(
    "step", ["claim", "release", "agree", "decide", "note", "raise", "close", "take-over", "reopen"]
)
def test_nothing_is_done_by_people_who_may_not(request_, client, step):
    before = request_.version, request_.status
    for role in ("partner", "professional", "analyst", "administrator"):
        sign_in(client, factories.staff(role))
        client.get("/staff")
        assert (
            client.post(f"/clinic/{request_.reference}/{step}", data={"reason": "x", "note": "x"}).status_code
            == 403
        )
    db.session.expire_all()
    assert (request_.version, request_.status) == before


@pytest.mark.parametrize("reference", ["NONE-HERE", "x", "%00", "🙂", "a" * 300])
def test_a_reference_nobody_has_is_not_found(clinician, client, reference):
    sign_in(client, clinician)
    for step in ("", "/agree", "/decide", "/note"):
        assert client.get(f"/clinic/{reference}{step}").status_code == 404


def test_claiming_and_releasing(request_, clinician, client):
    sign_in(client, clinician)
    page = client.get(f"/clinic/{request_.reference}")
    claimed = client.submit(page, f"/clinic/{request_.reference}/claim")
    assert "You claimed this under a minute ago." in claimed.words
    released = client.submit(claimed, f"/clinic/{request_.reference}/release")
    assert "Nobody has claimed this." in released.words


def test_a_closed_request_cannot_be_claimed_from_an_older_page(request_, clinician, client):
    signed_in = sign_in(client, clinician)
    page = signed_in.get(f"/clinic/{request_.reference}")
    review.close(request_, "They moved away.", version=request_.version, by=clinician, at=clock.now())
    db.session.commit()
    told = signed_in.submit(page, f"/clinic/{request_.reference}/claim")
    assert "This request is closed. Open it again before you claim it." in told.words
    db.session.expire_all()
    assert request_.claimed_by_id is None


def test_the_second_to_claim_is_told_who_was_first(request_, clinician, client):
    sign_in(client, factories.clinician(name="Omar Aziz"))
    page = client.get(f"/clinic/{request_.reference}")
    review.claim(db.session.get(SupportRequest, request_.id), by=clinician, at=clock.now())
    told = client.submit(page, f"/clinic/{request_.reference}/claim")
    assert "Ines Moreau claimed this first." in told.words
    assert "is looking at it" in told.words
    assert "Agree with the suggestion" not in told.words


def test_a_lead_takes_over_with_a_reason(request_, clinician, client):
    review.claim(request_, by=clinician, at=clock.now())
    lead = factories.staff("lead")
    sign_in(client, lead)
    page = client.get(f"/clinic/{request_.reference}/take-over")
    refused = client.submit(page, reason="")
    assert refused.errors == {"reason": "Say why you are taking this over"}
    done = client.submit(refused, reason="She is ill today.")
    assert "You have taken this request over." in done.words
    assert "She is ill today." in done.words


def test_a_colleague_takes_over_only_what_has_waited(request_, clinician, client):
    review.claim(request_, by=clinician, at=clock.now() - timedelta(minutes=29))
    sign_in(client, factories.clinician())
    assert client.get(f"/clinic/{request_.reference}/take-over").status_code == 303
    request_.claimed_at = clock.now() - timedelta(minutes=31)
    assert client.get(f"/clinic/{request_.reference}/take-over").status_code == 200


def test_what_was_put_back_meanwhile_is_said_to_be_free(request_, clinician, client):
    review.claim(request_, by=clinician, at=clock.now())
    page = sign_in(client, factories.staff("lead")).get(f"/clinic/{request_.reference}/take-over")
    review.release(request_, by=clinician, at=clock.now())
    told = client.submit(page, reason="She is ill today.")
    assert "it is free" in told.words
    assert "Nobody has claimed this." in told.words


def test_only_more_urgent_priorities_are_offered(request_, clinician, client):
    sign_in(client, clinician)
    page = client.get(f"/clinic/{request_.reference}/raise")
    offered = page.page.xpath("//input[@name='priority']/@value")
    assert offered == [p.value for p in Priority if p.rank < request_.priority.rank]
    lower = client.submit(page, priority="routine", why="Better.")
    assert lower.status_code == 400
    assert "priority" in lower.errors
    assert "Better." in lower.page.xpath("string(//textarea)")
    client.submit(lower, priority="emergency", why="Mother rang.")
    db.session.expire_all()
    assert request_.priority is Priority.EMERGENCY


def test_a_note_a_close_and_an_opening(request_, clinician, client):
    sign_in(client, clinician)
    path = f"/clinic/{request_.reference}"
    noted = client.submit(client.get(f"{path}/note"), note="Rang at four.")
    assert "Rang at four." in noted.words
    closed = client.submit(client.get(f"{path}/close"), reason="Answered; self-care given.")
    assert "Open it again" in closed.words
    reopened = client.submit(client.get(f"{path}/reopen"), reason="Rang again.")
    assert "With the front door" in reopened.words


def chosen(page) -> tuple[list[str], list[str]]:
    """What stands chosen of the question about the suggestion, on the page of closing."""
    return (
        page.page.xpath("//input[@name='was_right'][@checked]/@value"),
        page.page.xpath("//select[@name='right_kind']/option[@selected]/@value"),
    )


def answers() -> list[tuple]:
    return [(row.answer, row.right_kind) for row in db.session.scalars(select(LookingBack))]


def test_closing_asks_whether_the_suggestion_was_right(request_, clinician, client):
    sign_in(client, clinician)
    path = f"/clinic/{request_.reference}"
    page = client.get(f"{path}/close")
    suggested = review.latest_suggestion(request_).document["offers"][0]["kind"]
    assert f"It suggested: {OfferKind(suggested).label}." in page.words
    assert chosen(page)[0] == []
    closed = client.submit(page, reason="It helped.", was_right="partly", right_kind="bereavement")

    assert answers() == [(Hindsight.PARTLY, OfferKind.BEREAVEMENT)]
    assert "asked whether the suggestion was right: partly. Right would have been: Bereavement" in closed.words
    client.submit(client.get(f"{path}/reopen"), reason="Rang again.")
    client.submit(client.get(f"{path}/close"), reason="Still helped.", was_right="cannot_tell")
    assert answers()[1:] == [(Hindsight.CANNOT_TELL, None)]


def test_who_chooses_nothing_is_not_taken_to_say_yes(request_, clinician, client):
    sign_in(client, clinician)
    closed = client.submit(client.get(f"/clinic/{request_.reference}/close"), reason="Answered.")
    assert "Open it again" in closed.words
    assert "Looking back" not in closed.words
    assert answers() == []


def test_of_no_suggestion_nothing_is_asked_and_nothing_stops_the_closing(request_, clinician, client, monkeypatch):
    monkeypatch.setattr("ifd.web.clinic.steps.latest_suggestion", lambda request: None)
    sign_in(client, clinician)
    page = client.get(f"/clinic/{request_.reference}/close")
    assert "Looking back" not in page.words
    assert "Open it again" in client.submit(page, reason="Answered.").words
    assert answers() == []


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"was_right": "perhaps"}, "was_right"),
        ({"was_right": "no", "right_kind": "magic"}, "right_kind"),
        ({"was_right": "perhaps", "right_kind": "bereavement"}, "was_right"),
        ({"was_right": "yes", "right_kind": "bereavement"}, "right_kind"),
        ({"right_kind": "bereavement"}, "right_kind"),
        ({"was_right": "partly", "right_kind": "bereavement", "reason": ""}, "reason"),
    ],
)
def test_an_answer_that_cannot_be_stored_loses_nothing(request_, clinician, client, sent, wrong):
    sign_in(client, clinician)
    page = client.get(f"/clinic/{request_.reference}/close")
    told = client.submit(page, **{"reason": "They are well.", **sent})

    assert told.status_code == 400
    assert wrong in told.errors
    assert "Hindsight" not in told.words
    assert answers() == []
    if sent.get("reason") is None:
        assert "They are well." in told.page.xpath("string(//textarea)")
    kept_right, kept_kind = chosen(told)
    assert kept_right == [sent["was_right"]] if sent.get("was_right") in set(Hindsight) else kept_right == []
    if sent.get("right_kind") in set(OfferKind):
        assert kept_kind == [sent["right_kind"]]
    db.session.expire_all()
    assert request_.status.is_open


def test_an_answer_on_what_has_moved_on_comes_back_chosen(request_, clinician, client):
    sign_in(client, clinician)
    page = client.get(f"/clinic/{request_.reference}/close")
    review.raise_priority(request_, Priority.EMERGENCY, "Worse.", by=clinician, at=clock.now())
    told = client.submit(page, reason="Fine now.", was_right="no", right_kind="bereavement")
    assert told.status_code == 409
    assert "Bereavement" in told.words
    assert answers() == []
    again = client.submit(told)
    assert chosen(again) == (["no"], ["bereavement"])
    client.submit(again)
    assert answers() == [(Hindsight.NO, OfferKind.BEREAVEMENT)]


def test_closing_what_has_moved_on_keeps_the_words(request_, clinician, client):
    sign_in(client, clinician)
    page = client.get(f"/clinic/{request_.reference}/close")
    review.raise_priority(request_, Priority.EMERGENCY, "Worse.", by=clinician, at=clock.now())
    told = client.submit(page, reason="They are fine now.")
    assert told.status_code == 409
    assert "They are fine now." in told.words
    again = client.submit(told)
    assert again.status_code == 200
    assert "They are fine now." in again.page.xpath("string(//textarea)")


def test_an_offer_of_our_own_is_followed_until_help_has_started(request_, clinician, client):
    own = db.session.scalar(select(review.ServiceOffer).where(review.ServiceOffer.slug == "single-session"))
    review.decide(
        request_,
        agreeing(request_, offer=own, reason="One session fits."),
        version=request_.version,
        by=clinician,
        at=clock.now(),
    )
    sign_in(client, clinician)
    path, today = f"/clinic/{request_.reference}", clock.london_date(clock.now())
    day = {"happened_on-day": today.day, "happened_on-month": today.month, "happened_on-year": today.year}
    assert "This is ours to give." in client.get(path).words
    client.submit(client.get(f"{path}/accepted"))
    future = client.submit(client.get(f"{path}/first-contact"), **{**day, "happened_on-year": today.year + 1})
    assert future.errors == {"happened_on-day": "The date must be today or in the past"}
    client.submit(future, **day)
    done = client.submit(client.get(f"{path}/help-started"), **day)
    assert "Help has started" in done.words
    again = client.submit(client.get(f"{path}/accepted"))
    assert again.status_code == 409


def test_a_day_told_too_late_is_kept_with_the_words(request_, clinician, client):
    review.decide(request_, agreeing(request_), version=request_.version, by=clinician, at=clock.now())
    partners.accept(request_, by=clinician, at=clock.now())
    sign_in(client, clinician)
    page, today = client.get(f"/clinic/{request_.reference}/first-contact"), clock.london_date(clock.now())
    review.raise_priority(request_, Priority.EMERGENCY, "Worse.", by=clinician, at=clock.now())
    day = {"happened_on-day": today.day, "happened_on-month": today.month, "happened_on-year": today.year}
    told = client.submit(page, **day)
    assert told.status_code == 409
    again = client.submit(told)
    assert {name: int(again.form()[name]) for name in day} == day
    assert "First contact is recorded." in client.submit(again).words


def test_what_is_as_urgent_as_can_be_takes_a_note_instead(request_, clinician, client):
    """'It has got worse' is said of an emergency too: what is said then has somewhere to go, and is never lost."""
    page = sign_in(client, clinician).get(f"/clinic/{request_.reference}/raise")
    request_.priority, request_.priority_rank = Priority.EMERGENCY, Priority.EMERGENCY.rank
    lost = client.post(page.request.path, data={**page.form(), "priority": "emergency", "why": "He is on the roof"})
    assert lost.status_code == 409
    assert "He is on the roof" in lost.words
    note = client.submit(lost, action=f"/clinic/{request_.reference}/note")
    assert note.status_code == 200
    assert "He is on the roof" in note.form()["note"]

    note = client.get(page.request.path, follow_redirects=True)
    assert note.request.path.endswith("/note")
    assert "It is as urgent as it can be." in note.words
