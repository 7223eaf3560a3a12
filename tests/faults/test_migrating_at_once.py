"""Two hosts that start together bring one database to its newest shape together."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.settings import SECRET

HOSTS = 3


@pytest.mark.slow
def test_hosts_that_start_together_migrate_one_after_the_other(databases):
    address = databases.postgres.create("migrated_at_once")
    environment = {**os.environ, "DATABASE_URL": address, "SECRET_KEY": SECRET}
    hosts = [
        subprocess.Popen([sys.executable, "-m", "ifd", "migrate"], env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(HOSTS)
    ]
    said = [host.communicate(timeout=120)[1] for host in hosts]

    assert [host.returncode for host in hosts] == [0] * HOSTS, said
    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        assert "support_request" in inspect(connection).get_table_names()
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
        assert connection.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")) == 0
    engine.dispose()
