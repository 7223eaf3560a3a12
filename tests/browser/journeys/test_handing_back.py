"""A service hands a request back, twice: the family is never told no, and a named lead stays with it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ifd import clock
from ifd.database import db
from ifd.queries.directory import find_offer
from tests import factories
from tests.with_partner import send_to

PARTNER = "tidewater-counselling@demo.example"
REASON = "Too much for our counsellors. We do not see under-sixteens on Thursdays."
_NO = re.compile(
    r"reject|declin|refus|turned? (you )?(down|away)|not (suitable|eligible)|cannot help|sorry", re.I
)


@pytest.fixture
def with_tidewater(area):
    """A request that a clinician has sent to a counselling service; its reference."""
    with area.app_context():
        now = clock.now()
        request = factories.request(at=now - timedelta(hours=2))
        send_to(request, find_offer("tidewater-norwich"), at=now - timedelta(hours=1))
        db.session.commit()
        return request.reference


@pytest.mark.slow
def test_handed_back_twice(with_tidewater, colleague, post):
    reference = with_tidewater
    ian, priya, grace = colleague(PARTNER), colleague("clinician"), colleague("lead")

    def hands_back() -> None:
        ian.goes_to(f"/partner/{reference}")
        ian.follows("Hand back to the front door")
        ian.writes("Why, and what would fit better", REASON)
        ian.presses("Hand back")

    hands_back()
    priya.goes_to("/clinic?list=handed-back")
    priya.follows(reference)
    priya.sees(REASON)
    priya.presses("Decide differently")
    priya.page.locator("[name=offer][value=other]").check(force=True)
    priya.page.locator("[name=other_offer]").select_option("tidewater-norwich")
    priya.writes(
        "Why, where you choose differently from the suggestion", "They asked for the same counsellor."
    )
    priya.presses("Store the decision and send")
    priya.sees(f"{reference} is with")

    hands_back()
    grace.goes_to("/clinic?list=named-lead")
    grace.sees(reference)
    grace.goes_to("/clinic/tasks")
    grace.sees(f"{reference} was handed back 2 times")

    letters = post.letters_to("maja@example.org")
    assert sum("looking" in letter.body for letter in letters) >= 2
    for letter in letters:
        assert not _NO.search(letter.title + letter.body), letter
        assert REASON not in letter.body
