"""The area's own words on the public pages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm.exc import StaleDataError

from ifd.database import db
from ifd.models import AreaText, Staff
from ifd.queries.area_text import PASSAGES, find_area_text
from ifd.services import audit
from ifd.services.directory import require_editor


def write_area_text(name: str, text: str, *, version: int, by: Staff | str, at: datetime) -> AreaText:
    """Make the pages say `text`. `version` is what the writer was shown, 0 for the words of the software."""
    require_editor(by)
    if name not in PASSAGES:
        raise ValueError(f"no page shows a passage called {name}")
    row = find_area_text(name)
    if (row.version if row else 0) != version:
        raise StaleDataError(f"{name} has been changed since")
    if row is None:
        row = AreaText(name=name)
        db.session.add(row)
    row.text, row.changed_at, row.changed_by = text, at, by if isinstance(by, Staff) else None
    db.session.flush()
    audit.record("area_text.written", "area_text", row.id, by=by, at=at, name=name)
    return row
