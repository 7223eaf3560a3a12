"""What the tick looks for: clocks past their target, services that have not answered, forms left in danger.

Each is given without those that already have their task, so that a sweep does only what is new.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, exists, literal, or_, select

from ifd.database import db
from ifd.models import Allocation, Draft, SupportRequest, Task, WaitClock
from ifd.queries.drafts import is_sent
from triage.lifecycle import Status
from triage.vocabulary import Priority


def silent_services(at: datetime, limit: int = 100) -> list[tuple[SupportRequest, Allocation]]:
    """Requests sent to a service that has not answered by the time it should have, the most urgent first."""
    found = (
        select(SupportRequest, Allocation)
        .join(Allocation, Allocation.request_id == SupportRequest.id)
        .where(
            SupportRequest.status == Status.ALLOCATED,
            SupportRequest.due_at < at,
            Allocation.ended_at.is_(None),
            ~_has_task("silent", Allocation.id),
        )
        .order_by(SupportRequest.priority_rank, SupportRequest.due_at)
        .limit(limit)
    )
    return [tuple(row) for row in db.session.execute(found)]


def late_clocks(at: datetime, limit: int = 100) -> list[tuple[SupportRequest, WaitClock]]:
    """Running clocks past their target where waiting is a danger: urgent requests and above.

    The rest are seen on the worklist and in the waits, by the hundred; a task each would hide these.
    """
    found = (
        select(SupportRequest, WaitClock)
        .join(WaitClock, WaitClock.request_id == SupportRequest.id)
        .where(
            WaitClock.stopped_at.is_(None),
            WaitClock.due_at < at,
            SupportRequest.priority_rank <= Priority.URGENT.rank,
            SupportRequest.status != Status.CLOSED,
            ~_has_task("late", WaitClock.id),
        )
        .order_by(SupportRequest.priority_rank, WaitClock.due_at)
        .limit(limit)
    )
    return [tuple(row) for row in db.session.execute(found)]


def danger_drafts(said_before: datetime, limit: int = 100) -> list[Draft]:
    """Forms not sent in which danger was answered before this moment, and that have no task yet."""
    return list(
        db.session.scalars(
            select(Draft)
            .where(
                ~is_sent(),
                Draft.danger_at < said_before,
                ~exists().where(Task.draft_id == Draft.id, Task.kind == "danger_draft"),
            )
            .order_by(Draft.danger_at)
            .limit(limit)
        )
    )


def danger_drafts_expiring(before: datetime, limit: int = 100) -> list[Draft]:
    """The same, of those that would be removed by then: they are not, without a person's word on what they say now."""
    is_asked = exists().where(
        Task.draft_id == Draft.id,
        Task.kind == "danger_draft_expiring",
        or_(Task.done_at.is_(None), Task.done_at >= Draft.saved_at),
    )
    return list(
        db.session.scalars(
            select(Draft)
            .where(~is_sent(), Draft.danger_at.is_not(None), Draft.expires_at < before, ~is_asked)
            .order_by(Draft.expires_at)
            .limit(limit)
        )
    )


def _has_task(what: str, row_id: ColumnElement[int]) -> ColumnElement[bool]:
    return exists().where(Task.about == literal(f"{what}:") + cast(row_id, String))
