"""A form open in two tabs and sent in one: what is written in the other is added to the request, never lost."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from ifd.models import Draft, RequestEvent, SupportRequest, Task
from tests import factories
from tests.web.intake.walk import begin, check, go_on, name_of, send, token_of
from triage.lifecycle import Event

ADDED = "You have already sent this. We have added what you just wrote."


@pytest.fixture
def second_tab(client, db_session):
    """The page of their words in a second tab, of a form that has just been sent in the first."""
    factories.area()
    db_session.commit()
    token = token_of(begin(client, "young_person"))
    go_on(client, client.get(f"/request/{token}/story"), story="I worry a lot.")
    open_pages = {name: client.get(f"/request/{token}/{name}") for name in ("story", "thoughts", "plan", "danger")}
    assert name_of(send(client, check(client, token))) == "sent"
    return open_pages


def told(db_session) -> list[RequestEvent]:
    return list(db_session.scalars(select(RequestEvent).where(RequestEvent.event == Event.ADDED_TO)))


def kinds(db_session) -> set[str]:
    return set(db_session.scalars(select(Task.kind).where(Task.done_at.is_(None))))


def test_what_is_written_later_is_added_and_said_to_be(client, db_session, second_tab):
    page = go_on(client, second_tab["story"], story="I worry a lot. My dog died too.")
    assert name_of(page) == "sent"
    assert ADDED in page.words
    (event,) = told(db_session)
    assert event.note == "I worry a lot. My dog died too."
    assert event.detail["what"] == "added_later"
    assert "added_later" in kinds(db_session)
    assert db_session.scalar(select(func.count(SupportRequest.id))) == 1


def test_words_of_danger_show_help_at_once_and_bring_a_clinician(client, db_session, second_tab):
    page = go_on(client, second_tab["story"], story="I have taken tablets, I want it to end")
    assert name_of(page) == "help-now"
    assert "Please get help now" in page.heading
    assert ADDED in page.words
    assert "Carry on with the form" not in page.words
    assert {"added_later", "red_flag_call"} <= kinds(db_session)
    on = client.get(page.page.xpath("//a[contains(., 'Go to your request')]/@href")[0], follow_redirects=True)
    assert on.heading == "We have your request"


def test_an_answer_of_danger_is_kept_beside_its_question(client, db_session, second_tab):
    page = go_on(client, second_tab["danger"], immediate_danger="yes")
    assert name_of(page) == "help-now"
    (event,) = told(db_session)
    assert event.note.endswith(": Yes")
    assert "red_flag_call" in kinds(db_session)


def test_the_same_answers_again_are_nothing_new(client, db_session, second_tab):
    page = go_on(client, second_tab["story"], story="I worry a lot.")
    assert name_of(page) == "sent"
    assert ADDED not in page.words
    for _ in range(2):
        go_on(client, second_tab["story"], story="My dog died.")
    assert len(told(db_session)) == 1


def test_the_form_that_was_sent_stays_as_it_was(client, db_session, second_tab):
    go_on(client, second_tab["story"], story="My dog died.")
    assert db_session.scalars(select(Draft)).one().answers["story"] == "I worry a lot."
    assert db_session.scalars(select(SupportRequest)).one().text == "I worry a lot."


def test_a_page_that_is_out_of_date_keeps_its_words(client, db_session, second_tab):
    action = second_tab["story"].page.forms[-1].action
    late = client.post(action, data={"story": "My dog died.", "csrf_token": "old"}, headers={"Referer": "https://localhost"})
    assert late.status_code == 400
    assert "My dog died." in late.page.xpath("string(//textarea)")


def test_another_browser_adds_to_nothing(app, client, db_session, second_tab):
    other = app.test_client()
    other.get("/request")
    answer = other.post(second_tab["story"].page.forms[-1].action, data={"story": "Not theirs"})
    assert answer.status_code in (400, 403)
    assert not told(db_session)
