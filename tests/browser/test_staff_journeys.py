"""The telephone desk by keyboard alone, and a decision from the list to help started; every page accessible."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ifd import clock
from ifd.database import db
from ifd.models import SupportRequest
from ifd.services import review
from ifd.synthetic import fill
from tests import factories
from tests.browser.people import sign_in

HANDLER = "calls@demo.example"
CLINICIAN = "clinician@demo.example"
_MOST_TABS = 150


@pytest.fixture
def area(app):
    with app.app_context():
        fill.fill(12, seed=3, now=clock.now())
    return app


@pytest.fixture
def new_request(area):
    """A request that has just come in; its reference."""
    with area.app_context():
        found = factories.request(at=clock.now())
        db.session.commit()
        return found.reference


def reach(page, selector: str) -> None:
    """Press Tab until the focus is on what the selector finds, as somebody without a mouse does."""
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector} on {page.url}")


def press(page, selector: str) -> None:
    """Reach a button or link and press it."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def heading(page) -> str:
    return page.locator("h1").inner_text()


def test_a_whole_call_by_keyboard_alone(area, page, axe):
    sign_in(page, area, HANDLER)
    page.goto("/calls")
    axe(page)
    reach(page, "input[name=requester]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    reach(page, "input[name=age]")
    page.keyboard.type("14")
    press(page, "main button[type=submit]")
    assert heading(page) == "Staying safe"
    axe(page)
    reach(page, "input[name=immediate_danger]")
    page.keyboard.press("Space")
    press(page, "main form button[type=submit]")
    assert heading(page) == "Crisis script"
    axe(page)
    press(page, "main a.nhsuk-button")
    assert "An answer says there is danger" in page.locator("main").inner_text()
    axe(page)
    for _ in range(12):
        if heading(page) == "Read back before you send":
            break
        press(page, "main form button[type=submit]")
        axe(page)
    assert heading(page) == "Read back before you send"
    press(page, "main form button[type=submit]")
    assert heading(page) == "The request is with the clinicians"
    axe(page)


def test_a_call_set_aside_an_advice_call_and_a_search(area, page, axe, new_request):
    sign_in(page, area, HANDLER)
    page.goto("/calls")
    page.get_by_label("Young person", exact=True).check()
    page.locator("main button[type=submit]").click()
    page.get_by_role("link", name="Set this call aside").click()
    axe(page)
    page.locator("main button[type=submit]").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_visible()
    axe(page)
    page.goto("/calls/advice")
    page.get_by_label("Parent or carer", exact=True).check()
    page.get_by_label("Yes, and there was a concern").check()
    page.get_by_label("What did you advise?").fill("Stay with her, and ring 111 together.")
    page.locator("main button[type=submit]").click()
    assert "There was a concern" in page.locator("main").inner_text()
    axe(page)
    page.goto("/calls/search")
    page.locator("main input[type=text]").fill(new_request)
    page.locator("main button[type=submit]").click()
    axe(page)
    page.get_by_role("link", name=new_request).click()
    axe(page)
    page.get_by_label("Maja Lindqvist").check()
    page.get_by_label("They gave the date of birth").check()
    page.get_by_label("They gave the address or postcode").check()
    page.locator("main button[type=submit]").click()
    assert "The front door has the request." in page.locator("main").inner_text()
    axe(page)


def test_a_decision_from_the_list_until_help_has_started(area, page, axe, new_request):
    sign_in(page, area, CLINICIAN)
    page.goto(f"/clinic/{new_request}")
    axe(page)
    page.get_by_role("button", name="Agree with the suggestion").click()
    axe(page)
    page.locator("main form button[type=submit]").click()
    assert f"{new_request} is with" in page.locator("main").inner_text()
    today = clock.london_date(clock.now())
    for link in ("Record that it is accepted", "Record first contact", "Record that help has started"):
        page.goto(f"/clinic/{new_request}")
        with page.expect_navigation():
            page.get_by_role("link", name=link).click()
        axe(page)
        for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
            if page.get_by_label(part, exact=True).count():
                page.get_by_label(part, exact=True).fill(str(value))
        page.locator("main form button[type=submit]").click()
    assert "Help has started" in page.locator("main").inner_text()
    axe(page)


def test_the_one_who_is_second_finds_their_words(area, page, axe, new_request):
    sign_in(page, area, CLINICIAN)
    page.goto(f"/clinic/{new_request}/decide")
    axe(page)
    page.get_by_label("Note for the service (optional)").fill("Ring after 4pm.")
    with area.app_context():
        found = db.session.query(SupportRequest).filter_by(reference=new_request).one()
        review.claim(found, by=factories.staff("lead", name="Omar Aziz"), at=clock.now())
        db.session.commit()
    page.locator("main form button[type=submit]").click()
    assert heading(page) == "Somebody else was first"
    assert "Ring after 4pm." in page.locator("main").inner_text()
    axe(page)
    page.get_by_role("button", name="Use what I wrote").click()
    assert page.get_by_label("Note for the service (optional)").input_value() == "Ring after 4pm."
    page.locator("main form button[type=submit]").click()
    axe(page)
