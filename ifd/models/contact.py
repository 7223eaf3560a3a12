"""People we may speak to about a request, and each way to reach them, with what is safe."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Instant, db


class Contact(db.Model):
    """One person: the young person, a parent or carer, the referrer, or somebody else."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    who: Mapped[str] = mapped_column(String(20))  # young_person, parent_carer, referrer, other
    name: Mapped[str] = mapped_column(String(200), default="")
    relationship_to_child: Mapped[str] = mapped_column(String(120), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    profession: Mapped[str] = mapped_column(String(120), default="")
    # yes, no or unknown: does this person know about the request, and may they be told?
    knows: Mapped[str] = mapped_column(String(10), default="unknown")
    may_be_told: Mapped[str] = mapped_column(String(10), default="unknown")
    # Why there is no way to reach them, where a referrer gave none.
    reason_missing: Mapped[str] = mapped_column(String(500), default="")

    points: Mapped[list[ContactPoint]] = relationship(
        back_populates="contact", lazy="selectin", order_by="ContactPoint.id"
    )


class ContactPoint(db.Model):
    """One channel of one person. `safety` is asked at the moment of sending and unknown is never content."""

    __tablename__ = "contact_point"
    __table_args__ = (
        CheckConstraint("safety in ('safe', 'neutral_only', 'never', 'unknown')", name="safety_known"),
        CheckConstraint("channel in ('email', 'sms', 'phone', 'post')", name="channel_known"),
        Index("ix_contact_point_search", "value_search"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(500))
    # E-mail in lower case, telephone in E.164: what a search compares.
    value_search: Mapped[str] = mapped_column(String(500), default="")
    safety: Mapped[str] = mapped_column(String(12), default="unknown")
    voicemail: Mapped[str] = mapped_column(String(10), default="unknown")  # yes, no, unknown
    good_times: Mapped[str] = mapped_column(String(200), default="")
    is_preferred: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(Instant)

    contact: Mapped[Contact] = relationship(back_populates="points")
