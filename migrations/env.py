"""Runs migrations on the application's own engine. On PostgreSQL a lock is waited for briefly, never for long:
a migration that cannot have the table at once fails and is tried again, and families are not kept waiting."""

from __future__ import annotations

from alembic import context
from flask import current_app

from ifd import models  # noqa: F401  the tables that migrations are made from
from ifd.database import db


def name_column_types(kind: str, value: object, autogen_context) -> str | bool:
    """Write our own column types as the plain ones beneath, so that old migrations never need today's code."""
    from sqlalchemy import DateTime, String

    from ifd.database import Instant, Word

    if kind == "type" and isinstance(value, Instant):
        return repr(DateTime(timezone=True)).replace("DateTime", "sa.DateTime")
    if kind == "type" and isinstance(value, Word):
        return repr(String(40)).replace("String", "sa.String")
    return False


def run() -> None:
    config = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET lock_timeout = '5s'")
            connection.commit()
        context.configure(connection=connection, target_metadata=db.metadata, render_item=name_column_types, **config)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
