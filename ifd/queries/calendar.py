"""Closed days of this area, past and to come."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from ifd.database import db
from ifd.models import ClosureDay


def closure_days() -> list[ClosureDay]:
    """Every closed day, the latest first."""
    return list(db.session.scalars(select(ClosureDay).order_by(ClosureDay.day.desc())))


def find_closure_day(day: date) -> ClosureDay | None:
    return db.session.scalar(select(ClosureDay).where(ClosureDay.day == day))
