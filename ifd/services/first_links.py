"""Links with which a new person, or one who forgot, chooses a password: nobody else ever knows it."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ifd.database import db
from ifd.models import Staff
from ifd.permissions import Forbidden, may
from ifd.services import audit

HOURS = 72


def make(staff: Staff, *, by: Staff | str, at: datetime) -> str:
    """The address of a link for this person.

    It lasts three days, and ends when it is used or when the sessions of the account end.
    """
    if isinstance(by, Staff) and not may(by, "manage_staff"):
        raise Forbidden("Making a link needs an administrator.")
    audit.record("staff.link_made", "staff", staff.id, by=by, at=at)
    token = _serializer().dumps([staff.id, staff.session_epoch])
    return f"{current_app.settings.public_url}/staff/begin/{token}"


def whose(token: str) -> Staff | None:
    """The person whose link this is, while it is good."""
    try:
        identity, epoch = _serializer().loads(token, max_age=HOURS * 3600)
    except (BadSignature, ValueError, TypeError):
        return None
    staff = db.session.get(Staff, identity)
    return staff if staff and staff.is_enabled and staff.session_epoch == epoch else None


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.settings.secret_key, salt="staff-first-link")
