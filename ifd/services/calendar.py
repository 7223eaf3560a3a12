"""Days on which this area's front door is closed."""

from __future__ import annotations

from datetime import date, datetime

from ifd.clock import london_date
from ifd.database import db
from ifd.models import ClosureDay, Staff
from ifd.services import audit
from ifd.services.directory import require_editor


def close_on(day: date, reason: str, *, by: Staff | str, at: datetime) -> ClosureDay:
    """Leave a day out of every target counted in working days from now on. What was promised before stays."""
    require_editor(by)
    row = ClosureDay(
        day=day, reason=reason, added_at=at, added_by_id=by.id if isinstance(by, Staff) else None
    )
    db.session.add(row)
    db.session.flush()
    audit.record("closure_day.added", "closure_day", row.id, by=by, at=at, day=day.isoformat())
    return row


def open_after_all(row: ClosureDay, *, by: Staff | str, at: datetime) -> None:
    """Take back a closed day that is still to come. A past one stays: waits were counted with it."""
    require_editor(by)
    if row.day < london_date(at):
        raise ValueError("a day that is over cannot be opened")
    audit.record("closure_day.removed", "closure_day", row.id, by=by, at=at, day=row.day.isoformat())
    db.session.delete(row)
