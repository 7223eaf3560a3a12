"""Pages that only read never wait for somebody who writes."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests import factories
from tests.web.signed_in import sign_in


@pytest.mark.parametrize("path", ["/partner", "/reports/waits"])
def test_a_staff_page_is_read_while_another_writes(client, db_session, database_url, path):
    sign_in(client, factories.staff("partner"))
    db_session.remove()
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")

        assert client.get(path).status_code == 200
