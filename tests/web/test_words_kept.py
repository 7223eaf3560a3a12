"""Where a page cannot be shown again, what was written into its form is: going back would not bring it back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ifd import clock
from tests import factories
from tests.web.signed_in import sign_in

WORDS = "Rang at four & she <is> worse."


@pytest.fixture
def request_(db_session):
    return factories.request()


@pytest.fixture
def note(request_) -> str:
    return f"/clinic/{request_.reference}/note"


def test_a_note_sent_after_the_session_ended_is_not_lost(client, note, settings, time_machine):
    page = sign_in(client, factories.clinician()).get(note)
    time_machine.move_to(clock.now() + timedelta(minutes=settings.staff_idle_minutes + 1))
    answer = client.submit(page, note=WORDS)

    assert answer.status_code == 401
    assert answer.heading == "You have been signed out"
    assert WORDS in answer.words
    assert client.get(note).headers["Location"] == "/staff/sign-in"


def test_a_password_is_not_said_back(client, db_session, settings, time_machine):
    page = sign_in(client, factories.clinician()).get("/staff/change-password")
    time_machine.move_to(clock.now() + timedelta(minutes=settings.staff_idle_minutes + 1))
    secret = "three very secret words"
    answer = client.submit(page, now=secret, password=secret, again=secret)

    assert answer.status_code == 401
    assert secret not in answer.get_data(as_text=True)


@pytest.mark.parametrize(("came_from", "is_shown"), [("same-origin", True), ("cross-site", False), ("", False)])
def test_a_stale_form_says_what_was_written_but_never_another_sites_words(client, db_session, came_from, is_shown):
    client.get("/my-request")  # a browser that keeps cookies
    headers = {"Sec-Fetch-Site": came_from} if came_from else {}
    answer = client.post("/my-request/got-worse", data={"words": WORDS, "csrf_token": "old"}, headers=headers)

    assert answer.status_code == 400
    assert answer.heading == "This page is out of date"
    assert (WORDS in answer.words) is is_shown


def test_who_may_not_is_told_why_and_keeps_the_words(client, request_):
    request_.hand_backs = 2
    confirm = sign_in(client, factories.clinician()).get(f"/clinic/{request_.reference}/agree")
    answer = client.submit(confirm, note=WORDS)

    assert answer.status_code == 403
    assert "Handed back twice: a lead decides." in answer.words
    assert WORDS in answer.words


def test_a_page_that_breaks_keeps_the_words(client, note, monkeypatch):
    page = sign_in(client, factories.clinician()).get(note)

    def breaks(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("ifd.services.review.add_note", breaks)
    monkeypatch.setitem(client.application.config, "PROPAGATE_EXCEPTIONS", False)
    answer = client.submit(page, note=WORDS)

    assert answer.status_code == 500
    assert WORDS in answer.words
