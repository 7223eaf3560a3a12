"""The people who go through the house."""

from __future__ import annotations

import pytest

from tests.browser.journeys.colleague import EMAILS, Colleague
from tests.browser.journeys.family import Family
from tests.browser.journeys.hands import Mouse
from tests.browser.journeys.post import Post

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def look(axe):
    """What every step ends with: nothing axe finds, and nothing wider than the screen."""

    def look_at(page) -> None:
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{page.url} is {wide} too wide"

    return look_at


@pytest.fixture
def somebody(new_page, area, look):
    """A function that brings somebody to the form: on a telephone, with a mouse and scripts, or otherwise."""

    def arrive(*, hands: type = Mouse, looks=look, **options) -> Family:
        return Family(new_page(**{"viewport": PHONE, **options}), looks, hands)

    return arrive


@pytest.fixture
def colleague(new_page, area, look):
    """A function that finds a colleague by what they do, or by e-mail, and signs them in once."""
    here: dict[str, Colleague] = {}

    def find(who: str) -> Colleague:
        if who not in here:
            here[who] = Colleague(new_page(viewport=DESK), area, EMAILS.get(who, who), look)
        return here[who]

    return find


@pytest.fixture
def post(area, colleague):
    return Post(area, colleague("administrator"))
