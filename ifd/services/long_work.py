"""What a worker writes down about long work: that it has begun, how far it is, and what came of it.

One at a time, of whatever kind, so that another worker is always free to send messages. Each beginning is a turn: who
was taken for dead and comes back late finds that the turn has passed, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Update, func, or_, select, update

from ifd.database import db
from ifd.models.long_work import LongWork
from ifd.services import audit, bell
from ifd.services.refusing import one_at_a_time

SILENT_AFTER = timedelta(minutes=2)
MOST_TURNS = 3
NEVER_ENDED = (
    f"It was begun {MOST_TURNS} times and never came to an end. Ask for it again, and if that does not help, tell "
    "whoever looks after the computers."
)


@dataclass(frozen=True)
class Turn:
    """One attempt at one piece of work, of one table."""

    table: type[LongWork]
    id: int
    number: int


@dataclass
class Progress:
    """How far the work is, as a bar shows it."""

    done: int = 0
    total: int = 0
    step: str = ""


@dataclass(frozen=True)
class Found:
    """What came of it: an outcome in one word, its report, and what else its row tells of it.

    `store` writes what was made, in the transaction that ends the work, and only if the turn has not passed.
    """

    outcome: str
    report: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)
    store: Callable[[], None] = field(default=lambda: None)

    @classmethod
    def broken(cls, sentence: str) -> Found:
        return cls("broken", {"sentence": sentence})


def tables() -> list[type[LongWork]]:
    return LongWork.__subclasses__()


def take_up(table: type[LongWork], id: int, at: datetime) -> Turn | None:
    """Begin it; None when it is over, somebody is at it, or other long work is being done. Do not commit."""
    one_at_a_time()
    if any(is_alive(work, at) for work in unfinished() if (type(work), work.id) != (table, id)):
        return None
    taken = _write(
        update(table)
        .where(table.id == id, table.finished_at.is_(None), table.tries < MOST_TURNS)
        .where(or_(table.heard_of_at.is_(None), table.heard_of_at <= at - SILENT_AFTER))
        .values(started_at=func.coalesce(table.started_at, at), heard_of_at=at)
        .values(tries=table.tries + 1, done=0, total=0, step="")
    )
    return Turn(table, id, db.session.scalar(select(table.tries).where(table.id == id))) if taken else None


def note(turn: Turn, progress: Progress, at: datetime) -> bool:
    """Write down how far it is, and that somebody is at it; False when the turn has passed. Do not commit."""
    return _write(
        _of(turn).values(heard_of_at=at, done=progress.done, total=progress.total, step=progress.step[:200])
    )


def finish(turn: Turn, found: Found, progress: Progress, at: datetime) -> bool:
    """Write down what came of it, and ring for the next; False when the turn has passed. Do not commit."""
    one_at_a_time()
    ended = _write(
        _of(turn).values(
            finished_at=at,
            heard_of_at=at,
            done=progress.total,
            total=progress.total,
            outcome=found.outcome,
            report=found.report,
            **found.facts,
        )
    )
    if ended:
        found.store()
        _tell_of(turn.table, turn.id, found, at)
        for work in list(unfinished())[:1]:
            bell.ring(work.JOB, work.id)
    return ended


def give_up_silent(at: datetime) -> int:
    """End what was begun too often and has fallen silent; how many."""
    silent = [work for work in unfinished() if work.tries >= MOST_TURNS and is_silent(work, at)]
    for work in silent:
        table, found = type(work), Found.broken(NEVER_ENDED)
        ended = _write(
            update(table)
            .where(table.id == work.id, table.finished_at.is_(None))
            .where(table.heard_of_at <= at - SILENT_AFTER)
            .values(finished_at=at, outcome=found.outcome, report=found.report)
        )
        if ended:
            _tell_of(table, work.id, found, at)
    return len(silent)


def unfinished() -> Iterator[LongWork]:
    """Whatever has not come to an end, of every kind, what was asked for first before all else."""
    found = [
        work
        for table in tables()
        for work in db.session.scalars(select(table).where(table.finished_at.is_(None)).order_by(table.id))
    ]
    yield from sorted(found, key=lambda work: work.asked_at)


def is_silent(work: LongWork, at: datetime) -> bool:
    """Whether it was begun and nobody has been heard of since."""
    return work.heard_of_at is not None and work.heard_of_at <= at - SILENT_AFTER


def is_alive(work: LongWork, at: datetime) -> bool:
    """Whether somebody is at it."""
    return work.heard_of_at is not None and not is_silent(work, at)


def _of(turn: Turn) -> Update:
    return update(turn.table).where(*_is(turn))


def _is(turn: Turn) -> tuple:
    table = turn.table
    return (table.id == turn.id, table.tries == turn.number, table.finished_at.is_(None))


def _write(statement: Update) -> bool:
    written: CursorResult = db.session.execute(statement)
    return written.rowcount == 1


def _tell_of(table: type[LongWork], id: int, found: Found, at: datetime) -> None:
    audit.record(
        table.ENDED, table.__tablename__, id, by="system", at=at, outcome=found.outcome, **found.facts
    )
