"""A family's visit to their request: half an hour in one browser, from the last page they looked at."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import flash, redirect, session, url_for

from ifd.models import SupportRequest
from ifd.queries.status import StatusView, status_view

MINUTES = 30
_MARK = 16


def begin(request: SupportRequest, *, at: datetime) -> None:
    """The code was right. The visit ends when the code changes, too."""
    session["status"] = [request.id, request.status_code_hash[:_MARK], int(at.timestamp())]


def current(*, at: datetime) -> StatusView | None:
    """What this browser may see, if its visit is not over."""
    match session.get("status"):
        case [int(request_id), str(mark), int(seen)] if len(mark) == _MARK:
            view = (
                status_view(request_id, mark) if at.timestamp() - seen < _length().total_seconds() else None
            )
            if view:
                session["status"] = [request_id, mark, int(at.timestamp())]
                return view
    end()
    return None


def end() -> None:
    session.pop("status", None)


def over():
    """Where somebody goes whose visit is over, and why."""
    flash(f"This page closes after {MINUTES} minutes, to keep you safe. Enter both again.")
    return redirect(url_for("status.find"), code=303)


def _length() -> timedelta:
    return timedelta(minutes=MINUTES)
