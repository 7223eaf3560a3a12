"""Reading pages only read: on SQLite they never wait for a writer, and nothing is left uncommitted."""

from __future__ import annotations

from flask import Flask, request

from ifd.database import db, only_reading_now


def one_transaction_a_request(app: Flask) -> None:
    """GET and HEAD open plain read transactions; whatever a request leaves uncommitted is rolled back at its end."""

    @app.before_request
    def choose_transaction():
        only_reading_now.set(request.method in ("GET", "HEAD", "OPTIONS"))

    @app.teardown_appcontext
    def leave_nothing_open(_error=None):
        only_reading_now.set(False)
        db.session.remove()
