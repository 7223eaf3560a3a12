"""Something a person must do, with whose job it is and by when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Instant, db
from ifd.models.staff import Staff


class Task(db.Model):
    """Kinds are in `ifd/data/tasks.yaml`. Never deleted: done by somebody, with what came of it."""

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_open", "done_at", "role", "due_at", "id"), UniqueConstraint("about"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    # What it is about (`unsendable:812`), so a sweep that runs twice makes one task.
    about: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("support_request.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))  # whose list it is on: clinician, lead, call_handler
    priority_rank: Mapped[int] = mapped_column(default=4)
    made_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    outcome: Mapped[str] = mapped_column(Text, default="")

    assigned_to: Mapped[Staff | None] = relationship(foreign_keys=[assigned_to_id])
    done_by: Mapped[Staff | None] = relationship(foreign_keys=[done_by_id])
