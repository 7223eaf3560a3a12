"""How long deciding takes this team, as counts learned from its own past."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ifd.database import Document, Instant, db


class TimesToDecide(db.Model):
    """One row, learned anew each day: of no person and of no member of staff. `triage.time_to_decide` reads it."""

    __tablename__ = "times_to_decide"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    learned_at: Mapped[datetime] = mapped_column(Instant)
    decisions: Mapped[int]  # how many it rests on
    document: Mapped[dict] = mapped_column(Document)
