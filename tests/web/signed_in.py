"""A client whose person has signed in with both factors, without the slow part."""

from __future__ import annotations

from flask import session

from ifd import clock
from ifd.database import db
from ifd.models import Staff
from ifd.web import sessions


def sign_in(client, staff: Staff):
    """`client`, now in a session of `staff` as the sign-in page begins one."""
    db.session.commit()
    app = client.application
    with app.test_request_context(environ_base=dict(client.environ_base)):
        sessions.begin(db.session.get(Staff, staff.id), at=clock.now())
        begun = dict(session)
    with client.session_transaction() as kept:
        kept.clear()
        kept.update(begun)
    return client
