"""A copy for whoever wrote it: with the code, while nobody else has one; by e-mail only the way to it."""

import pytest
from sqlalchemy import select

from ifd.models import OutboxMessage, SupportRequest
from ifd.services.wording import wording
from tests import factories
from tests.web.intake.walk import begin, check, go_on, send, token_of

STORY = "Nobody but us should read this"


@pytest.fixture(autouse=True)
def area(db_session):
    factories.area()
    db_session.commit()


def ask(client, *, safety="safe", parent_told=False):
    """A young person's request with an e-mail address; the page after sending."""
    token = token_of(begin(client, "young_person"))
    go_on(client, client.get(f"/request/{token}/age"), age="15")
    go_on(client, client.get(f"/request/{token}/story"), story=STORY)
    go_on(client, client.get(f"/request/{token}/reach-you"), young_email="zoe@example.org")
    go_on(client, client.get(f"/request/{token}/safe-for-you"), young_email_safety=safety)
    if parent_told:
        go_on(client, client.get(f"/request/{token}/who-to-tell"), tell_parents="yes")
        go_on(client, client.get(f"/request/{token}/parents-contact"), parent_phone="07700 900123")
    return send(client, check(client, token))


def code_on(sent):
    return sent.words.partition("Your 6-digit code is ")[2][:6]


def look(client, request, code):
    return client.submit(client.get("/my-request"), reference=request.reference, code=code)


def copies_sent(db_session):
    return db_session.scalars(select(OutboxMessage).where(OutboxMessage.template == "copy_link")).all()


def email_me(client, sent):
    return client.submit(sent, action=sent.request.path.replace("/sent", "/copy"))


def test_the_writer_reads_it_again_with_reference_and_code(app, client, db_session):
    sent = ask(client)
    request = db_session.scalars(select(SupportRequest)).one()
    other = app.test_client()
    shown = look(other, request, code_on(sent))
    copy = other.get(shown.page.xpath("//a[contains(., 'what you told us')]/@href")[0])
    assert copy.heading == "What you told us"
    assert STORY in copy.words
    assert request.reference not in copy.request.url


def test_without_the_code_there_is_no_copy(app, client):
    ask(client)
    shown = app.test_client().get("/my-request/copy", follow_redirects=True)
    assert shown.heading == "My request"
    assert STORY not in shown.words


def test_nobody_else_who_was_sent_a_code_reads_it(app, client, db_session):
    sent = ask(client, parent_told=True)
    request = db_session.scalars(select(SupportRequest)).one()
    assert "Email me the way" not in sent.words
    other = app.test_client()
    shown = look(other, request, code_on(sent))
    assert shown.heading == "Where your request is"
    assert "what you told us" not in shown.words
    assert other.get("/my-request/copy", follow_redirects=True).heading == "Where your request is"


def test_the_email_holds_the_way_and_no_answer(client, db_session):
    sent = ask(client)
    told = email_me(client, sent)
    assert "We have sent an email to the address you said is safe." in told.words
    email_me(client, told)
    message, *more = copies_sent(db_session)
    assert not more
    assert message.facts.keys() == {"reference"}
    filled = wording().words("copy_link", "email").filled({"link": "https://example.org/my-request"})
    assert "https://example.org/my-request" in filled.body
    assert STORY not in filled.body


@pytest.mark.parametrize("safety", ["neutral_only", "never", None])
def test_it_goes_only_where_they_said_it_is_safe(client, db_session, safety):
    sent = ask(client, safety=safety)
    assert "Email me the way" not in sent.words
    posted = client.post(sent.request.path.replace("/sent", "/copy"), follow_redirects=True)
    assert "We have no email address that you said is safe." in posted.words
    assert copies_sent(db_session) == []


def test_a_browser_that_may_not_open_the_form_sends_nothing(app, client, db_session):
    sent = ask(client)
    other = app.test_client()
    other.get("/request")
    assert other.post(sent.request.path.replace("/sent", "/copy")).status_code == 403
    assert copies_sent(db_session) == []
