"""Who did or saw what, when: written in the same transaction as the thing itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ifd.database import Document, Instant, db
from ifd.models.append_only import keep_as_written


class AuditEntry(db.Model):
    """Append-only: the database itself refuses to change or remove one. No personal data in `detail`."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    actor: Mapped[str] = mapped_column(String(20))  # staff, family, system
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    detail: Mapped[dict] = mapped_column(Document, default=dict)


keep_as_written(AuditEntry.__table__, "the audit")
