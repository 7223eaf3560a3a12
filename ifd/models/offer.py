"""A service offer of a partner, as the directory holds it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Document, Instant, Word, db
from ifd.models.organisation import Organisation
from triage.vocabulary import OfferKind


class ServiceOffer(db.Model):
    """What `triage.directory.Offer` says, as a row an administrator can change without a release.

    `is_current` is False for an offer taken out of the directory: allocations to it keep their history.
    """

    __tablename__ = "service_offer"
    __table_args__ = (
        CheckConstraint("min_age <= max_age", name="ages_in_order"),
        CheckConstraint("capacity in ('open', 'full', 'closed')", name="capacity_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[OfferKind] = mapped_column(Word(OfferKind), index=True)
    name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    min_age: Mapped[int]
    max_age: Mapped[int]
    capacity: Mapped[str] = mapped_column(String(10), default="open")
    # Set with `capacity`, so that staff can see who closed a list and why.
    capacity_note: Mapped[str] = mapped_column(String(500), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    # The rest of the directory entry: areas, audience, delivery, what_happens, criteria, exclusions, opening...
    details: Mapped[dict] = mapped_column(Document, default=dict)
    takes_requests: Mapped[bool] = mapped_column(default=True)
    owner: Mapped[str] = mapped_column(String(200), default="")
    review_date: Mapped[date | None]
    is_current: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(Instant)

    organisation: Mapped[Organisation] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}
