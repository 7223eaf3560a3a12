"""Tasks: what a person must do, opened once for each thing it is about and finished by somebody by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

import yaml
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from ifd.database import db
from ifd.models import AuditEntry, Draft, Staff, SupportRequest, Task
from ifd.services import audit
from triage.calendar import TimeUnit, due_instant
from triage.vocabulary import Priority

# What a form asks of people when it speaks of danger, and what is said when the form is sent without it.
ABOUT_DANGER = ("danger_draft", "danger_draft_expiring")
TAKEN_BACK = "Danger was answered, and changed before the form was sent: find out why, and call if you can"


@dataclass(frozen=True)
class TaskKind:
    """What `ifd/data/tasks.yaml` says of one kind of task."""

    name: str
    title: str
    role: str
    hours: int


@cache
def kinds() -> dict[str, TaskKind]:
    """Every kind of task by its name."""
    return {name: TaskKind(name, **said) for name, said in _document()["kinds"].items()}


@cache
def _document() -> dict:
    return yaml.safe_load((files("ifd") / "data" / "tasks.yaml").read_text(encoding="utf-8"))


def answer_by(priority: Priority, sent_at: datetime, closures: Collection[date] = ()) -> datetime:
    """By when a service must have answered a request sent to it; after that its silence is a lead's task."""
    said = _document()["silence"][priority.value]
    return due_instant(sent_at, said["amount"], TimeUnit(said["unit"]), closures)


def open_task(
    kind: str,
    *,
    about: str,
    at: datetime,
    title: str = "",
    request: SupportRequest | None = None,
    draft: Draft | None = None,
    role: str = "",
    due_at: datetime | None = None,
    priority_rank: int | None = None,
    assigned_to: Staff | None = None,
    is_news: bool = False,
) -> Task:
    """The task about this thing: opened now, or the one that was opened before, done or not.

    What `is_news` is never hidden behind a task that somebody has done already: then there is one more.
    What is not said comes from the kind; how urgent it is comes from the request.
    """
    found, first, times = _about(about), about, 1
    while is_news and found is not None and found.done_at is not None:
        times += 1
        about = f"{first}:{times}"
        found = _about(about)
    if found is not None:
        return found
    usual = kinds()[kind]
    if priority_rank is None:
        priority_rank = request.priority_rank if request else Priority.ROUTINE.rank
    task = Task(
        kind=kind,
        about=about,
        title=title or usual.title,
        request_id=request.id if request else None,
        draft_id=draft.id if draft else None,
        role=role or usual.role,
        priority_rank=priority_rank,
        made_at=at,
        due_at=due_at or at + timedelta(hours=usual.hours),
        assigned_to_id=assigned_to.id if assigned_to else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(task)
    except IntegrityError:  # somebody opened it in this moment; what else this transaction did must stand
        found = _about(about)
        if found is None:
            raise
        return found
    db.session.add(opening_of(task))
    return task


def open_first(request: SupportRequest, jobs: Iterable[tuple[str, int, str]], *, at: datetime) -> list[Task]:
    """The tasks of a request just received, as (kind, number, title): nobody can have opened them before.

    They are stored, and can be audited, when the session is next flushed.
    """
    opened = [
        Task(
            kind=kind,
            about=f"{kind}:{request.id}:{n}",
            title=title,
            request_id=request.id,
            role=kinds()[kind].role,
            priority_rank=request.priority_rank,
            made_at=at,
            due_at=request.due_at,
        )
        for kind, n, title in jobs
    ]
    db.session.add_all(opened)
    return opened


def opening_of(task: Task) -> AuditEntry:
    """What the audit says of a task just opened."""
    return audit.entry(
        "task.opened", "task", task.id, by="system", at=task.made_at, kind=task.kind, request_id=task.request_id
    )


def finish(task: Task, *, by: Staff | str, at: datetime, outcome: str) -> bool:
    """Say that it is done and what came of it. Of two who do so the first is kept; False for the second."""
    done = db.session.execute(
        update(Task)
        .where(Task.id == task.id, Task.done_at.is_(None))
        .values(done_at=at, outcome=outcome, done_by_id=by.id if isinstance(by, Staff) else None)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(task)
    if done.rowcount != 1:
        return False
    audit.record("task.finished", "task", task.id, by=by, at=at, kind=task.kind, request_id=task.request_id)
    return True


def claim(task: Task, *, by: Staff, at: datetime, seen_with: int | None = None) -> bool:
    """Say who is seeing to it, so that two do not: the first, of two who saw it with the same person or nobody."""
    won = db.session.execute(
        update(Task)
        .where(Task.id == task.id, Task.done_at.is_(None), Task.assigned_to_id.is_not_distinct_from(seen_with))
        .values(assigned_to_id=by.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(task)
    if won.rowcount != 1:
        return False
    audit.record("task.claimed", "task", task.id, by=by, at=at, kind=task.kind, request_id=task.request_id)
    return True


def pass_on(
    draft: Draft, request: SupportRequest, *, by: Staff | str, at: datetime, is_danger_said: bool
) -> None:
    """What a draft asked of people is now asked by the request it became, whose own tasks are open.

    Danger that was answered and is not in what was sent has no task there: that one stays, and says so.
    """
    open_ones = select(Task).where(Task.draft_id == draft.id, Task.done_at.is_(None))
    for task in db.session.scalars(open_ones):
        task.request_id = request.id
        if task.kind in ABOUT_DANGER and not is_danger_said:
            task.title = TAKEN_BACK
        else:
            finish(task, by=by, at=at, outcome=f"The form was sent and is now request {request.reference}.")


def _about(about: str) -> Task | None:
    return db.session.scalar(select(Task).where(Task.about == about))
