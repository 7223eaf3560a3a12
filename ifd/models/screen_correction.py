"""A clinician's word on a hit of the red-flag screen: it was wrong, and how. Kept for the next version."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Instant, db
from ifd.models.staff import Staff
from ifd.models.suggestion import RedFlag


class ScreenCorrection(db.Model):
    """The hit stays where it is and lowers nothing: this teaches the screen, it does not decide the request."""

    __tablename__ = "screen_correction"
    __table_args__ = (Index("ix_screen_correction_red_flag", "red_flag_id", "taken_back_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    red_flag_id: Mapped[int] = mapped_column(ForeignKey("red_flag.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    entry: Mapped[str] = mapped_column(String(120), default="")  # the line of the lexicon that matched
    should_read: Mapped[str] = mapped_column(String(30))  # a reading of the screen, wrong_flag or other
    note: Mapped[str] = mapped_column(Text, default="")
    said_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    said_at: Mapped[datetime] = mapped_column(Instant)
    taken_back_at: Mapped[datetime | None] = mapped_column(Instant)
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    red_flag: Mapped[RedFlag] = relationship()
    said_by: Mapped[Staff] = relationship(foreign_keys=[said_by_id])
