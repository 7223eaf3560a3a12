"""What saves a clinician time can be used by anyone, on a telephone too, and its links lead where they say."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from ifd import clock
from ifd.database import db
from ifd.services import times_to_decide
from tests import factories
from tests.browser.people import sign_in
from tests.presenters.test_in_short import TEXT
from triage.time_to_decide import Kind, Past, learn
from triage.vocabulary import Priority, Requester

CLINICIAN = "clinician@demo.example"


@pytest.fixture
def two_requests(area):
    """The references of an earlier request and a later one about the same person; and times to decide are known."""
    with area.app_context():
        earlier, later = (
            factories.request(at=clock.now(), text=text, safety={"suicide_plan_or_intent": "not_asked"})
            for text in ("She worries.", TEXT)
        )
        past = [Past(Kind(100, Requester.PARENT_CARER, 0, Priority.SOON), 10.0)] * 60
        times_to_decide.keep(learn(past), len(past), at=clock.now())
        db.session.commit()
        return earlier.reference, later.reference


@pytest.mark.parametrize("width", [320, 1280])
def test_a_request_with_another_about_the_same_person(area, new_page, axe, two_requests, width):
    earlier, later = two_requests
    page = new_page(viewport={"width": width, "height": 800})
    sign_in(page, area, CLINICIAN)
    page.goto(f"/clinic/{later}")
    axe(page)
    _fits(page, width)
    link = page.locator(".ifd-in-short a").first
    place = page.locator(link.get_attribute("href"))
    link.click()
    expect(page).to_have_url(re.compile("#"))
    assert place.evaluate("found => found.closest('.ifd-own-words') !== null")
    page.get_by_role("button", name=f"The same person as in {earlier}").click()
    page.get_by_text("Kept:").wait_for()
    expect(page.locator("main")).to_contain_text("Other requests about the same person")
    axe(page)
    page.get_by_role("button", name="Take this back").click()
    page.get_by_text("is taken back").wait_for()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_list_with_the_quickest_first(area, new_page, axe, two_requests, width):
    page = new_page(viewport={"width": width, "height": 800})
    sign_in(page, area, CLINICIAN)
    page.goto("/clinic")
    page.get_by_role("link", name="Quickest first within each priority").click()
    page.get_by_role("link", name="Soonest due first").wait_for()
    expect(page.locator("tbody")).to_contain_text("to decide")
    axe(page)
    _fits(page, width)


def _fits(page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
