"""What a page says when something is not there, not allowed or broken: what to do, and whether anything was lost."""

from __future__ import annotations

import structlog
from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ifd.database import AWAY, db
from ifd.permissions import Forbidden

log = structlog.get_logger()


def answer_errors(app: Flask) -> None:
    @app.errorhandler(CSRFError)
    def stale_form(error):
        return render_template("errors/stale_form.html"), 400

    @app.errorhandler(Forbidden)
    def forbidden(error):
        return render_template("errors/403.html"), 403

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException):
        name = {
            403: "errors/403.html",
            404: "errors/404.html",
            405: "errors/404.html",
            413: "errors/413.html",
            429: "errors/429.html",
            503: "errors/503.html",
        }.get(error.code)
        if name is None:
            return error if error.code < 400 else (render_template("errors/400.html"), error.code)
        return render_template(name), error.code

    def database_away(error: Exception):
        log.error("database_away", endpoint=request.endpoint, error=type(error).__name__, exc_info=True)
        db.session.rollback()
        return render_template("errors/503.html"), 503, {"Retry-After": "30"}

    for kind in AWAY:
        app.register_error_handler(kind, database_away)

    @app.errorhandler(Exception)
    def broken(error: Exception):
        log.error("page_failed", endpoint=request.endpoint, error=type(error).__name__, exc_info=True)
        db.session.rollback()
        return render_template("errors/500.html"), 500
