"""Asking for help in each voice: on a telephone by keyboard alone, saved and come back to, and in eight fields."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from ifd.database import db
from ifd.models import SupportRequest
from tests.browser.journeys.conftest import PHONE
from tests.browser.journeys.family import Answers
from tests.browser.journeys.hands import Keyboard

TEENAGER: Answers = {
    "age": "15",
    "immediate_danger": "no",
    "suicidal_thoughts_now": "no",
    "needs": ["anxiety", "sleep"],
    "story": "My stomach hurts every morning before school.",
    "given_name": "Robin",
    "birth_date-day": "12",
    "birth_date-month": "4",
    "birth_date-year": "2011",
    "young_email": "robin@example.org",
    "young_email_safety": "safe",
    "tell_parents": "unsure",
    "agrees": "yes",
}
PARENT: Answers = {
    "age": "8",
    "immediate_danger": "no",
    "needs": ["anger_behaviour"],
    "story": "Kit throws things at home and cries after school.",
    "parent_name": "Sol Example",
    "parent_email": "sol@example.org",
    "parent_email_safety": "safe",
}
REFERRAL: Answers = {
    "given_name": "Ade",
    "family_name": "Bello",
    "birth_date": "13",
    "story": "Low for three months, missing school.",
    "known_risks": "not_known",
    "young_reach": "not safe to contact",
    "parent_reach": "07700 900456",
    "referrer_reach": "gp@example.org",
}


def sent_requests(app) -> list[str]:
    """References of the requests that came by the form."""
    with app.app_context():
        made = select(SupportRequest.reference).where(SupportRequest.is_synthetic.is_(False))
        return list(db.session.scalars(made))


@pytest.fixture
def through_a_glass(new_page, look):
    """Looks at a page of a browser without scripts by opening the same address in one with scripts."""
    glass = new_page(viewport=PHONE)

    def look_through(page) -> None:
        glass.context.add_cookies(page.context.cookies())
        glass.goto(page.url)
        assert glass.locator("h1").inner_text() == page.locator("h1").inner_text()
        look(glass)

    return look_through


@pytest.mark.slow
def test_a_fifteen_year_old_asks_by_keyboard_without_scripts(somebody, area, through_a_glass):
    robin = somebody(hands=Keyboard, looks=through_a_glass, java_script_enabled=False)
    robin.begins_for("myself")
    robin.goes_on_until("tasks", TEENAGER)
    robin.presses_link("Check your answers and send")
    robin.sends()
    assert sent_requests(area) == [robin.reference]


@pytest.mark.slow
def test_a_parent_saves_comes_back_and_sends_from_two_tabs(somebody, area, post):
    sol = somebody()
    sol.begins_for("a child I care for")
    sol.goes_on_until("story", PARENT)
    sol.answers(PARENT)
    sol.presses_link("Save and come back later")
    sol.answers({"where": "email", "email": "sol@example.org", "safe": "yes"})
    expect(sol.page.locator("h1")).to_have_text("Your answers are saved")

    [letter] = post.letters_to("sol@example.org")
    assert letter.title == "Your link"
    assert "Kit" not in letter.body
    link = re.search(r"https?://[^/]+(/\S+)", letter.body)[1]

    elsewhere = somebody()
    elsewhere.page.goto(link)
    elsewhere.look(elsewhere.page)
    assert "Kit" not in elsewhere.page.content()
    elsewhere.presses("Continue")
    elsewhere.presses("Send me a code")
    code = re.search(r"\d{6}", post.letters_to("sol@example.org")[0].body)[0]
    elsewhere.page.locator("[name=code]").fill(code)
    elsewhere.presses("Open my form")
    seen = elsewhere.goes_on_until("tasks", PARENT)
    assert "story" not in seen, "what was told is not asked again"
    elsewhere.presses_link("Check your answers and send")
    expect(elsewhere.page.locator("main")).to_contain_text("Kit throws things")

    second_tab = elsewhere.in_another_tab()
    elsewhere.sends()
    second_tab.sends()
    assert second_tab.reference == elsewhere.reference
    elsewhere.page.go_back()
    elsewhere.page.reload()
    assert elsewhere.reference == second_tab.reference
    elsewhere.look(elsewhere.page)
    assert sent_requests(area) == [elsewhere.reference]


def test_a_gp_needs_eight_fields_and_what_is_missing_becomes_a_task(somebody, area, colleague):
    gp = somebody()
    gp.begins_for("someone I work with")
    gp.presses("GP or other NHS staff")
    fields = 0
    while gp.at != "check":
        fields += gp.number_of_questions()
        gp.answers(REFERRAL)
    assert 4 < fields <= 8
    gp.sends()

    handler = colleague("call handler")
    handler.goes_to("/clinic/tasks")
    handler.sees("Find out who has agreed to the request")
    handler.sees(gp.reference)
