"""Between the two factors: whose password was right, a few minutes ago, in this browser."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import session, url_for

from ifd.models import Staff
from ifd.queries import accounts

_MINUTES = 10


def remember(staff: Staff, *, at: datetime) -> None:
    """The password was right. What else the session held is dropped, but for where the person was going."""
    going_to = session.get("after_sign_in")
    session.clear()
    session["after_sign_in"] = going_to
    session["pending"] = [staff.id, staff.session_epoch, int(at.timestamp())]


def person(*, at: datetime) -> Staff | None:
    """Who has given the first factor, if it still holds."""
    match session.get("pending"):
        case [int(identity), int(epoch), int(since)]:
            is_fresh = timedelta(0) <= timedelta(seconds=at.timestamp() - since) < timedelta(minutes=_MINUTES)
            staff = accounts.find(identity) if is_fresh else None
            return staff if staff and staff.is_enabled and staff.session_epoch == epoch else None
    return None


def going_to() -> str:
    """Where the person was going, if that is a page of ours; else the staff home page."""
    wanted = session.get("after_sign_in") or ""
    return wanted if is_local(wanted) else url_for("home.staff_home")


def is_local(address: str) -> bool:
    """Whether it is a path on this site. Browsers read a backslash as a slash and drop white space."""
    if not address.startswith("/") or address.startswith("//") or "\\" in address:
        return False
    if any(ord(letter) <= 32 for letter in address):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc
