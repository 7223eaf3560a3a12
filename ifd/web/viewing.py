"""Who opened which request, form or call is part of the record: no page that shows one without it."""

from __future__ import annotations

from flask import abort, g

from ifd import clock
from ifd.database import db, only_reading
from ifd.queries.scope import find_request
from ifd.services import audit


def record_viewing(reference: str) -> None:
    """Record that this person opens the request; 404 where they may not see it."""
    _record("request.viewed", "support_request", (find_request(g.staff, reference) or abort(404)).id)


def record_viewing_of_form(draft_id: int) -> None:
    """Record that this person reads a form that was not sent, or a colleague's call."""
    _record("draft.viewed", "draft", draft_id)


def record_viewing_of_advice(identity: int) -> None:
    """Record that this person reads an advice call."""
    _record("advice.viewed", "advice_call", identity)


def _record(action: str, subject: str, opened: int) -> None:
    # The transaction that has read so far ends here: on SQLite it could not become one that writes.
    db.session.rollback()
    with only_reading(False):
        audit.record(action, subject, opened, by=g.staff, at=clock.now())
        db.session.commit()
