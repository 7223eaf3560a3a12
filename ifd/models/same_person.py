"""What clinicians say of two requests that may be about one person. Appended; the newest word counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Instant, db
from ifd.models.append_only import keep_as_written
from ifd.models.staff import Staff

SAME, SOMEBODY_ELSE, TAKEN_BACK = "same", "somebody_else", "taken_back"


class SamePersonWord(db.Model):
    """Of one pair, the request with the smaller key first. Two requests stay two, whatever is said of them."""

    __tablename__ = "same_person_word"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="smaller_first"),
        CheckConstraint("word in ('same', 'somebody_else', 'taken_back')", name="word_known"),
        Index("ix_same_person_word_one", "one_id", "id"),
        Index("ix_same_person_word_other", "other_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"))
    word: Mapped[str] = mapped_column(String(20))
    said_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    said_at: Mapped[datetime] = mapped_column(Instant)

    said_by: Mapped[Staff] = relationship(lazy="joined")


keep_as_written(SamePersonWord.__table__, "what was said of two requests")
