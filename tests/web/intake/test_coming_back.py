"""Saving and coming back: a link alone opens nothing, looking at it uses nothing up, and nobody learns who wrote."""

import re

import pytest
from sqlalchemy import select

from ifd.models import Draft, OutboxMessage, ResumeLink
from tests import factories
from tests.web.intake.walk import begin, go_on, name_of, token_of


@pytest.fixture(autouse=True)
def area(db_session):
    factories.area()
    db_session.commit()


@pytest.fixture
def saved(client, db_session):
    """A form with a story and a birthday, saved with an email address; its token."""
    token = token_of(begin(client, "young_person"))
    go_on(client, client.get(f"/request/{token}/story"), story="Keep this")
    go_on(
        client,
        client.get(f"/request/{token}/about"),
        **{"birth_date-day": "3", "birth_date-month": "3", "birth_date-year": "2012"},
    )
    save = client.get(f"/request/{token}/save")
    done = go_on(client, save, where="email", email="Zoe@Example.org", safe="yes")
    assert done.heading == "Your answers are saved"
    return token


def sent(db_session, template):
    return db_session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.template.startswith(template))
        .order_by(OutboxMessage.id.desc())
    ).all()


def link_in(message):
    return "/" + message.facts["url"].partition("://")[2].partition("/")[2]


def test_the_link_and_a_code_open_the_form_in_another_browser(app, db_session, saved):
    message = sent(db_session, "come_back_link")[0]
    assert message.to_address.casefold() == "zoe@example.org"
    other = app.test_client()
    neutral = other.get(link_in(message))
    assert neutral.heading == "Continue"
    assert "Keep this" not in neutral.words
    asked = other.submit(neutral)
    assert asked.heading == "Show that it is you"
    told = other.submit(asked, action=asked.page.forms[0].action)
    code = sent(db_session, "come_back_code")[0].facts["code"]
    assert re.fullmatch(r"\d{6}", code)
    opened = go_on(other, told, code=f" {code[:3]} {code[3:]} ")
    assert name_of(opened) == "age"
    story = other.get(f"/request/{token_of(opened)}/story")
    assert story.form()["story"] == "Keep this"
    # Used once: the same code opens nothing in a third browser.
    third = app.test_client()
    assert "code" in go_on(third, third.get(link_in(message) + "/check"), code=code).errors


def test_the_birthday_opens_it_too(app, db_session, saved):
    other = app.test_client()
    asked = other.get(link_in(sent(db_session, "come_back_link")[0]) + "/check")
    wrong = go_on(other, asked, **{"birth_date-day": "4", "birth_date-month": "3", "birth_date-year": "2012"})
    assert wrong.errors == {"code": "That is not right, or it has run out. Check it, or ask for a new code"}
    assert name_of(go_on(other, wrong, **{"birth_date-day": "3"})) == "age"


def test_looking_at_a_link_uses_nothing_up(app, db_session, saved):
    address = link_in(sent(db_session, "come_back_link")[0])
    before = db_session.scalars(select(ResumeLink)).one().code_attempts
    for _ in range(10):
        app.test_client().get(address)
    assert db_session.scalars(select(ResumeLink)).one().code_attempts == before


def test_five_wrong_tries_end_a_link(app, db_session, saved):
    other = app.test_client()
    address = link_in(sent(db_session, "come_back_link")[0]) + "/check"
    for _ in range(5):
        go_on(other, other.get(address), code="000000x1")
    right = {"birth_date-day": "3", "birth_date-month": "3", "birth_date-year": "2012"}
    assert "code" in go_on(other, other.get(address), **right).errors


def test_an_address_from_a_history_opens_nothing(app, db_session, client, saved):
    other = app.test_client()
    for page in ("story", "check", "tasks", "sent", "copy", "help-now", "save"):
        shown = other.get(f"/request/{saved}/{page}")
        assert shown.status_code == 403
        assert "Keep this" not in shown.get_data(as_text=True)
    refused = other.post(f"/request/{saved}/story", data={"story": "Changed"})
    assert refused.status_code == 403
    assert db_session.scalars(select(Draft)).one().answers["story"] == "Keep this"


def test_an_address_that_is_nothing_looks_the_same(app, saved):
    other = app.test_client()
    real, made_up = other.get(f"/request/{saved}/story"), other.get(f"/request/{'A' * 43}/story")
    assert real.status_code == made_up.status_code
    assert real.words == made_up.words
    asked = [other.submit(page, action=page.page.forms[-1].action) for page in (real, made_up)]
    assert asked[0].words == asked[1].words
    wrong = {"birth_date-day": "1", "birth_date-month": "1", "birth_date-year": "2011"}
    assert len({go_on(other, page, **wrong).words for page in asked}) == 1


def test_the_birthday_opens_a_form_found_in_a_history(app, saved):
    other = app.test_client()
    locked = other.get(f"/request/{saved}/story")
    asked = other.submit(locked, action=locked.page.forms[-1].action)
    assert (
        name_of(
            go_on(other, asked, **{"birth_date-day": "3", "birth_date-month": "3", "birth_date-year": "2012"})
        )
        == "age"
    )


def test_three_links_an_hour_and_the_same_words(app, client, db_session, saved):
    shown = {
        go_on(
            client, client.get(f"/request/{saved}/save"), where="email", email="zoe@example.org", safe="yes"
        ).words
        for _ in range(4)
    }
    assert len(shown) == 1
    assert len(sent(db_session, "come_back_link")) == 3


def test_asking_for_a_link_answers_everybody_alike(app, db_session, saved):
    other = app.test_client()
    known = go_on(other, other.get("/request/come-back"), where="email", email="ZOE@example.org")
    unknown = go_on(other, other.get("/request/come-back"), where="email", email="nobody@example.org")
    assert known.words == unknown.words
    assert known.request.path == unknown.request.path
    assert len(sent(db_session, "come_back_link")) == 2


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, "where"),
        ({"where": "email", "safe": "yes"}, "email"),
        ({"where": "email", "email": "wrong", "safe": "yes"}, "email"),
        ({"where": "sms", "phone": "01603 123456", "safe": "yes"}, "phone"),
        ({"where": "email", "email": "zoe@example.org", "safe": "no"}, "safe"),
        ({"where": "email", "email": "zoe@example.org"}, "safe"),
    ],
)
def test_nothing_is_sent_where_it_is_not_safe_or_not_right(client, db_session, answers, field):
    token = token_of(begin(client, "young_person"))
    shown = go_on(client, client.get(f"/request/{token}/save"), **answers)
    assert field in shown.errors
    assert sent(db_session, "come_back") == []
