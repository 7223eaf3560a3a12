"""Whether the suggestion was right, as whoever closed the request saw it then. Appended; the newest counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Instant, Word, db
from ifd.models.append_only import keep_as_written
from ifd.models.staff import Staff
from ifd.models.suggestion import Suggestion
from triage.vocabulary import Hindsight, OfferKind


class LookingBack(db.Model):
    """One answer at one closing. Who was not asked, or said nothing, has no row. It changes no request."""

    __tablename__ = "looking_back"
    __table_args__ = (
        CheckConstraint("answer in ('yes', 'partly', 'no', 'cannot_tell')", name="answer_known"),
        CheckConstraint("right_kind is null or answer in ('partly', 'no')", name="another_kind_only_then"),
        Index("ix_looking_back_request", "request_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"))
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))  # the one that was asked about
    answer: Mapped[Hindsight] = mapped_column(Word(Hindsight))
    right_kind: Mapped[OfferKind | None] = mapped_column(Word(OfferKind))
    said_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    said_at: Mapped[datetime] = mapped_column(Instant)

    suggestion: Mapped[Suggestion] = relationship()
    said_by: Mapped[Staff] = relationship()


keep_as_written(LookingBack.__table__, "what was said looking back")
