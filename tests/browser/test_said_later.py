"""What is said after sending, in a real browser: a second tab, Back and sent again, on a phone and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from ifd import clock
from ifd.models import RequestEvent
from ifd.services import intake
from tests import factories
from triage.lifecycle import Event

PHONE = {"width": 320, "height": 640}
TABLETS = "I have taken tablets, I want it to end"


@pytest.fixture(autouse=True)
def area(db_session):
    factories.area()
    db_session.commit()


def times_told(db_session) -> int:
    db_session.rollback()
    return db_session.scalar(select(func.count(RequestEvent.id)).where(RequestEvent.event == Event.ADDED_TO))


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_what_is_written_in_other_tabs_is_never_lost(new_page, axe, db_session, has_scripts):
    first = new_page(viewport=PHONE, java_script_enabled=has_scripts)
    first.goto("/request")
    first.get_by_role("button", name="Myself").click()
    first.wait_for_url(re.compile("/request/.+/.+"))
    form = first.url.rpartition("/")[0]
    second, third = first.context.new_page(), first.context.new_page()
    for tab in (second, third):
        tab.goto(f"{form}/story")
    first.goto(f"{form}/check")
    first.get_by_role("button", name="Send my request").click()
    first.wait_for_url("**/sent")

    second.locator("textarea").fill("My dog died too.")
    second.get_by_role("button", name="Continue").click()
    expect(second.get_by_text("You have already sent this. We have added what you just wrote.")).to_be_visible()
    third.locator("textarea").fill(TABLETS)
    third.get_by_role("button", name="Continue").click()
    expect(third.get_by_role("heading", name="Please get help now")).to_be_visible()
    assert times_told(db_session) == 2
    if has_scripts:
        axe(third)
        assert fits(third)


def test_back_and_sent_again_is_one_piece_of_news_and_help_comes_first_each_time(new_page, axe, db_session):
    sent = intake.receive(factories.submission(), submission_key="k", by="family", at=clock.now())
    reference = sent.request.reference
    db_session.commit()
    page = new_page(viewport=PHONE)
    page.goto("/my-request")
    page.get_by_label("Your reference").fill(reference)
    page.get_by_label("Your six-digit code").fill(sent.status_code)
    page.get_by_role("button", name="Show my request").click()
    page.locator("a", has_text="Things have got worse").click()
    for _ in range(2):
        page.wait_for_url("**/got-worse")
        page.get_by_label("What has changed?").fill(TABLETS)
        page.get_by_label("No, just read what I wrote").check(force=True)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", name="Please get help now")).to_be_visible()
        axe(page)
        assert fits(page)
        page.go_back()
    assert times_told(db_session) == 1
