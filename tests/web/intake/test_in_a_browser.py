"""The form in a real browser: accessible, within a narrow screen, by keyboard, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories

NARROW = {"width": 320, "height": 640}


@pytest.fixture(autouse=True)
def area(db_session):
    factories.area()
    db_session.commit()


def start(page, door):
    page.goto("/request")
    with page.expect_navigation():  # and not only until it has begun to arrive
        page.get_by_role("button", name=door).click()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def go_through(page, look, answers):
    """Choose Continue on each page until the tasks, giving `answers` by page, and look at each."""
    seen = []
    while not page.url.endswith(("/tasks", "/check")):
        name = page.url.rpartition("/")[2].partition("?")[0]
        seen.append(name)
        assert len(seen) < 40, seen
        look(page)
        for label in answers.get(name, ()):
            page.get_by_label(label, exact=True).first.check()
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("Continue|Carry on")).click()
    return seen


@pytest.mark.parametrize("door", ["Myself", "A child or young person I care for"])
def test_every_page_is_accessible_on_a_narrow_screen(new_page, axe, door):
    page = new_page(viewport=NARROW)
    start(page, door)

    def look(page):
        axe(page)
        assert fits(page), page.url

    seen = go_through(page, look, {"more-safety": ["Yes"]})
    assert "someone-to-talk-to" in seen
    look(page)
    page.get_by_role("button", name="Check your answers").click()
    page.wait_for_url("**/check")
    look(page)
    page.get_by_role("button", name="Send my request").click()
    page.wait_for_url("**/sent")
    assert page.get_by_role("heading", level=1).inner_text() == "We have your request"
    look(page)


def test_a_danger_answer_and_an_error_are_accessible(new_page, axe):
    page = new_page(viewport=NARROW)
    start(page, "Myself")
    page.get_by_label("How old are you?").fill("old")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").wait_for()
    axe(page)
    assert page.evaluate("document.activeElement.className").startswith("nhsuk-error-summary")
    page.get_by_role("link", name="Age must be").click()
    assert page.evaluate("document.activeElement.id") == "age"
    page.get_by_label("How old are you?").fill("14")
    page.keyboard.press("Enter")
    page.wait_for_url("**/danger")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/help-now")
    assert "Please get help now" in page.get_by_role("heading", level=1).inner_text()
    axe(page)
    page.get_by_role("button", name="Ask us to call you").click()
    page.wait_for_url("**/call-me")
    axe(page)
    page.get_by_role("link", name="Save and come back later").click()
    page.wait_for_url("**/save")
    axe(page)


def test_the_short_way_works_without_javascript(new_page):
    page = new_page(java_script_enabled=False)
    start(page, "Someone I work with")
    page.get_by_role("button", name="School or college").click()
    page.get_by_label("Their first name").fill("Ade")
    page.get_by_label("I have not asked, or I do not know").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Phone or email for a parent or carer").fill("07700 900123")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send my request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")


def test_a_question_begins_in_the_upper_half_of_a_phone(new_page):
    """No menu comes before it; getting help and leaving do."""
    page = new_page(viewport={"width": 375, "height": 740})
    start(page, "Myself")
    header = page.locator("header")
    assert header.get_by_role("link").count() == 2
    assert header.get_by_role("link", name="Get help now").is_visible()
    assert page.get_by_role("link", name="Leave this page").is_visible()
    assert page.get_by_role("heading", level=1).bounding_box()["y"] < 370
    assert page.get_by_label("How old are you?").is_visible()


def test_the_copy_is_accessible_where_it_was_sent_and_behind_the_code(new_page, axe):
    page = new_page(viewport=NARROW)
    start(page, "Myself")
    base = page.url.rpartition("/")[0]
    page.goto(f"{base}/reach-you")
    page.get_by_label("Email address").fill("zoe@example.org")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/safe-for-you")
    page.get_by_label("Yes, that is safe").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    page.goto(f"{base}/check")
    page.get_by_role("button", name="Send my request").click()
    page.get_by_role("button", name="Email me the way to my copy").click()
    page.get_by_text("We have sent an email").wait_for()
    axe(page)
    assert fits(page)
    reference = page.locator(".nhsuk-panel strong").first.inner_text()
    code = re.search(r"code is\s+(\d{6})", page.locator("main").inner_text())[1]
    page.goto(f"{base}/copy")
    axe(page)
    assert fits(page)
    page.goto("/my-request")
    page.get_by_label("Your reference").fill(reference)
    page.get_by_label("Your six-digit code").fill(code)
    page.get_by_role("button", name="Show my request").click()
    page.get_by_role("link", name="Read what you told us").click()
    page.get_by_role("heading", name="What you told us").wait_for()
    axe(page)
    assert fits(page)
