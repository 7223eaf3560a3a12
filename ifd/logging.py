"""Structured logs: one line a request, with its id, and only words from an allowed list. No personal data."""

from __future__ import annotations

import logging
import re
import sys
import time
import uuid

import structlog
from flask import Flask, g, request

from ifd.settings import Settings

# What a log line may carry. Anything else is dropped, so that a careless call cannot leak a name.
ALLOWED = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "request_id",
        "endpoint",
        "method",
        "status",
        "ms",
        "error",
        "exception",
        "id",
        "count",
        "job",
        "door",
        "state",
        "kind",
        "holder",
        "address",
        "pid",
        "late_seconds",
    }
)
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


def only_allowed(_logger, _method, line: dict) -> dict:
    return {key: value for key, value in line.items() if key in ALLOWED}


def _where_it_broke(_logger, _method, line: dict) -> dict:
    """Name the file and line of each frame, never the values: an exception's message may hold what a family wrote."""
    error = line.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    elif isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    if error and error[2]:
        frames, step = [], error[2]
        while step:
            code = step.tb_frame.f_code
            frames.append(
                f"{'/'.join(code.co_filename.rsplit('/', 2)[-2:])}:{step.tb_lineno}"
            )
            step = step.tb_next
        line["exception"] = f"{error[0].__name__} at " + " > ".join(frames[-6:])
    return line


def configure_logging(settings: Settings) -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _where_it_broke,
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.log_level)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def log_requests(app: Flask) -> None:
    log = structlog.get_logger()

    @app.before_request
    def begin():
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        g.began = time.perf_counter()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response):
        response.headers["X-Request-ID"] = g.get("request_id", "")
        if request.endpoint not in ("static", "ops.livez"):
            # The endpoint, never the path: a path may hold a reference or a token.
            log.info(
                "request",
                endpoint=request.endpoint,
                method=request.method,
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
            )
        structlog.contextvars.clear_contextvars()
        return response
