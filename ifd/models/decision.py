"""What a named clinician decided, stored beside the suggestion."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Document, Instant, Word, db
from ifd.models.offer import ServiceOffer
from ifd.models.staff import Staff
from triage.vocabulary import Priority, Thrive


class Decision(db.Model):
    __tablename__ = "decision"
    # An override without a reason cannot be stored, whatever the form let through.
    __table_args__ = (CheckConstraint("agrees or length(reason) > 0", name="override_has_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    decided_at: Mapped[datetime] = mapped_column(Instant)
    agrees: Mapped[bool]
    overridden: Mapped[list] = mapped_column(Document, default=list)  # which of offer, priority, thrive
    reason: Mapped[str] = mapped_column(Text, default="")
    offer_id: Mapped[int] = mapped_column(ForeignKey("service_offer.id"))
    starts_now_offer_id: Mapped[int | None] = mapped_column(ForeignKey("service_offer.id"))
    priority: Mapped[Priority] = mapped_column(Word(Priority))
    thrive: Mapped[Thrive] = mapped_column(Word(Thrive))
    primary_reason: Mapped[str] = mapped_column(String(2))
    note: Mapped[str] = mapped_column(Text, default="")
    # Of a service whose name alone could tell on somebody: whether the family may hear it.
    family_may_be_told: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Why the service reads words that somebody asked us not to share; empty where it does not.
    words_shared_because: Mapped[str] = mapped_column(Text, default="", server_default="")

    decided_by: Mapped[Staff] = relationship()
    offer: Mapped[ServiceOffer] = relationship(foreign_keys=[offer_id])
    starts_now_offer: Mapped[ServiceOffer | None] = relationship(foreign_keys=[starts_now_offer_id])
