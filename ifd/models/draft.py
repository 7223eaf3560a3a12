"""A request being written: kept from the first answer, for weeks, without an account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ifd.database import Document, Instant, db


class Draft(db.Model):
    """Answers given so far, page by page. The browser holds a random token; only its hash is stored."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # Sent with the final form: two submissions of one draft are one request.
    submission_key: Mapped[str] = mapped_column(String(64), unique=True)
    voice: Mapped[str] = mapped_column(
        String(20), default=""
    )  # a triage.vocabulary.Requester, or empty before it is asked
    answers: Mapped[dict] = mapped_column(Document, default=dict)
    started_at: Mapped[datetime] = mapped_column(Instant)
    saved_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    # When a danger answer was first given and crisis help first shown: it is also a task for a clinician.
    danger_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ResumeLink(db.Model):
    """A link sent to come back to a draft: only hashes of its token and of its code are stored."""

    __tablename__ = "resume_link"
    __table_args__ = (Index("ix_resume_link_contact_made", "contact_hash", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # A keyed hash of where it was sent, to limit how many one address can be sent.
    contact_hash: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(10))
    code_hash: Mapped[str] = mapped_column(String(64), default="")
    code_expires_at: Mapped[datetime | None] = mapped_column(Instant)
    code_attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
