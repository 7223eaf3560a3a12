"""A small made-up area with people in it, for whoever goes through the house in a browser."""

from __future__ import annotations

import pytest

from ifd import clock
from ifd.synthetic import fill


@pytest.fixture
def area(app):
    with app.app_context():
        fill.fill(12, seed=3, now=clock.now())
    return app
