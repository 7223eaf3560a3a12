"""Said aloud at each write, never by hidden signals: who did what, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from ifd.database import db
from ifd.models import AuditEntry, Staff


def record(
    action: str, subject: str, subject_id: int | None, *, by: Staff | str, at: datetime, **detail
) -> AuditEntry:
    """Add an audit entry to the session at hand.

    `by` is a staff row, or 'family' or 'system'. `detail` holds codes and ids only, no personal data.
    """
    said = entry(action, subject, subject_id, by=by, at=at, **detail)
    db.session.add(said)
    return said


def entry(
    action: str, subject: str, subject_id: int | None, *, by: Staff | str, at: datetime, **detail
) -> AuditEntry:
    """The same, for a caller who stores it together with other rows."""
    staff = by if isinstance(by, Staff) else None
    return AuditEntry(
        at=at,
        actor="staff" if staff else str(by),
        staff_id=staff.id if staff else None,
        action=action,
        subject=subject,
        subject_id=subject_id,
        detail=detail,
    )
