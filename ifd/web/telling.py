"""Writing down what a family says after sending, from whichever door: never lost because somebody else was quicker."""

from __future__ import annotations

from sqlalchemy.orm.exc import StaleDataError

from ifd import clock
from ifd.database import db
from ifd.models import SupportRequest
from ifd.services import said_later
from ifd.services.said_later import Said

_TRIES = 5


def tell(request: SupportRequest, said: Said) -> bool:
    """Write it down and commit; whether it speaks of danger. When the request changes in this moment, again."""
    request_id = request.id
    for tries_left in reversed(range(_TRIES)):
        try:
            told = said_later.tell(request, said, at=clock.now())
            db.session.commit()
            break
        except StaleDataError:
            db.session.rollback()
            if not tries_left:
                raise
            request = db.session.get(SupportRequest, request_id, populate_existing=True)
    return told.is_danger
