"""What people of the front door have been asked to do, soonest due first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, literal, or_, select, tuple_
from sqlalchemy.orm import Mapped, joinedload

from ifd.database import Instant, db
from ifd.models import Draft, Staff, SupportRequest, Task
from ifd.permissions import may
from ifd.queries.worklist import COUNT_CAP, PAGE_SIZE

# Whose list a permission opens. A lead sees the lists of those they lead.
_LISTS = {
    "take_calls": "call_handler",
    "decide": "clinician",
    "take_over": "lead",
    "manage_staff": "administrator",
}


@dataclass(frozen=True)
class TaskLine:
    """A task with the reference of the request it is about, or the form that was not sent, where there is one."""

    task: Task
    reference: str
    draft: Draft | None


@dataclass(frozen=True)
class TaskPage:
    lines: tuple[TaskLine, ...]
    next: str


def lists_of(staff: Staff) -> list[str]:
    """The task lists that `staff` work from."""
    return [role for permission, role in _LISTS.items() if may(staff, permission)]


def open_tasks(staff: Staff, *, after: str = "", kind: str = "", size: int = PAGE_SIZE) -> TaskPage:
    """One page of open tasks, by when they are due."""
    asked = (
        select(Task, SupportRequest.reference, Draft)
        .outerjoin(SupportRequest, SupportRequest.id == Task.request_id)
        .outerjoin(Draft, Draft.id == Task.draft_id)
        .options(joinedload(Task.assigned_to))
        .where(*_for(staff))
        .order_by(Task.due_at, Task.id)
        .limit(size + 1)
    )
    if kind:
        asked = asked.where(Task.kind == kind)
    place = _read(after)
    if place:
        asked = asked.where(
            tuple_(Task.due_at, Task.id) > tuple_(literal(place[0], Instant), literal(place[1]))
        )
    found = [TaskLine(task, reference or "", draft) for task, reference, draft in db.session.execute(asked)]
    more = found[size - 1].task if len(found) > size else None
    return TaskPage(tuple(found[:size]), f"{more.due_at.isoformat()}_{more.id}" if more else "")


def count_open(staff: Staff, cap: int = COUNT_CAP) -> int:
    """How many there are, never counting further than one past `cap`."""
    return db.session.scalar(
        select(func.count()).select_from(select(Task.id).where(*_for(staff)).limit(cap + 1).subquery())
    )


def find_task(staff: Staff, identity: int) -> Task | None:
    """The task with this number if it is on one of their lists, done or not."""
    return db.session.scalar(select(Task).where(Task.id == identity, _theirs(staff)))


def is_theirs(staff: Staff, task: Task) -> bool:
    """Whether `find_task` finds this task for them, so that no page leads to one that it would not open."""
    return may(staff, "do_tasks") and (task.role in lists_of(staff) or task.assigned_to_id == staff.id)


def _for(staff: Staff) -> list:
    return [Task.done_at.is_(None), _theirs(staff)]


def _theirs(staff: Staff) -> Mapped[bool]:
    return or_(Task.role.in_(lists_of(staff)), Task.assigned_to_id == staff.id)


def _read(after: str) -> tuple[datetime, int] | None:
    """The place an address names; None when it names none, which is the start."""
    day, _, identity = after.rpartition("_")
    try:
        due_at = datetime.fromisoformat(day).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return (
        (due_at, int(identity))
        if identity.isascii() and identity.isdigit() and len(identity) < 10
        else None
    )


def reference_of(task: Task) -> str:
    """The reference of the request a task is about; empty where it is about none yet."""
    if task.request_id is None:
        return ""
    return db.session.scalar(select(SupportRequest.reference).where(SupportRequest.id == task.request_id))
