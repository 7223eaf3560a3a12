"""A copy of what was sent, by e-mail: the message holds the way to it and not a word of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from ifd.database import db
from ifd.models import OutboxMessage, Staff, SupportRequest
from ifd.queries import copies
from ifd.services import audit, messages


def send_link(request: SupportRequest, *, by: Staff | str, at: datetime) -> int:
    """Tell whoever wrote it where their copy is, at addresses they said are safe; how many. Once an hour is enough."""
    if not copies.has_copy(request):
        return 0
    points = copies.safe_emails(request)
    about = f"copy:{request.id}:{at:%Y%m%d%H}"
    known = set(
        db.session.scalars(select(OutboxMessage.contact_point_id).where(OutboxMessage.about == about))
    )
    new = [point for point in points if point.id not in known]
    messages.write("copy_link", request, new, at=at, about=about)
    audit.record("request.copy_asked", "support_request", request.id, by=by, at=at)
    return len(points)
