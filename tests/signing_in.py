"""A person who is signed in: through the same session as in earnest, without typing a password."""

from __future__ import annotations

import contextvars

from flask import session as current

from ifd import clock
from ifd.models import Staff
from ifd.web import sessions


def sign_in(client, staff: Staff) -> None:
    """`staff` is signed in in this client from now on."""
    key = staff.id

    def begin() -> dict:
        from ifd.database import db

        with client.application.test_request_context(
            environ_base={"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": client.environ_base["HTTP_USER_AGENT"]}
        ):
            sessions.begin(db.session.get(Staff, key), at=clock.now())
            return dict(current)

    from ifd.database import db

    db.session.commit()
    begun = contextvars.Context().run(begin)
    with client.session_transaction() as session:
        session.clear()
        session.update(begun)
