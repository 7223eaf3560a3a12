"""The database: one `db`, its conventions, and what each engine needs to be safe."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from alembic import command
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, String, event, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import JSON, TypeDecorator


class Base(DeclarativeBase):
    """Every constraint has a name, so that migrations can change it and forms can answer for it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)
migrate = Migrate(render_as_batch=True, compare_type=True)


class Instant(TypeDecorator):
    """A moment, always aware and in UTC: SQLite would hand it back without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone; give it UTC")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator):
    """A coded value of `triage.vocabulary`, kept as its own text and handed back as the enumeration."""

    impl = String(40)
    cache_ok = True

    def __init__(self, vocabulary: type):
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value, dialect) -> str | None:
        return None if value is None else str(self.vocabulary(value).value)

    def process_result_value(self, value, dialect):
        return None if value is None else self.vocabulary(value)


Document = JSON

# What is raised while the database is locked, full, restarting or gone. Nothing is stored; later it may be.
AWAY = (OperationalError, InterfaceError, NoneFree)

# Whether the work at hand only reads. Readers then begin a plain transaction, which SQLite never makes wait.
only_reading_now: ContextVar[bool] = ContextVar("only_reading", default=False)


@contextmanager
def only_reading(value: bool = True) -> Iterator[None]:
    """Transactions begun inside only read (or, with False, write again, as an audit of a view does)."""
    token = only_reading_now.set(value)
    try:
        yield
    finally:
        only_reading_now.reset(token)


@contextmanager
def reading_briefly() -> Iterator[None]:
    """Reads in a transaction that ends here, for long work that must not keep others from writing meanwhile."""
    with only_reading():
        try:
            yield
        finally:
            db.session.rollback()


def store_together(*rows: object) -> None:
    """Store new rows nobody asks back for: one statement for each table, and what key each got is not asked."""
    db.session.bulk_save_objects(rows, preserve_order=False)


_MIGRATING = 0x1FD  # the number of the lock that migrations take


def connect_database(app: Flask) -> None:
    """Bind `db` and migrations to the application, and make each engine behave."""
    options = {"pool_pre_ping": True}
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        options |= {
            "pool_size": 5,
            "max_overflow": 5,
            "pool_timeout": 5,
            "connect_args": {
                "connect_timeout": 5,
                "options": "-c lock_timeout=5000 -c statement_timeout=30000",
            },
        }
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)
    migrate.init_app(app, db, directory=os.path.join(os.path.dirname(app.root_path), "migrations"))
    with app.app_context():
        engine = db.engine
        if engine.dialect.name == "sqlite":
            _make_sqlite_safe(engine)
        # A child that forks (RQ, gunicorn) must never share a connection: rows of one could reach the other.
        os.register_at_fork(after_in_child=lambda: engine.dispose(close=False))


def _make_sqlite_safe(engine: Engine) -> None:
    """WAL, foreign keys, and BEGIN IMMEDIATE: a deferred transaction that later writes fails under load."""

    @event.listens_for(engine, "connect")
    def on_connect(connection, _record):
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("foreign_keys=on", "journal_mode=wal", "synchronous=full", "busy_timeout=5000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection):
        connection.exec_driver_sql("BEGIN" if only_reading_now.get() else "BEGIN IMMEDIATE")


def upgrade_database(app: Flask) -> None:
    """Bring the database to the newest migration; safe to call again, and on several hosts at once."""
    with app.app_context(), db.engine.connect() as connection, _alone(connection):
        config = app.extensions["migrate"].migrate.get_config()
        command.upgrade(config, "head")


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """One host migrates at a time; the others wait for it. SQLite has one host, and locks by itself."""
    if connection.dialect.name != "postgresql":
        yield
        return
    connection.execution_options(isolation_level="AUTOCOMMIT")
    # A migration may take longer than a page may.
    connection.execute(text("SET lock_timeout = 0"))
    connection.execute(text("SET statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _MIGRATING})
    try:
        yield
    finally:
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _MIGRATING})
        connection.invalidate()  # its timeouts were for this alone
