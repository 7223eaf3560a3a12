"""Closing asks whether the suggestion was right: anyone can answer, on a telephone, by keyboard, without scripts."""

from __future__ import annotations

import pytest

from ifd import clock
from ifd.database import db
from ifd.synthetic import fill
from tests import factories
from tests.browser.people import sign_in


@pytest.fixture
def reference(app, db_session):
    fill.fill(1, seed=3, now=clock.now())
    made = factories.request(at=clock.now()).reference
    db.session.commit()
    return made


@pytest.mark.parametrize("has_scripts", [True, False])
def test_closing_and_looking_back(app, new_page, axe, reference, has_scripts):
    page = new_page(viewport={"width": 320, "height": 640}, java_script_enabled=has_scripts)
    sign_in(page, app, "clinician@demo.example")
    page.goto(f"/clinic/{reference}/close")
    page.get_by_label("Which kind of help would have been right?").select_option("bereavement")
    page.get_by_role("button", name="Close this request").press("Enter")
    page.get_by_role("heading", name="There is a problem").wait_for()
    if has_scripts:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.get_by_role("textbox").fill("It has ended.")
    page.get_by_role("group", name="Looking back, was the suggestion right?").get_by_label("Partly").press("Space")
    page.get_by_role("button", name="Close this request").press("Enter")
    page.get_by_text("Right would have been: Bereavement").wait_for()
