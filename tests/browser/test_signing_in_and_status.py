"""Signing in and the family's page in a real browser: every state accessible, by keyboard, and without scripts."""

from __future__ import annotations

import re

import pyotp
import pytest
from playwright.sync_api import expect

from ifd import clock
from ifd.database import db
from ifd.queries import accounts as queries
from ifd.services import accounts, first_links, intake
from tests import factories

PASSWORD = "otter lantern gravel"
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def link(app):
    """The path of a first link for a new clinician."""
    with app.app_context():
        factories.area(clock.now())
        person = accounts.create_staff(
            "new@example.org",
            "New Person",
            queries.front_door_or(""),
            ["clinician"],
            by="system",
            at=clock.now(),
        )
        address = first_links.make(person, by="system", at=clock.now())
        db.session.commit()
    return "/" + address.partition("//")[2].partition("/")[2]


@pytest.fixture
def received(app):
    """Reference and code of a request."""
    with app.app_context():
        factories.area(clock.now())
        found = intake.receive(factories.submission(), submission_key="k", by="family", at=clock.now())
        db.session.commit()
        return found.request.reference, found.status_code


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_new_person_begins_by_keyboard_alone(new_page, link, axe):
    page = new_page(viewport=PHONE)
    page.goto(link)
    axe(page)
    page.get_by_label("New password", exact=True).focus()
    page.keyboard.type("short")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Error: "))
    axe(page)
    for label in ("New password", "The same password again"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")

    page.get_by_label("E-mail address").fill("new@example.org")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Error: "))
    axe(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/set-up-second-factor")

    axe(page)
    assert fits(page)
    assert page.get_by_role("img", name="QR code").bounding_box()["width"] > 100
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Six-digit code").fill(pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff")

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    axe(page)


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_family_finds_its_request_and_says_it_got_worse(new_page, received, axe, has_scripts):
    reference, code = received
    page = new_page(viewport=PHONE, java_script_enabled=has_scripts)

    def look() -> None:
        if has_scripts:
            axe(page)
            assert fits(page)

    page.goto("/my-request")
    look()
    page.get_by_label("Your reference").fill(reference.lower())
    page.get_by_label("Your six-digit code").fill("000000" if code != "000000" else "111111")
    page.get_by_role("button", name="Show my request").click()
    expect(page).to_have_title(re.compile("^Error: "))
    look()
    page.get_by_label("Your six-digit code").fill(code)
    page.get_by_role("button", name="Show my request").click()
    expect(page.get_by_role("heading", name="Where your request is")).to_be_visible()
    look()
    page.locator("a", has_text="Things have got worse").click()
    page.wait_for_url("**/got-worse")
    look()
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_title(re.compile("^Error: "))
    look()
    page.get_by_label("What has changed?").fill("She has stopped eating")
    page.get_by_label("Yes, please call me").check(force=True)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you for telling us")).to_be_visible()
    look()
    assert not re.search(reference, page.url)


def test_asking_for_a_new_code_is_accessible(new_page, received, axe):
    page = new_page(viewport=PHONE)
    page.goto("/my-request/new-code")
    axe(page)
    page.get_by_role("button", name="Send me a new code").click()
    expect(page).to_have_title(re.compile("^Error: "))
    axe(page)
    page.get_by_label("Your reference").fill(received[0])
    page.get_by_role("button", name="Send me a new code").click()
    expect(page.get_by_role("heading", name="Look at your messages")).to_be_visible()
    axe(page)
