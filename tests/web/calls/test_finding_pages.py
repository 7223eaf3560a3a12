"""One search, the check, and the line that is safe to say."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forms.submission import PersonToContact
from ifd.database import db
from ifd.models import AuditEntry
from ifd.presenters.safe_to_say import SAY_NOTHING
from tests import factories
from tests.web.signed_in import sign_in


@pytest.fixture
def desk(db_session, client):
    return sign_in(client, factories.staff("call_handler"))


@pytest.fixture
def request_(db_session):
    return factories.request(
        people=(factories.parent(), PersonToContact(who="other", name="Uncle Per", may_be_told="no"))
    )


def search(desk, words: str):
    return desk.submit(desk.get("/calls/search"), words=words)


def test_a_search_shows_where_it_is_and_what_may_be_said(request_, desk):
    page = search(desk, "ada lind")
    for words in (request_.reference, "With the front door", "Read as a name", "say only"):
        assert words in page.words
    assert SAY_NOTHING in page.words


def test_what_is_searched_for_stands_in_no_address(request_, desk):
    page = search(desk, "Lindqvist")
    assert page.request.query_string == b""
    assert "Lindqvist" not in page.request.path
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "requests.searched"))
    assert entry.detail == {"read_as": "a name", "hits": 1}
    assert desk.get("/calls/search?words=Lindqvist").page.xpath("//input[@name='words']/@value") in ([], [""])


def test_nothing_found_says_what_to_try(desk):
    assert "Nothing was found" in search(desk, "nobody").words
    assert search(desk, "").errors == {"words": "Enter what the caller gave you"}


def test_nothing_may_be_said_before_the_check(request_, desk):
    page = desk.get(f"/calls/request/{request_.reference}")
    assert SAY_NOTHING in page.words
    assert (
        db.session.scalar(select(AuditEntry.subject_id).where(AuditEntry.action == "request.viewed"))
        == request_.id
    )


def checked(desk, request_, name: str, **ticks):
    page = desk.get(f"/calls/request/{request_.reference}")
    who = next((str(one.id) for one in request_.contacts if one.name == name), "nobody")
    return desk.submit(page, caller=who, **ticks)


def test_after_the_check_a_parent_hears_where_it_is(request_, desk):
    page = checked(desk, request_, "Maja Lindqvist", gave_name="y", gave_birth_date="y")
    assert "The front door has the request." in page.words
    assert SAY_NOTHING not in page.words
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "identity.checked"))
    assert entry.detail == {"who": "parent_carer", "passed": ["gave_name", "gave_birth_date"]}


def test_one_check_is_not_enough_and_some_people_are_never_told(request_, desk):
    both = {"gave_name": "y", "gave_birth_date": "y"}
    assert SAY_NOTHING in checked(desk, request_, "Maja Lindqvist", gave_name="y").words
    assert SAY_NOTHING in checked(desk, request_, "Uncle Per", **both).words
    assert SAY_NOTHING in checked(desk, request_, "a stranger", **both).words


def test_who_is_calling_must_be_chosen(request_, desk):
    page = desk.submit(desk.get(f"/calls/request/{request_.reference}"), gave_name="y")
    assert page.errors == {"caller": "Choose who is calling"}
    assert SAY_NOTHING in page.words


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60)
    | st.sampled_from(
        [
            "x" * 5000,
            "%",
            "_%_",
            "31/13/2012",
            "<script>alert(1)</script>",
            "a\x00b",
            "\ud800".encode("utf-8", "replace").decode(),
            "07700 90012",
            "@@",
            "'--",
        ]
    )
)
def test_whatever_is_searched_for_the_page_answers(request_, desk, words):
    page = search(desk, words)
    assert page.status_code in (200, 400)
    assert "<script>alert" not in page.get_data(as_text=True)
