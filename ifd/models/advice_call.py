"""A telephone call that needed advice and nothing more, recorded in about a minute."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Document, Instant, db
from ifd.models.staff import Staff


class AdviceCall(db.Model):
    __tablename__ = "advice_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(Instant, index=True)
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    submission_key: Mapped[str] = mapped_column(String(64), unique=True)
    caller: Mapped[str] = mapped_column(String(20))  # a triage.vocabulary.Requester
    age_years: Mapped[int | None]
    needs: Mapped[list] = mapped_column(Document, default=list)
    advice: Mapped[str] = mapped_column(Text)
    safety: Mapped[str] = mapped_column(String(20))  # asked_no_concern, asked_concern, not_asked
    minutes: Mapped[int | None]
    callback_number: Mapped[str] = mapped_column(String(40), default="")
    # When the advice became a request, nothing is asked twice.
    request_id: Mapped[int | None] = mapped_column(ForeignKey("support_request.id"))

    taken_by: Mapped[Staff] = relationship()
