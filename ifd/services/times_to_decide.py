"""What is known of how long deciding takes. Counts only: of no person, and of no member of staff."""

from __future__ import annotations

from datetime import datetime

from ifd.database import db
from ifd.models import TimesToDecide
from triage.time_to_decide import Times

_THE_ROW = 1


def keep(times: Times | None, decisions: int, *, at: datetime) -> None:
    """In place of what was known before; with None it is known that it rests on too few decisions."""
    row = db.session.get(TimesToDecide, _THE_ROW)
    if row is None:
        row = TimesToDecide(id=_THE_ROW)
        db.session.add(row)
    row.learned_at, row.decisions = at, decisions
    row.document = times.to_document() if times else {}
