"""The doorbell: rings for rows after they are committed, never before, never for rows that were taken back.

`ring` only remembers; the ring itself happens once the outermost transaction has committed, once for each
job, with ids alone. Nobody notices a bell that could not be rung: the row stays, and the tick finds it.
"""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from ifd.clients.queue import bell_for
from ifd.database import db

_RINGS = "rings"
_HOUR = 3600


def this_hour(at: datetime) -> int:
    """What to ring with where the bell is for whatever is due, not for one row: another each hour, since a job that
    failed keeps its name for a day, and no second one of that name is begun."""
    return int(at.timestamp()) // _HOUR


def ring(job: str, row_id: int) -> None:
    """Ring for `job` about this row when the transaction at hand has been committed."""
    db.session().info.setdefault(_RINGS, {}).setdefault(job, []).append(row_id)


@event.listens_for(db.session, "after_commit")
def _ring_what_is_stored(session: Session) -> None:
    # The release of a savepoint is a commit too, but the transaction around it may still fail.
    if session.in_nested_transaction():
        return
    rings = session.info.pop(_RINGS, {})
    bell = bell_for(current_app.settings.redis_url) if rings else None
    if bell:
        for job, ids in rings.items():
            bell.ring(job, sorted(set(ids)))


@event.listens_for(db.session, "after_transaction_end")
def _forget_what_is_not(session: Session, transaction: SessionTransaction) -> None:
    # When the outermost transaction ends, by whatever way, what was not rung will not be. A savepoint that is
    # rolled back forgets nothing: ringing for a row that is not there is harmless.
    if transaction.parent is None:
        session.info.pop(_RINGS, None)
