"""The telephone desk by keyboard alone, and a decision from the list to help started; every page accessible."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ifd import clock
from ifd.database import db
from ifd.models import SupportRequest
from ifd.services import review
from tests import factories
from tests.browser.journeys.hands import Keyboard, Mouse
from tests.browser.people import sign_in

HANDLER = "calls@demo.example"
CLINICIAN = "clinician@demo.example"
_SEND = "main form button[type=submit]"


@pytest.fixture
def new_request(area):
    """A request that has just come in; its reference."""
    with area.app_context():
        found = factories.request(at=clock.now())
        db.session.commit()
        return found.reference


def heading(page) -> str:
    return page.locator("h1").inner_text()


def test_a_whole_call_by_keyboard_alone(area, page, axe):
    sign_in(page, area, HANDLER)
    keys = Keyboard(page)
    page.goto("/calls")
    axe(page)
    keys.choose("input[name=requester][value=young_person]")
    keys.write("input[name=age]", "14")
    keys.press(_SEND)
    assert heading(page) == "Staying safe"
    axe(page)
    keys.choose("input[name=immediate_danger][value=yes]")
    keys.press(_SEND)
    assert heading(page) == "Crisis script"
    axe(page)
    keys.press("main a.nhsuk-button")
    expect(page.locator("main")).to_contain_text("An answer says there is danger")
    axe(page)
    for _ in range(12):
        if heading(page) == "Read back before you send":
            break
        keys.press(_SEND)
        axe(page)
    assert heading(page) == "Read back before you send"
    keys.press(_SEND)
    assert heading(page) == "The request is with the clinicians"
    axe(page)


def test_a_call_set_aside_an_advice_call_and_a_search(area, page, axe, new_request):
    sign_in(page, area, HANDLER)
    mouse = Mouse(page)
    page.goto("/calls")
    page.get_by_label("Young person", exact=True).check()
    mouse.press(_SEND)
    mouse.press("main a:has-text('Set this call aside')")
    axe(page)
    mouse.press(_SEND)
    expect(page.locator(".nhsuk-error-summary")).to_be_visible()
    axe(page)
    page.goto("/calls/advice")
    page.get_by_label("Parent or carer", exact=True).check()
    page.get_by_label("Yes, and there was a concern").check()
    page.get_by_label("What did you advise?").fill("Stay with her, and ring 111 together.")
    mouse.press(_SEND)
    expect(page.locator("main")).to_contain_text("There was a concern")
    axe(page)
    page.goto("/calls/search")
    page.locator("main input[type=text]").fill(new_request)
    mouse.press(_SEND)
    axe(page)
    mouse.press(f"main a:has-text('{new_request}')")
    axe(page)
    page.get_by_label("Maja Lindqvist").check()
    page.get_by_label("They gave the date of birth").check()
    page.get_by_label("They gave the address or postcode").check()
    mouse.press(_SEND)
    expect(page.locator("main")).to_contain_text("The front door has the request.")
    axe(page)


def test_a_decision_from_the_list_until_help_has_started(area, page, axe, new_request):
    sign_in(page, area, CLINICIAN)
    mouse = Mouse(page)
    page.goto(f"/clinic/{new_request}")
    axe(page)
    mouse.press("main [role=button]:has-text('Agree with the suggestion')")
    axe(page)
    mouse.press(_SEND)
    expect(page.locator("main")).to_contain_text(f"{new_request} is with")
    today = clock.london_date(clock.now())
    for link in ("Record that it is accepted", "Record first contact", "Record that help has started"):
        page.goto(f"/clinic/{new_request}")
        mouse.press(f"main a:has-text('{link}')")
        axe(page)
        for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
            if page.get_by_label(part, exact=True).count():
                page.get_by_label(part, exact=True).fill(str(value))
        mouse.press(_SEND)
    expect(page.locator("main")).to_contain_text("Help has started")
    axe(page)


def test_the_one_who_is_second_finds_their_words(area, page, axe, new_request):
    sign_in(page, area, CLINICIAN)
    mouse = Mouse(page)
    page.goto(f"/clinic/{new_request}/decide")
    axe(page)
    page.locator("[name=offer]").first.check(force=True)
    page.get_by_label("Note for the service (optional)").fill("Ring after 4pm.")
    with area.app_context():
        found = db.session.query(SupportRequest).filter_by(reference=new_request).one()
        review.claim(found, by=factories.staff("lead", name="Omar Aziz"), at=clock.now())
        db.session.commit()
    mouse.press(_SEND)
    assert heading(page) == "Somebody else was first"
    expect(page.locator("main")).to_contain_text("Ring after 4pm.")
    axe(page)
    mouse.press("main button:has-text('Use what I wrote')")
    expect(page.get_by_label("Note for the service (optional)")).to_have_value("Ring after 4pm.")
    mouse.press(_SEND)
    axe(page)
