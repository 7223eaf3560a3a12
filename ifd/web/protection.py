"""Sign-in sessions, forged-form protection and rate limits."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from ifd import clock
from ifd.database import db
from ifd.models import Staff
from ifd.web import sessions

csrf = CSRFProtect()
sign_ins = LoginManager()
# Generous, for a whole school or hospital may share one address: limits slow guessing, they never turn families away.
limiter = Limiter(
    get_remote_address, in_memory_fallback_enabled=True, headers_enabled=False, swallow_errors=True
)


def protect(app: Flask) -> None:
    csrf.init_app(app)
    # Templates are told who is signed in by `ifd.web.rendering`, which can also say that nobody knows.
    sign_ins.init_app(app, add_context_processor=False)
    sign_ins.session_protection = "strong"
    app.config.update(
        RATELIMIT_STORAGE_URI=app.settings.redis_url or "memory://",
        RATELIMIT_ENABLED=app.settings.rate_limits,
    )
    if app.settings.redis_url:
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
    limiter.init_app(app)


@sign_ins.user_loader
def load_staff(key: str) -> Staff | None:
    """The person of this session, unless it is over or they were disabled or signed out since."""
    identity, _, epoch = key.partition(":")
    at = clock.now()
    if not (identity.isdigit() and epoch.isdigit()) or not sessions.is_live(at=at):
        return None
    staff = db.session.get(Staff, int(identity))
    if staff is None or not staff.is_enabled or staff.session_epoch != int(epoch):
        return None
    sessions.touch(at=at)
    return staff
