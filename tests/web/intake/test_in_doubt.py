"""Answers that speak against each other are asked about, and what was not told yet is told after an error too."""

import pytest
from sqlalchemy import select

from ifd.models import SupportRequest, Task
from tests import factories
from tests.web.intake.walk import begin, check, go_on, name_of, send, token_of, walk


@pytest.fixture(autouse=True)
def area(db_session):
    factories.area()
    db_session.commit()


def born(year="2012", month="3"):
    return {"birth_date-day": "3", "birth_date-month": month, "birth_date-year": year}


def about_page(client, requester="young_person", age="14"):
    return walk(client, begin(client, requester), {"age": {"age": age}}, until="about")[0]


@pytest.mark.parametrize(
    ("requester", "asked"),
    [
        ("young_person", "You said you are 14. This date makes you 7. Which is right?"),
        ("parent_carer", "You said they are 14. This date makes them 7. Which is right?"),
    ],
)
def test_an_age_and_a_date_that_differ_are_asked_about_and_both_told(client, db_session, requester, asked):
    page = go_on(client, about_page(client, requester), **born("2019"))
    assert name_of(page) == "about"
    assert page.errors["birth_date-year"] == asked
    page = go_on(client, page, **born("2019"))
    assert name_of(page) != "about"
    send(client, check(client, token_of(page)))
    assert db_session.scalars(select(SupportRequest)).one().age_years == 7
    titles = db_session.scalars(select(Task.title)).all()
    assert "Ask which is right: they said the age is 14, and the date of birth makes it 7" in titles


def test_a_date_that_agrees_is_not_asked_about(client):
    assert name_of(go_on(client, about_page(client), **born())) != "about"


def test_out_of_the_area_is_told_after_the_date_is_corrected_and_only_once(client):
    page = go_on(client, about_page(client), postcode="SW1A 1AA", **born(month="Smarch"))
    assert name_of(page) == "about"
    page = go_on(client, page, postcode="SW1A 1AA", **born())
    assert name_of(page) == "out-of-area"
    again = client.get(f"/request/{token_of(page)}/about")
    assert name_of(go_on(client, again, postcode="SW1A 1AA", **born())) != "out-of-area"
