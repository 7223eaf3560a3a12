"""The three clocks of a request, each against its target."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ifd.database import Instant, db


class WaitClock(db.Model):
    """A clock that `triage.clocks` worked out from the events, kept so that lists and sweeps can be read by index."""

    __tablename__ = "wait_clock"
    __table_args__ = (
        UniqueConstraint("request_id", "clock"),
        Index("ix_wait_clock_running", "stopped_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    clock: Mapped[str] = mapped_column(String(20))  # allocation, first_contact, help_started
    started_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)
    # Under which offer and priority `WaitTally` counts it; no offer means that it is not counted.
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("service_offer.id"))
    priority: Mapped[str] = mapped_column(String(40), default="")


class WaitTally(db.Model):
    """How many waits of a kind: exact percentiles of any number of requests from a few thousand rows.

    For a running wait `day` is the London date it began and `days` is -1; for a finished one `day` is the date
    it ended and `days` its length. Kept in the same transaction as the event; `ifd waits --recount` proves it.
    """

    __tablename__ = "wait_tally"
    __table_args__ = (UniqueConstraint("offer_id", "clock", "priority", "day", "days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("service_offer.id"))
    clock: Mapped[str] = mapped_column(String(20))
    priority: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    days: Mapped[int] = mapped_column(default=-1)
    n: Mapped[int] = mapped_column(default=0)
