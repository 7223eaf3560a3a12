"""Everything that happened to a request, with who and when. Appended, never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Document, Instant, Word, db
from ifd.models.staff import Staff
from triage.lifecycle import Actor, Event, Status


class RequestEvent(db.Model):
    """`happened_at` is when it was so in the world (a first contact yesterday); `recorded_at` when we were told."""

    __tablename__ = "request_event"
    __table_args__ = (Index("ix_request_event_request", "request_id", "recorded_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"))
    event: Mapped[Event] = mapped_column(Word(Event))
    status: Mapped[Status] = mapped_column(Word(Status))  # where it led
    happened_at: Mapped[datetime] = mapped_column(Instant)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[Actor] = mapped_column(Word(Actor))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    # Facts the timeline tells (offer name, reason...); never the family's contact details.
    detail: Mapped[dict] = mapped_column(Document, default=dict)
    note: Mapped[str] = mapped_column(Text, default="")

    staff: Mapped[Staff | None] = relationship(lazy="joined")
