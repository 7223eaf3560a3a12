"""A request for support: the one record that the web, the telephone, partners and workers share."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Document, Instant, Word, db
from ifd.models.contact import Contact
from ifd.models.staff import Staff
from ifd.models.young_person import YoungPerson
from triage.lifecycle import Status
from triage.vocabulary import Channel, Priority, Requester, Thrive

# From this many hand-backs on, a lead by name stays with the request until help starts.
TOO_MANY_HAND_BACKS = 2


class SupportRequest(db.Model):
    """What was asked, by whom, and where it is now.

    `status`, `priority`, `due_at` and `holder` are conclusions from events, written in the same transaction
    so that the worklist stays one indexed read whatever the backlog.
    """

    __tablename__ = "support_request"
    __table_args__ = (
        Index("ix_support_request_worklist", "status", "priority_rank", "due_at", "id"),
        Index("ix_support_request_claimed", "claimed_by_id", "status"),
        Index("ix_support_request_received", "received_at", "id"),
        Index("ix_support_request_partner", "holder_id", "status", "due_at", "id"),
        # Few among many: their list is read from here, however many others wait.
        Index("ix_support_request_handed_back", "status", "priority_rank", "due_at", "id",
              sqlite_where=text("hand_backs > 0"), postgresql_where=text("hand_backs > 0")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    submission_key: Mapped[str] = mapped_column(String(64), unique=True)
    received_at: Mapped[datetime] = mapped_column(Instant)
    channel: Mapped[Channel] = mapped_column(Word(Channel))
    requester: Mapped[Requester] = mapped_column(Word(Requester))
    profession: Mapped[str] = mapped_column(String(120), default="")
    source_code: Mapped[str] = mapped_column(String(2), default="")  # MHSDS source of referral
    age_years: Mapped[int | None]
    # The contract's request document, as the engine saw it, and every answer as the person gave it.
    document: Mapped[dict] = mapped_column(Document)
    answers: Mapped[dict] = mapped_column(Document, default=dict)
    text: Mapped[str] = mapped_column(Text, default="")

    status: Mapped[Status] = mapped_column(Word(Status))
    priority: Mapped[Priority] = mapped_column(Word(Priority))
    priority_rank: Mapped[int]
    thrive: Mapped[Thrive | None] = mapped_column(Word(Thrive))
    primary_reason: Mapped[str] = mapped_column(String(2), default="")
    due_at: Mapped[datetime] = mapped_column(Instant)  # the next thing that must happen, by its target
    next_news_at: Mapped[datetime] = mapped_column(Instant)  # what the family was promised
    holder_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))  # the organisation whose turn it is
    hand_backs: Mapped[int] = mapped_column(default=0)
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    claimed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)

    young_person_id: Mapped[int] = mapped_column(ForeignKey("young_person.id"), index=True)
    # What a family types with the reference to see where it is: a keyed hash, of a code shown and sent to them.
    status_code_hash: Mapped[str] = mapped_column(String(64), default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    is_synthetic: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    young_person: Mapped[YoungPerson] = relationship()
    contacts: Mapped[list[Contact]] = relationship(order_by="Contact.id")
    claimed_by: Mapped[Staff | None] = relationship(foreign_keys=[claimed_by_id])
    holder: Mapped[object] = relationship("Organisation")

    __mapper_args__ = {"version_id_col": version}

    @property
    def keeps_words_back(self) -> bool:
        """Whether they said no to sharing what they wrote with a service, or want to be asked first."""
        return self.answers.get("tell_partners") in ("no", "unsure")
