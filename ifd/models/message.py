"""The outbox: messages written with the change they tell of, sent by whoever comes by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ifd.database import Document, Instant, db

OUTBOX_STATES = ("pending", "sending", "sent", "unsendable", "held")


class OutboxMessage(db.Model):
    """One message to one contact point. The row is the work; a queue only rings for it.

    `about` names what it tells of (`received:412`), so one event never tells one person twice by one channel.
    A message that cannot be sent becomes `unsendable` and a task that staff see.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("about", "contact_point_id", "template"),
        CheckConstraint(f"state in {OUTBOX_STATES}", name="state_known"),
        Index("ix_outbox_message_due", "state", "due_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("support_request.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    contact_point_id: Mapped[int | None] = mapped_column(ForeignKey("contact_point.id"))
    # For a message to somebody who is not yet a contact: a link to a draft.
    to_address: Mapped[str] = mapped_column(String(500), default="")
    channel: Mapped[str] = mapped_column(String(10))
    about: Mapped[str] = mapped_column(String(80))
    template: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict] = mapped_column(Document, default=dict)
    state: Mapped[str] = mapped_column(String(12), default="pending")
    due_at: Mapped[datetime] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    written_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    provider_id: Mapped[str] = mapped_column(String(80), default="")
    failure: Mapped[str] = mapped_column(Text, default="")


class MailboxMessage(db.Model):
    """What the local mailbox received: the demo shows it as a page instead of sending anything anywhere."""

    __tablename__ = "mailbox_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    outbox_id: Mapped[int] = mapped_column(unique=True)
    channel: Mapped[str] = mapped_column(String(10))
    to_address: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(500), default="")
    body: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(Instant, index=True)
