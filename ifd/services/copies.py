"""A copy of what was sent, by e-mail: the message holds the way to it and not a word of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from ifd.database import db
from ifd.models import OutboxMessage, Staff, SupportRequest
from ifd.queries import copies
from ifd.services import audit, bell


def send_link(request: SupportRequest, *, by: Staff | str, at: datetime) -> int:
    """Tell whoever wrote it where their copy is, at addresses they said are safe; how many. Once an hour is enough."""
    if not copies.has_copy(request):
        return 0
    points = copies.safe_emails(request)
    about = f"copy:{request.id}:{at:%Y%m%d%H}"
    known = set(
        db.session.scalars(select(OutboxMessage.contact_point_id).where(OutboxMessage.about == about))
    )
    rows = [
        OutboxMessage(
            request_id=request.id,
            contact_point_id=point.id,
            channel=point.channel,
            about=about,
            template="copy_link",
            facts={"reference": request.reference},
            due_at=at,
            written_at=at,
        )
        for point in points
        if point.id not in known
    ]
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        bell.ring("deliver", row.id)
    audit.record("request.copy_asked", "support_request", request.id, by=by, at=at)
    return len(points)
