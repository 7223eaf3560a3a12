"""The application around a command that needs the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask


@contextmanager
def front_door(**overrides: object) -> Iterator[Flask]:
    """The application of this environment, with its context open."""
    from ifd import create_app
    from ifd.database import db
    from ifd.settings import load_settings

    app = create_app(load_settings(**overrides))
    with app.app_context():
        try:
            yield app
        finally:
            # Nothing stays open behind a command, also where it is run inside another program.
            db.session.remove()
            db.engine.dispose()
