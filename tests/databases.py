"""Migrated databases for tests: made once per engine and run, emptied between tests.

Everything commits for real, so threads, browsers and other processes see what they would in earnest.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tests.servers.postgres import PostgresServer
from tests.settings import settings_for

ENGINES = ("sqlite", "postgresql")


class Databases:
    """Starts nothing before it is asked for."""

    def __init__(self) -> None:
        self._postgres: PostgresServer | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="ifd-tests-", dir=_memory()))
        self._apps: dict[str, object] = {}
        self._extra = 0

    @property
    def postgres(self) -> PostgresServer:
        if self._postgres is None:
            self._postgres = PostgresServer()
            self._postgres.start()
        return self._postgres

    def url(self, engine: str) -> str:
        """The address of the run's own database, migrated."""
        self.app(engine)
        return self._url(engine)

    def app(self, engine: str, redis_url: str = ""):
        """The run's own application on `engine`, made once; its database is migrated and a template kept."""
        if engine not in self._apps:
            self._apps[engine] = self._migrated_app(engine, redis_url)
        if redis_url:  # it may have been made first for a test that needed no queue
            self._apps[engine].settings.redis_url = redis_url
        return self._apps[engine]

    def fresh(self, engine: str) -> str:
        """A new migrated database besides the run's own, for a test that starts processes of its own."""
        self.app(engine)
        self._extra += 1
        if engine == "postgresql":
            return self.postgres.create(f"extra_{self._extra}", template="template_ifd")
        path = self._folder / f"extra_{self._extra}.sqlite3"
        shutil.copy(self._template, path)
        return f"sqlite:///{path}"

    def empty(self, engine: str) -> None:
        """Back to a migrated database without a row."""
        from ifd.database import db

        with self._apps[engine].app_context():
            db.session.remove()
            if engine == "postgresql":
                self.postgres.empty("ifd")
                return
            db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{self._sqlite}{suffix}").unlink(missing_ok=True)
        shutil.copy(self._template, self._sqlite)

    def close(self) -> None:
        from ifd.database import db

        for app in self._apps.values():
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
        if self._postgres is not None:
            self._postgres.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _sqlite(self) -> Path:
        return self._folder / "ifd.sqlite3"

    @property
    def _template(self) -> Path:
        return self._folder / "template.sqlite3"

    def _url(self, engine: str) -> str:
        return self.postgres.url("ifd") if engine == "postgresql" else f"sqlite:///{self._sqlite}"

    def _migrated_app(self, engine: str, redis_url: str):
        from ifd import create_app
        from ifd.database import db, upgrade_database
        from tests.reviewing_client import ReviewingClient, watch_uncommitted

        if engine == "postgresql":
            self.postgres.create("ifd")
        app = create_app(settings_for(self._url(engine), redis_url))
        app.testing = True
        app.test_client_class = ReviewingClient
        upgrade_database(app)
        with app.app_context():
            _expect_no_rows(db)
            db.engine.dispose()
        if engine == "postgresql":
            self.postgres.create("template_ifd", template="ifd")
        else:
            shutil.copy(self._sqlite, self._template)
        watch_uncommitted(app)
        return app


def _expect_no_rows(db) -> None:
    """Emptying between tests takes everything, so a migration that brings rows would lose them unseen."""
    from sqlalchemy import inspect, text

    with db.engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            if table != "alembic_version":
                found = connection.execute(text(f'SELECT 1 FROM "{table}" LIMIT 1')).first()
                assert found is None, f"a migration fills {table}: emptying would lose its rows"
        connection.rollback()


def _memory() -> str | None:
    """A folder in memory where there is one: tests need not wait for the disk."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None
