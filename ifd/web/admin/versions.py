"""Which version of an entry somebody has in front of them, so that two who edit at once are noticed."""

from __future__ import annotations

from flask import request


def seen_version() -> int:
    """The version the editor was shown; a missing or mangled one fits no entry."""
    return request.form.get("version", default=-1, type=int)


def version_to_show(row) -> int:
    """The version the page carries: what was seen stays until a change meanwhile has been told of."""
    return seen_version() if request.method == "POST" else version_now(row)


def version_now(row) -> int:
    """The version that stands; 0 where nothing has been written yet."""
    return row.version if row else 0
