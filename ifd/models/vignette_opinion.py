"""What a clinician thinks of the expected answer to one vignette of the public benchmark."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Instant, db
from ifd.models.append_only import keep_as_written
from ifd.models.staff import Staff


class VignetteOpinion(db.Model):
    """Agree or disagree, with why. The newest of each person counts; the older ones stay.

    It speaks of the vignette as it was worded then (`vignette_hash`); a reworded one is open again.
    """

    __tablename__ = "vignette_opinion"
    __table_args__ = (
        Index("ix_vignette_opinion_vignette", "vignette", "staff_id", "id"),
        CheckConstraint("agrees or length(comment) > 0", name="disagreement_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vignette: Mapped[str] = mapped_column(String(80))
    vignette_hash: Mapped[str] = mapped_column(String(64))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    given_at: Mapped[datetime] = mapped_column(Instant)
    agrees: Mapped[bool]
    comment: Mapped[str] = mapped_column(Text, default="")

    staff: Mapped[Staff] = relationship()


keep_as_written(VignetteOpinion.__table__, "what was thought of a vignette")
