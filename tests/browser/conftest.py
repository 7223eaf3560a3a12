"""A small made-up area with people in it, for whoever goes through the house in a browser."""

from __future__ import annotations

import pytest

from ifd import clock
from ifd.synthetic import fill
from tests.browser.test_every_page import fits_a_phone


@pytest.fixture
def area(app):
    with app.app_context():
        fill.fill(12, seed=3, now=clock.now())
    return app


@pytest.fixture
def look(axe):
    """A careful look at the page as it stands."""

    def look(page):
        axe(page)
        fits_a_phone(page)

    return look
