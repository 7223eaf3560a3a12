"""The database locked, failing or gone: an honest page, nothing half stored, and crisis help all the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from ifd import clock, create_app
from ifd.database import db
from ifd.models import Draft, SupportRequest
from ifd.services import intake
from tests import factories
from tests.reviewing_client import ReviewingClient
from tests.settings import settings_for
from tests.web.intake.walk import begin, check, go_on, name_of, send, token_of
from tests.whole_house import rows

NEEDS_NO_DATABASE = (
    *("/", "/help-now", "/request", "/self-care", "/my-request", "/staff/sign-in", "/leaving-safely"),
    *("/your-information", "/cookies", "/accessibility", "/livez"),
)
SORRY = "Sorry, we cannot save right now"


@pytest.fixture
def gone():
    """An application whose database nobody serves."""
    app = create_app(settings_for("postgresql://nobody:x@127.0.0.1:1/none", "redis://127.0.0.1:1/0"))
    app.test_client_class = ReviewingClient
    return app


def pretend_to_be_signed_in(client) -> None:
    at = int(clock.now().timestamp())
    with client.session_transaction() as session:
        session.update(_user_id="1:0", second_factor=True, began_at=at, seen_at=at)


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_help_is_there_without_a_database(gone, is_signed_in):
    client = gone.test_client()
    gone.login_manager.session_protection = None
    if is_signed_in:
        pretend_to_be_signed_in(client)
    for address in NEEDS_NO_DATABASE:
        assert client.get(address).status_code == 200 or (is_signed_in and address == "/staff/sign-in"), address
    assert "999" in client.get("/help-now").words
    gone.login_manager.session_protection = "strong"


@pytest.mark.parametrize("address", ["/offers", "/waits", "/staff", "/clinic", "/metrics"])
def test_other_pages_say_that_they_cannot_now(gone, address):
    client = gone.test_client()
    gone.login_manager.session_protection = None
    pretend_to_be_signed_in(client)
    answer = client.get(address)
    gone.login_manager.session_protection = "strong"

    assert (answer.status_code, answer.heading, answer.headers["Retry-After"]) == (503, SORRY, "30")
    assert "999" in answer.words


@pytest.fixture
def checked(client, db_session):
    """A form that is written and only needs to be sent."""
    factories.area()
    db_session.commit()
    token = token_of(begin(client, "young_person"))
    go_on(client, client.get(f"/request/{token}/story"), story="I worry a lot")
    return check(client, token)


@pytest.mark.engines("sqlite")
def test_a_locked_database_is_said_and_the_form_is_still_there(client, checked, database_url):
    before = rows()

    def hurry(connection, _record, _proxy):
        connection.execute("PRAGMA busy_timeout = 50")

    event.listen(db.engine, "checkout", hurry)
    try:
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            refused = send(client, checked)
    finally:
        event.remove(db.engine, "checkout", hurry)

    assert (refused.status_code, refused.heading) == (503, SORRY)
    assert rows() == before
    assert name_of(send(client, checked)) == "sent"


@pytest.mark.engines("sqlite", "postgresql")
@pytest.mark.parametrize("when", ["commit", "before_cursor_execute"])
def test_what_fails_while_storing_stores_nothing(client, checked, db_session, when):
    """The connection breaks at the commit, or in the middle of the rows."""
    before = rows()
    seen = []

    def at_commit(_connection):
        raise OperationalError("COMMIT", {}, Exception("server closed the connection"))

    def in_the_middle(_connection, _cursor, statement, *_rest):
        seen.append(statement)
        if statement.startswith("INSERT INTO wait_clock"):
            raise OperationalError(statement, {}, Exception("disk is full"))

    broken = at_commit if when == "commit" else in_the_middle
    event.listen(db.engine, when, broken)
    try:
        refused = send(client, checked)
    finally:
        event.remove(db.engine, when, broken)

    assert (refused.status_code, refused.heading) == (503, SORRY)
    assert "999" in refused.words
    assert rows() == before
    sent = send(client, checked)
    assert name_of(sent) == "sent"
    assert db_session.query(SupportRequest).count() == 1


def test_a_page_of_the_form_that_could_not_be_saved_says_so(client, checked, db_session):
    story = client.get(f"/request/{token_of(checked)}/story")

    def at_commit(_connection):
        raise OperationalError("COMMIT", {}, Exception("gone"))

    event.listen(db.engine, "commit", at_commit)
    try:
        refused = client.post(story.request.path, data={**story.form(), "story": "More"})
    finally:
        event.remove(db.engine, "commit", at_commit)

    assert refused.status_code == 503
    assert "This page was not saved. Answers from earlier pages are safe." in refused.words
    assert db_session.query(Draft).one().answers["story"] == "I worry a lot"


def test_a_constraint_nobody_expected_leaves_nothing_behind(app, db_session, monkeypatch):
    """A fault of ours in the middle of storing: a page, and not half a request."""
    factories.area()
    db_session.commit()
    before = rows()
    monkeypatch.setattr("ifd.services.messages.tell", lambda *_args, **_facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        intake.receive(factories.submission(), submission_key="k", by="family", at=clock.now())
    db_session.rollback()

    assert rows() == before
