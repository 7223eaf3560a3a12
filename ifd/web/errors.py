"""What a page says when something is not there, not allowed or broken: what to do, and whether anything was lost."""

from __future__ import annotations

import structlog
from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ifd.database import AWAY, db
from ifd.permissions import Forbidden
from ifd.web.kept import typed_at_length

log = structlog.get_logger()

_PAGES = {403: "403", 404: "404", 405: "404", 413: "413", 429: "429", 503: "503"}


def answer_errors(app: Flask) -> None:
    @app.errorhandler(CSRFError)
    def stale_form(error):
        return out_of_date()

    @app.errorhandler(Forbidden)
    def forbidden(error):
        return _page("403", 403, why=str(error))

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException):
        if error.code < 400:
            return error
        return _page(_PAGES.get(error.code, "400"), error.code)

    def database_away(error: Exception):
        log.error("database_away", endpoint=request.endpoint, error=type(error).__name__, exc_info=True)
        db.session.rollback()
        return *_page("503", 503), {"Retry-After": "30"}

    for kind in AWAY:
        app.register_error_handler(kind, database_away)

    @app.errorhandler(Exception)
    def broken(error: Exception):
        log.error("page_failed", endpoint=request.endpoint, error=type(error).__name__, exc_info=True)
        db.session.rollback()
        return _page("500", 500)


def out_of_date():
    """A form whose right to be sent is over."""
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return _page("stale_form", 400, is_without_cookies=is_ours and not request.cookies)


def signed_out():
    """Somebody whose session was over when they sent a form: what they wrote is shown, for it was not stored."""
    return _page("signed_out", 401)


def _page(name: str, code: int, **facts):
    return render_template(f"errors/{name}.html", typed=typed_at_length(), **facts), code
