"""Where a bench works: a folder, databases and a queue server of its own, all gone afterwards."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psycopg
from flask import Flask
from sqlalchemy import make_url

from ifd import clock, create_app
from ifd.clients.queue_server import QueueServer
from ifd.database import db, upgrade_database
from ifd.settings import load_settings

_SEED = 2026


class Scratch:
    """Databases for benches. `server` is an address on a PostgreSQL where new ones may be made; '' for none."""

    def __init__(self, server: str = "", said: Callable[[str], None] = lambda _words: None) -> None:
        self._server = make_url(server) if server.startswith("postgresql") else None
        self._said = said
        self._open = ExitStack()
        self._filled: dict[tuple[str, int], Flask] = {}
        self._queue: QueueServer | None = None

    def __enter__(self) -> Scratch:
        self._folder = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="ifd-bench-")))
        return self

    def __exit__(self, *_exception: object) -> None:
        self._open.close()

    def say(self, words: str) -> None:
        """Tell whoever waits what is being done."""
        self._said(words)

    @property
    def engines(self) -> tuple[str, ...]:
        return ("sqlite", "postgresql") if self._server else ("sqlite",)

    @property
    def queue_url(self) -> str:
        """A queue server of our own, started when first asked for."""
        if self._queue is None:
            self._queue = self._open.enter_context(QueueServer())
        return self._queue.url

    def app(self, engine: str, *, redis_url: str = "") -> Flask:
        """The front door on a new, migrated, empty database."""
        app = create_app(
            load_settings(
                database_url=self._new_database(engine),
                redis_url=redis_url,
                environment="development",
                secret_key=secrets.token_urlsafe(48),
                sender="mailbox",
                log_level="ERROR",
                rate_limits=False,
            )
        )
        upgrade_database(app)
        self._open.callback(_leave, app)
        return app

    def filled(self, engine: str, requests: int) -> Flask:
        """The front door with a made-up area and this many requests; made once, and read from then on."""
        from ifd.synthetic import fill

        if (engine, requests) not in self._filled:
            app = self.app(engine)
            with app.app_context():
                fill.fill(
                    requests,
                    _SEED,
                    clock.now(),
                    said=lambda n: self.say(f"making requests on {engine}: {n:,} of {requests:,}"),
                )
                _gather_statistics()
            self._filled[engine, requests] = app
        return self._filled[engine, requests]

    def _new_database(self, engine: str) -> str:
        name = f"ifd_bench_{secrets.token_hex(6)}"
        if engine == "sqlite":
            return f"sqlite:///{self._folder / name}.sqlite3"
        with self._administer() as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        self._open.callback(self._drop, name)
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _drop(self, name: str) -> None:
        with self._administer() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _administer(self) -> psycopg.Connection:
        address = self._server.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(address, autocommit=True)


def _gather_statistics() -> None:
    """What a database that has been in use for a while knows about itself."""
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _leave(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
