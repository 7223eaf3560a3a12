"""What every row of long work tells: who asked, whether somebody is at it, how far it is, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from ifd.database import Document, Instant
from ifd.models.staff import Staff


class LongWork:
    """The row is the work, and a queue only rings for it: `ifd.services.long_work`."""

    JOB: ClassVar[str]  # what is rung for
    ENDED: ClassVar[str]  # what the audit says when it has come to an end

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    about: Mapped[dict] = mapped_column(Document, default=dict)  # what was asked for, such as how many days back
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    heard_of_at: Mapped[datetime | None] = mapped_column(Instant)  # by which one tells that a worker was killed
    tries: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    step: Mapped[str] = mapped_column(String(200), default="")
    finished_at: Mapped[datetime | None] = mapped_column(Instant)  # from then on the row stays as it is
    outcome: Mapped[str] = mapped_column(String(20), default="")  # broken, or a word of its own
    report: Mapped[dict] = mapped_column(Document, default=dict)

    @declared_attr
    def asked_by(cls) -> Mapped[Staff]:
        return relationship(Staff)
