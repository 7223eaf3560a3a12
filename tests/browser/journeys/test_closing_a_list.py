"""An administrator closes the list of an offer: the very next suggestion knows."""

from __future__ import annotations

import pytest

from ifd import clock
from ifd.database import db
from tests import factories


@pytest.fixture
def asks(area):
    """A function that brings in one more request of the same kind; its reference."""

    def ask() -> str:
        with area.app_context():
            reference = factories.request(at=clock.now()).reference
            db.session.commit()
            return reference

    return ask


def test_the_next_suggestion_changes_at_once(asks, colleague):
    priya, sam = colleague("clinician"), colleague("administrator")

    def suggested_for(reference: str) -> str:
        priya.goes_to(f"/clinic/{reference}/agree")
        return priya.page.locator("main li strong").first.inner_text()

    waiting = asks()
    offer = suggested_for(waiting)

    sam.goes_to("/admin/directory")
    with sam.page.expect_navigation():
        sam.row_of(offer).first.get_by_role("link", name="Open, full or closed").click()
    sam.page.locator("[name=capacity][value=closed]").check(force=True)
    sam.page.locator("[name=note]").fill("Two people have left.")
    sam.presses("Save")
    sam.sees(f"{offer} is now: closed")

    assert suggested_for(waiting) != offer, "one that waits for a decision"
    assert suggested_for(asks()) != offer, "one that comes after"
