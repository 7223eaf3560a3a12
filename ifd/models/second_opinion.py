"""What the classifier thinks of a request, beside the rules; what it has yet to look at; and where it was wrong.

None of it is read by anything that concludes a priority, a status or a message.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Document, Instant, Word, db
from ifd.models.append_only import keep_as_written
from ifd.models.model_version import ModelVersion
from ifd.models.staff import Staff
from triage.vocabulary import OfferKind


class SecondOpinion(db.Model):
    """One look of one version at one request. Looked at again, there is another; the newest counts."""

    __tablename__ = "second_opinion"
    __table_args__ = (
        CheckConstraint("probability between 0 and 1", name="probability_is_one"),
        Index("ix_second_opinion_request", "request_id", "version_id", "id"),
        Index("ix_second_opinion_version", "version_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("model_version.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    mode: Mapped[str] = mapped_column(String(10))  # shown where a clinician could see it when it was made; or shadow
    label: Mapped[OfferKind] = mapped_column(Word(OfferKind))
    probability: Mapped[float] = mapped_column(Float)
    abstains: Mapped[bool]
    because: Mapped[str] = mapped_column(String(30), default="")  # unsure, unlike, nothing_to_read
    alternatives: Mapped[list] = mapped_column(Document, default=list)  # [{label, probability}], likeliest first
    # [{start, end, weight}], places in the request's text; with `event`, in what that event's note says.
    phrases: Mapped[list] = mapped_column(Document, default=list)
    need: Mapped[str] = mapped_column(String(2), default="")  # MHSDS primary reason; '' where it has no opinion
    need_probability: Mapped[float | None] = mapped_column(Float)
    neighbours: Mapped[list] = mapped_column(Document, default=list)  # ids of decided requests, nearest first
    likeness: Mapped[float] = mapped_column(Float)
    milliseconds: Mapped[int]

    version: Mapped[ModelVersion] = relationship(lazy="joined")


class SecondLook(db.Model):
    """A request to look at: written with the request while the classifier is on, gone when it is done.

    One that was given up stays, so that an opinion from before the newest words is not shown as one of today.
    """

    __tablename__ = "second_look"

    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    heard_of_at: Mapped[datetime | None] = mapped_column(Instant)


class OpinionReport(db.Model):
    """A clinician's word that an opinion is wrong. Kept, also when it is taken back."""

    __tablename__ = "opinion_report"
    __table_args__ = (Index("ix_opinion_report_opinion", "opinion_id", "taken_back_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("second_opinion.id"))
    said_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    said_at: Mapped[datetime] = mapped_column(Instant)
    taken_back_at: Mapped[datetime | None] = mapped_column(Instant)
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    opinion: Mapped[SecondOpinion] = relationship()
    said_by: Mapped[Staff] = relationship(foreign_keys=[said_by_id])


keep_as_written(SecondOpinion.__table__, "a second opinion")
