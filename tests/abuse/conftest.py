"""A whole house that can be put back as it was in a moment."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from ifd.database import db
from tests import whole_house


@pytest.fixture
def house(app, db_session):
    return whole_house.build(app)


class PutBack:
    """Makes the database again what it was when last kept (on SQLite, which can be copied as a whole)."""

    def __init__(self, database_url: str) -> None:
        self._here = database_url.removeprefix("sqlite:///")
        self._kept = sqlite3.connect(":memory:")
        self.keep()

    def keep(self) -> None:
        db.session.remove()
        with closing(sqlite3.connect(self._here)) as now:
            now.backup(self._kept)

    def __call__(self) -> None:
        db.session.remove()
        with closing(sqlite3.connect(self._here)) as now:
            self._kept.backup(now)


@pytest.fixture
def put_back(house, database_url):
    return PutBack(database_url)
