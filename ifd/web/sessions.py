"""The session of a person who is signed in: when it began, when it was last used, and when it is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Response, current_app, request, session
from flask_login import login_user
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ifd.models import Staff

KNOWN_BROWSER_COOKIE = "ifd-known-browser"
KNOWN_BROWSER_DAYS = 90


def begin(staff: Staff, *, at: datetime) -> None:
    """A new session with nothing of the old one in it: one planted before sign-in is worth nothing."""
    session.clear()
    session["second_factor"] = True
    session["began_at"] = session["seen_at"] = int(at.timestamp())
    login_user(staff)


def is_live(*, at: datetime) -> bool:
    """Whether both factors were given, and it was neither unused nor open for too long."""
    began, seen = session.get("began_at"), session.get("seen_at")
    if not (session.get("second_factor") and isinstance(began, int) and isinstance(seen, int)):
        return False
    settings, now = current_app.settings, int(at.timestamp())
    return (
        now - seen < timedelta(minutes=settings.staff_idle_minutes).total_seconds()
        and now - began < timedelta(hours=settings.staff_session_hours).total_seconds()
    )


def touch(*, at: datetime) -> None:
    """The person is still there. Once a minute is enough, so that not every page sets the cookie anew."""
    now = int(at.timestamp())
    if now - session.get("seen_at", 0) >= 60:
        session["seen_at"] = now


def remember_browser(response: Response, staff: Staff) -> Response:
    """Let others' wrong guesses never slow this person in this browser. It opens nothing by itself."""
    response.set_cookie(
        KNOWN_BROWSER_COOKIE,
        _serializer().dumps(staff.id),
        httponly=True,
        samesite="Strict",
        max_age=KNOWN_BROWSER_DAYS * 86400,
        secure=current_app.settings.is_secure,
        path="/staff",
    )
    return response


def known_browser_of() -> int | None:
    """Who has signed in from this browser before."""
    try:
        found = _serializer().loads(
            request.cookies.get(KNOWN_BROWSER_COOKIE, ""), max_age=KNOWN_BROWSER_DAYS * 86400
        )
    except BadSignature:
        return None
    return found if isinstance(found, int) else None


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.settings.secret_key, salt="known-browser")
