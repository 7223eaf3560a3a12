"""A request with a partner: from the decision until help has really started, or it is handed back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Instant, db
from ifd.models.decision import Decision
from ifd.models.offer import ServiceOffer
from ifd.models.support_request import SupportRequest
from ifd.offer_kinds import is_named_on_a_clinicians_word


class Allocation(db.Model):
    """`ended_at` is set when it is handed back, replaced by another allocation, or its request closes."""

    __tablename__ = "allocation"
    __table_args__ = (
        Index("ix_allocation_offer_open", "offer_id", "ended_at", "id"),
        # At most one allocation of a request is current: two clinicians cannot both win.
        Index(
            "uq_allocation_current",
            "request_id",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("service_offer.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    allocated_at: Mapped[datetime] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    first_contact_at: Mapped[datetime | None] = mapped_column(Instant)
    help_started_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    end_kind: Mapped[str] = mapped_column(String(20), default="")  # handed_back, replaced, closed
    end_reason: Mapped[str] = mapped_column(Text, default="")

    offer: Mapped[ServiceOffer] = relationship(lazy="joined")
    decision: Mapped[Decision] = relationship()

    @property
    def is_named_to_family(self) -> bool:
        """Whether the family may be told which service this is."""
        return self.decision.family_may_be_told or not is_named_on_a_clinicians_word(self.offer.kind)

    def hides_holder(self, request: SupportRequest) -> bool:
        """Whether, being the last one of this request, it is what the family may not be told of who holds it."""
        return request.holder_id == self.organisation_id and not self.is_named_to_family
