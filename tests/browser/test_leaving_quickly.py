"""Leaving a form in a real browser, and what the Back button shows to whoever comes to the screen next."""

from __future__ import annotations

import re
from threading import Event

import pytest
from flask import request, request_finished
from playwright.sync_api import expect

from ifd.database import db
from tests import factories
from tests.browser.journeys.hands import Mouse

STORY = "They must never read this"
LEFT = re.compile(r"Outside")


@pytest.fixture
def form(new_page, app):
    """A function that opens a form and tells its story; two pages of it are in the browser's history."""
    with app.app_context():
        factories.area()
        db.session.commit()

    def open_form(**options):
        page = new_page(**options)
        page.goto("/request")
        page.get_by_role("button", name="Myself").click()
        page.wait_for_url(re.compile(r"/request/[\w-]{20,}/"))
        base = page.url.rpartition("/")[0]
        page.goto(f"{base}/story")
        page.get_by_label("Tell us what is happening").fill(STORY)
        go_on(page)
        return page, base

    return open_form


def go_on(page):
    Mouse(page).press("main button:has-text('Continue')")


def give_birthday(page, base):
    page.goto(f"{base}/about")
    for part, value in (("Day", "3"), ("Month", "3"), ("Year", "2012")):
        page.get_by_label(part, exact=True).fill(value)
    go_on(page)


@pytest.fixture
def leave(app):
    """A function that leaves, and waits until the lock was answered: whoever comes to the screen takes longer."""
    locked = Event()

    def note(_app, response):
        if request.endpoint == "intake.lock" and response.status_code == 204:
            locked.set()

    request_finished.connect(note, app)

    def leave_by(page, how):
        locked.clear()
        how(page)
        page.wait_for_function("document.title === 'Outside'")
        assert locked.wait(timeout=10), "nothing was locked"

    yield leave_by
    request_finished.disconnect(note, app)


def by_button(page):
    page.get_by_role("link", name="Leave this page").click()


def by_shift(page):
    for _ in range(3):
        page.keyboard.press("Shift")


def assert_back_shows_nothing(page):
    """As far back as the history goes."""
    for _ in range(6):
        page.go_back()
        page.wait_for_load_state()
        shown = page.content()
        assert STORY not in shown
        assert "2012" not in shown
        if page.url.endswith("/request") or page.url == "about:blank":
            return
    raise AssertionError("the history has no end")


@pytest.mark.parametrize("how", [by_button, by_shift])
def test_back_shows_nothing_private_after_leaving(form, leave, axe, how):
    page, base = form()
    give_birthday(page, base)
    page.goto(f"{base}/check")
    expect(page.get_by_text(STORY)).to_be_visible()
    leave(page, how)
    assert_back_shows_nothing(page)
    page.goto(f"{base}/check")
    expect(page.get_by_role("heading", name="This form is locked")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Open it with the date of birth").click()
    for part, value in (("Day", "3"), ("Month", "3"), ("Year", "2012")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Open my form").click()
    page.wait_for_url(re.compile(r"/request/(?!come-back)[\w-]{20,}/"))
    page.goto(page.url.rpartition("/")[0] + "/check")
    expect(page.get_by_text(STORY)).to_be_visible()


def test_a_form_that_nothing_else_opens_is_covered(form, leave, axe):
    page, base = form()
    leave(page, by_button)
    assert_back_shows_nothing(page)
    page.goto(f"{base}/story")
    expect(page.get_by_role("heading", name="Continue")).to_be_visible()
    axe(page)
    go_on(page)
    page.goto(f"{base}/story")
    expect(page.get_by_label("Tell us what is happening")).to_have_value(STORY)


def test_without_scripts_the_link_still_leaves_at_once(form):
    page, _ = form(java_script_enabled=False)
    by_button(page)
    expect(page).to_have_title(LEFT)
