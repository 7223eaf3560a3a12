"""Taking a request by telephone on screen: safety first, any order, nothing lost, read back, one request."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from ifd.database import db
from ifd.models import AdviceCall, AuditEntry, Draft, SupportRequest, Task
from tests import factories
from tests.web.clinic.test_worklist_pages import ROLES
from tests.web.signed_in import sign_in
from triage.vocabulary import Channel

TAKES_CALLS = {"clinician", "lead", "call_handler"}


@pytest.fixture
def desk(db_session, client):
    return sign_in(client, factories.staff("call_handler", name="Bo Lund"))


def begin(desk, **answers):
    page = desk.get("/calls")
    return desk.submit(page, "/calls/new", **{"requester": "parent_carer", "age": "14", **answers})


def the_draft() -> Draft:
    db.session.expire_all()
    return db.session.scalar(select(Draft).order_by(Draft.id.desc()))


def test_every_number_of_the_crisis_script_can_be_rung_and_its_sentences_end_once(desk):
    begin(desk)
    page = desk.get(f"/calls/{the_draft().id}/crisis")
    links = page.page.xpath("//main//ul//a/@href")
    assert {"tel:999", "tel:111", "tel:08001111"} <= set(links)
    assert ".:" not in page.words
    assert ".." not in page.words


@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_the_desk(db_session, client, role):
    sign_in(client, factories.staff(role))
    for path in ("/calls", "/calls/advice", "/calls/search"):
        assert client.get(path).status_code == (200 if role in TAKES_CALLS else 403), path
    if role not in TAKES_CALLS:
        client.get("/staff")
        assert client.post("/calls/new", data={"requester": "parent_carer"}).status_code == 403
        assert client.post("/calls/search", data={"words": "ada"}).status_code == 403


@pytest.mark.parametrize(
    ("requester", "first"),
    [("young_person", "Staying safe"), ("parent_carer", "Staying safe"), ("professional", "The request")],
)
def test_safety_comes_first(desk, requester, first):
    page = begin(desk, requester=requester)
    assert page.heading == first
    assert "Say:" in page.words


def test_who_is_calling_must_be_said(desk):
    page = desk.submit(desk.get("/calls"), "/calls/new", requester=None, age="fourteen")
    assert set(page.errors) == {"requester", "age"}
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def test_an_answer_that_calls_for_more_keeps_the_section_open(desk):
    page = begin(desk)
    plan = "//input[@name='suicide_plan_or_intent']"
    assert not page.page.xpath(plan)
    more = desk.submit(page, immediate_danger="no", suicidal_thoughts_now="yes")
    assert more.heading == "Staying safe"
    assert "a little more" in more.words
    assert more.page.xpath(plan)


def test_danger_brings_the_script_keeps_the_answers_and_calls_a_clinician(desk):
    page = begin(desk)
    script = desk.submit(page, immediate_danger="yes", self_harm_last_month="no")
    assert script.heading == "Crisis script"
    assert "999" in script.words
    assert the_draft().answers["immediate_danger"] == "yes"
    assert "danger_draft" in db.session.scalars(select(Task.kind)).all()
    on = desk.get(script.page.xpath("//a[normalize-space()='Go on with the call']/@href")[0])
    assert "An answer says there is danger." in on.words
    assert on.page.xpath("//input[@name='immediate_danger'][@checked]/@value") == ["yes"]


def test_sections_can_be_taken_in_any_order(desk):
    page = begin(desk)
    links = page.page.xpath("//nav[@aria-label='Sections of this call']//a/@href")
    sections = [link for link in links if "/section/" in link]
    assert len(sections) > 3
    for link in reversed(sections):
        assert desk.get(link).status_code == 200


def test_a_wrong_answer_is_said_and_the_others_are_kept(desk):
    begin(desk)
    path = f"/calls/{the_draft().id}/section/contact"
    page = desk.submit(desk.get(path), path, parent_name="Maja", parent_phone="12")
    assert page.status_code == 400
    assert "parent_phone" in page.errors
    assert "12" in page.page.xpath("//input[@name='parent_phone']/@value")
    assert the_draft().answers["parent_name"] == "Maja"


def test_a_whole_call_from_hello_to_the_reference(desk):
    page = begin(desk)
    for _ in range(12):
        if page.heading == "Read back before you send":
            break
        action = page.page.xpath("//main//form/@action")[0]
        page = desk.submit(
            page,
            action,
            **({"parent_phone": "07700 900 123", "parent_name": "Maja"} if "contact" in action else {}),
            **({"story": "He will not leave his room."} if "happening" in action else {}),
        )
    assert page.heading == "Read back before you send"
    assert "He will not leave his room." in page.words
    sent = desk.submit(page, f"/calls/{the_draft().id}/send")
    request = db.session.scalar(select(SupportRequest))
    assert request.channel is Channel.PHONE
    assert request.reference in sent.words
    assert "The code to see where it is" in sent.words
    again = desk.submit(page, f"/calls/{the_draft().id}/send")
    assert request.reference in again.words
    assert db.session.scalar(select(func.count()).select_from(SupportRequest)) == 1
    assert desk.get(f"/calls/{the_draft().id}/section/safety", follow_redirects=True).heading == sent.heading


def test_a_call_can_be_set_aside_with_a_reason_and_taken_up_again(desk):
    begin(desk)
    path = f"/calls/{the_draft().id}/set-aside"
    refused = desk.submit(desk.get(path), path, reason="")
    assert refused.errors == {"reason": "Say why the call is not going on"}
    done = desk.submit(refused, path, reason="They rang off.")
    assert "Calls you have not finished" not in done.words
    assert desk.get(f"/calls/{the_draft().id}", follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/calls/999",
        "/calls/99999999999999999999",
        "/calls/0/check",
        "/calls/999/send",
        "/calls/x",
        "/calls/advice/999",
        "/calls/request/NONE-HERE",
    ],
)
def test_what_is_not_there_says_so(desk, path):
    desk.get("/staff")
    answer = desk.post(path) if path.endswith("send") else desk.get(path)
    assert answer.status_code == 404


def test_a_section_nobody_knows_is_not_found(desk):
    begin(desk)
    assert desk.get(f"/calls/{the_draft().id}/section/none").status_code == 404


def test_a_familys_form_cannot_be_opened_from_the_desk(desk, client):
    from ifd.services import drafts

    draft, _token = drafts.start({"requester": "parent_carer"}, by="family", at=factories.NOON)
    db.session.commit()
    for path in ("", "/check", "/section/safety", "/set-aside", "/crisis", "/sent"):
        assert desk.get(f"/calls/{draft.id}{path}").status_code == 404


def test_an_advice_call_in_one_short_form(desk):
    page = desk.get("/calls/advice")
    refused = desk.submit(page, advice="", caller="young_person", safety="asked_no_concern")
    assert refused.errors == {"advice": "Say what you advised"}
    given = desk.submit(refused, advice="Talk to school.", minutes="4", age="15", needs=["anxiety", "sleep"])
    assert "Talk to school." in given.words
    again = desk.submit(refused, advice="Talk to school.", minutes="4")
    assert again.status_code == 200
    assert db.session.scalar(select(func.count()).select_from(AdviceCall)) == 1
    section = desk.submit(given, f"/calls/advice/{db.session.scalar(select(AdviceCall.id))}/request")
    assert section.heading == "Staying safe"
    assert the_draft().answers["needs"] == ["anxiety", "sleep"]


def test_a_concern_shows_the_lines_at_once(desk):
    page = desk.submit(
        desk.get("/calls/advice"), advice="Stay with them.", caller="parent_carer", safety="asked_concern"
    )
    assert "There was a concern." in page.words
    assert "111" in page.words


NAUGHTY = st.sampled_from(
    [
        "",
        "x" * 3000,
        "<script>alert(1)</script>",
        "\u202eabc",
        "-1",
        "999999999999999999999",
        "🙂" * 90,
        "a\x00b",
        "١٢",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ("submission_key", "caller", "age", "safety", "advice", "minutes", "callback_number", "needs"), NAUGHTY
        ),
    )
)
def test_whatever_is_typed_about_advice_the_page_answers(desk, typed):
    answer = desk.submit(desk.get("/calls/advice"), **typed)
    assert answer.status_code in (200, 400)
    assert "<script>alert" not in answer.get_data(as_text=True)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("requester", "profession", "age"), NAUGHTY)))
def test_whatever_is_typed_to_begin_the_page_answers(desk, typed):
    assert begin(desk, **typed).status_code in (200, 400)


def test_opening_a_colleagues_call_is_recorded_and_ones_own_is_not(desk, client):
    begin(desk)
    draft = the_draft()
    seen = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "draft.viewed")
    assert db.session.scalar(seen) == 0
    sign_in(client.application.test_client(), factories.staff("call_handler")).get(f"/calls/{draft.id}/check")
    assert db.session.scalar(seen) == 1


def test_opening_an_advice_call_is_recorded(desk):
    page = desk.get("/calls/advice")
    desk.submit(page, caller="parent_carer", advice="Sleep routine.", safety="asked_no_concern")
    call = db.session.scalars(select(AdviceCall)).one()
    desk.get(f"/calls/advice/{call.id}")
    seen = db.session.scalars(select(AuditEntry.subject_id).where(AuditEntry.action == "advice.viewed"))
    assert set(seen) == {call.id}
