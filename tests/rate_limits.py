"""The application with its rate limits on, which other tests do without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.reviewing_client import ReviewingClient
from tests.settings import settings_for


@contextmanager
def limited(database_url: str, redis_url: str) -> Iterator:
    """An application on this database that limits; the limiter is off again afterwards."""
    from ifd import create_app
    from ifd.database import db
    from ifd.web.protection import limiter

    app = create_app(settings_for(database_url, redis_url, rate_limits=True))
    app.testing = True
    app.test_client_class = ReviewingClient
    try:
        yield app
    finally:
        limiter.enabled = False
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
