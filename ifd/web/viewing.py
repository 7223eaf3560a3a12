"""Who opened which request is part of the record: no page without it."""

from __future__ import annotations

from flask import abort, g

from ifd import clock
from ifd.database import db, only_reading
from ifd.queries.scope import find_request
from ifd.services import audit


def record_viewing(reference: str) -> None:
    """Record that this person opens the request; 404 where they may not see it."""
    opened = (find_request(g.staff, reference) or abort(404)).id
    # The transaction that has read so far ends here: on SQLite it could not become one that writes.
    db.session.rollback()
    with only_reading(False):
        audit.record("request.viewed", "support_request", opened, by=g.staff, at=clock.now())
        db.session.commit()
