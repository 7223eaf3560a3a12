"""One box finds a request however the caller says it, by short reads of an index, and never floods the screen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from forms.submission import PersonToContact, ReachBy, WhoItIsAbout
from ifd.database import db
from ifd.queries import search
from tests import factories
from tests.queries.statements import statements

TODAY = date(2026, 11, 2)


@pytest.fixture
def handler(db_session):
    return factories.staff("call_handler")


def person(given: str, family: str, born: date | None = None, **facts):
    return factories.request(
        about=WhoItIsAbout(given_name=given, family_name=family, birth_date=born, **facts), people=()
    )


def found(handler, words: str) -> list[str]:
    return [hit.reference for hit in search.find(handler, words, today=TODAY).hits]


@pytest.mark.parametrize(
    "words", ["zoe", "ZOË", "obrien", "O'Brien", "zoe obrien", "O’Brien, Zoë", "  zo   obr ", "şahin"]
)
def test_names_are_found_without_accents_case_or_order(handler, words):
    wanted = person("Zoë", "O'Brien-Şahin")
    person("Max", "Berg")
    if words == "şahin":
        wanted = person("Can", "Şahin")
    assert found(handler, words) == [wanted.reference]


@pytest.mark.parametrize("words", ["mary ann van der berg", "van der Berg, Mary Ann", "mary van", "mary ann"])
def test_names_of_several_words(handler, words):
    wanted = person("Mary Ann", "van der Berg")
    assert found(handler, words) == [wanted.reference]


@pytest.mark.parametrize(
    "words", ["4/5/2012", "04.05.2012", "4 May 2012", "4th may 12", "2012-05-04", "04052012", "4-5-12"]
)
def test_dates_of_birth_as_people_say_them(handler, words):
    wanted = person("Ada", "L", date(2012, 5, 4))
    person("Eve", "L", date(2012, 4, 5))
    assert found(handler, words) == [wanted.reference]


@pytest.mark.parametrize(
    "words", ["07700 900123", "+44 7700 900123", "07700900123", "(07700) 900-123", "Maja@Example.ORG"]
)
def test_phones_and_emails_however_they_are_written(handler, words):
    people = (
        PersonToContact(
            who="parent_carer",
            name="Maja",
            reach=(ReachBy("sms", "07700 900 123"), ReachBy("email", "maja@example.org")),
        ),
    )
    wanted = factories.request(people=people)
    factories.request(people=())
    assert found(handler, words) == [wanted.reference]


def test_references_with_and_without_their_hyphen(handler):
    wanted = factories.request()
    for words in (
        wanted.reference,
        wanted.reference.lower(),
        wanted.reference.replace("-", ""),
        wanted.reference.replace("-", " "),
    ):
        assert found(handler, words) == [wanted.reference]


def test_a_name_that_could_be_a_reference_is_found_as_a_name(handler):
    wanted = person("Margaret", "Abbey")
    assert found(handler, "margaret") == [wanted.reference]


def test_an_nhs_number(handler):
    wanted = person("Ada", "L", nhs_number="9990000018")
    assert found(handler, "999 000 0018") == [wanted.reference]


def test_more_than_a_screenful_says_so(handler):
    for _ in range(4):
        person("Ada", "Smith")
    result = search.find(handler, "smith", today=TODAY, most=3)
    assert (len(result.hits), result.is_cut, result.read_as) == (3, True, "a name")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "%",
        "a",
        "_",
        "'; drop table young_person; --",
        "31/02/2012",
        "99/99/9999",
        "🙂",
        "x" * 200,
        "0000000",
        "+",
        "@",
        "ab%",
    ],
)
def test_what_finds_nobody_finds_nobody(handler, words):
    person("Ada", "Lindqvist")
    assert found(handler, words) == []


def test_who_may_not_see_requests_finds_none(handler):
    person("Ada", "Lindqvist")
    for role in ("analyst", "administrator", "professional", "partner"):
        assert found(factories.staff(role), "lindqvist") == []


def test_a_professional_finds_what_they_sent_themselves_alone(db_session):
    gp = factories.staff("professional")
    own = factories.request(by=gp)
    factories.request(by=factories.staff("professional"))
    factories.request()
    assert found(gp, "lindqvist") == [own.reference]


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    "words",
    ["lind", "ada lindqvist", "4/5/2012", "07700 900123", "a@example.org", "7K3F-92QH", "999 000 0018"],
)
def test_every_search_reads_an_index(handler, words):
    person("Ada", "Lindqvist", date(2012, 5, 4))
    assert handler.roles
    with statements() as seen:
        search.find(handler, words, today=TODAY)
    for statement in seen:
        filled = statement.replace("?", "'x'") if "LIMIT" not in statement else statement
        plan = [row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {_bound(filled)}"))]
        scans = [
            line
            for line in plan
            if line.startswith("SCAN")
            and any(table in line for table in ("young_person", "contact", "support_request"))
        ]
        assert not scans, (words, plan)


def _bound(statement: str) -> str:
    """The statement with a value for each place: a plan does not depend on which."""
    return statement.replace("?", "1")


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_date_or_not(words):
    read = search.read_date(words, TODAY)
    assert read is None or isinstance(read, date)


@given(
    st.dates(date(1926, 11, 3), TODAY),
    st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d%m%Y"]),
)
def test_every_date_is_read_back(day, style):
    assert search.read_date(day.strftime(style), TODAY) == day
