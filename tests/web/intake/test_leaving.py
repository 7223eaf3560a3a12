"""Leaving quickly: what another person finds at the same screen, and what its writer can still open."""

import pytest
from sqlalchemy import select

from ifd.models import Draft
from ifd.services import intake
from tests import factories
from tests.web.intake.walk import begin, check, go_on, name_of, send, token_of

BIRTHDAY = {"birth_date-day": "3", "birth_date-month": "3", "birth_date-year": "2012"}
PAGES = ("story", "check", "tasks", "save", "help-now", "copy", "sent")


@pytest.fixture(autouse=True)
def area(db_session):
    factories.area()
    db_session.commit()


@pytest.fixture
def token(client):
    """A form with a story."""
    token = token_of(begin(client, "young_person"))
    go_on(client, client.get(f"/request/{token}/story"), story="Keep this")
    return token


def leave(client):
    assert client.post("/request/lock").status_code == 204


def give_birthday(client, token):
    return go_on(client, client.get(f"/request/{token}/about"), **BIRTHDAY)


def assert_nothing_shows(client, token):
    for page in PAGES:
        shown = client.get(f"/request/{token}/{page}")
        assert shown.status_code == 403, page
        assert "Keep this" not in shown.get_data(as_text=True)
    refused = client.post(f"/request/{token}/story", data={"story": "Changed"})
    assert refused.status_code == 403


def test_a_form_with_a_birthday_is_locked_until_it_is_given(client, token):
    give_birthday(client, token)
    leave(client)
    assert_nothing_shows(client, token)
    assert client.post(f"/request/{token}/uncover").status_code == 403
    asked = client.submit(client.get(f"/request/{token}/story"), action=f"/request/{token}/unlock")
    opened = go_on(client, asked, **BIRTHDAY)
    assert client.get(f"/request/{token_of(opened)}/story").form()["story"] == "Keep this"
    # The address in the history still opens nothing.
    assert_nothing_shows(client, token)


def test_a_form_with_a_link_is_locked_too(client, token):
    go_on(client, client.get(f"/request/{token}/save"), where="email", email="zoe@example.org", safe="yes")
    leave(client)
    assert client.get(f"/request/{token}/story").heading == "This form is locked"


def test_a_form_nothing_else_opens_is_covered_and_never_lost(client, db_session, token):
    leave(client)
    assert_nothing_shows(client, token)
    covered = client.get(f"/request/{token}/story")
    assert covered.heading == "Continue"
    assert name_of(go_on(client, covered)) == "age"
    assert client.get(f"/request/{token}/story").form()["story"] == "Keep this"
    assert db_session.scalars(select(Draft)).one().answers["story"] == "Keep this"


def test_an_address_nobody_let_in_is_not_uncovered(app, client, token):
    leave(client)
    other = app.test_client()
    other.get("/request")
    assert other.post(f"/request/{token}/uncover").status_code == 403


def test_leaving_often_keeps_nobody_out(client, token):
    give_birthday(client, token)
    for _ in range(12):
        leave(client)
        locked = client.get(f"/request/{token}/story")
        asked = client.submit(locked, action=f"/request/{token}/unlock")
        assert go_on(client, asked, **BIRTHDAY).status_code == 200


def test_what_was_sent_is_locked_as_well(client, token):
    give_birthday(client, token)
    sent = send(client, check(client, token))
    leave(client)
    assert_nothing_shows(client, token)
    asked = client.submit(client.get(f"/request/{token}/sent"), action=f"/request/{token}/unlock")
    again = go_on(client, asked, **BIRTHDAY)
    assert name_of(again) == "sent"
    assert again.words == sent.words


def test_my_request_is_closed(client, db_session):
    found = intake.receive(factories.submission(), submission_key="k", by="family", at=factories.NOON)
    db_session.commit()
    find = client.get("/my-request")
    shown = client.submit(find, reference=found.request.reference, code=found.status_code, follow_redirects=True)
    assert shown.heading == "Where your request is"
    leave(client)
    assert client.get("/my-request/now", follow_redirects=True).heading == "My request"


def test_leaving_with_nothing_open_is_fine(client):
    leave(client)
    assert begin(client, "young_person").status_code == 200


def test_every_public_page_can_lock_as_it_is_left(client):
    for address in ("/", "/request", "/my-request", "/help-now"):
        link = client.get(address).page.xpath("//a[@data-ifd-exit-link]")[0]
        assert link.get("data-ifd-lock") == "/request/lock"


def test_a_browser_that_keeps_no_cookies_is_told_so(app, client):
    without = app.test_client(use_cookies=False)
    sent = without.post(
        "/request", data={"requester": "young_person"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    begun = begin(client, "young_person").request
    shown = without.get(begun.path, query_string=begun.args)
    for page in (sent, shown):
        assert page.status_code in (400, 403)
        assert "Your browser blocks cookies" in page.words
        assert "Allow them for this site" in page.words
    assert "This form is locked" not in shown.words
    # An address found in a history is no sign of it.
    assert "This form is locked" in without.get(begun.path).words
