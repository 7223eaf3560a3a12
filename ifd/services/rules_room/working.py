"""What a worker writes down about a check: that it has begun, how far it is, and what came of it.

One check at a time, so that another worker is always free to send messages. Each beginning is a turn: who was taken
for dead and comes back late finds that the turn has passed, and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Update, func, or_, select, update

from ifd.database import db
from ifd.models import RuleCheck
from ifd.queries import rule_sets
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
    """One attempt at a check, with all that it needs to know."""

    check_id: int
    number: int
    kind: str
    text: str
    text_hash: str
    against: str
    about: dict


@dataclass
class Progress:
    """How far the work is, as a bar shows it."""

    done: int = 0
    total: int = 0
    step: str = ""


@dataclass(frozen=True)
class Found:
    """What came of a check: held, failed, done or broken; its report; and the directory it was done with."""

    outcome: str
    report: dict = field(default_factory=dict)
    directory_hash: str = ""

    @classmethod
    def broken(cls, sentence: str) -> Found:
        return cls("broken", {"sentence": sentence})


def take_up(check_id: int, at: datetime) -> Turn | None:
    """Begin a check; None when it is over, somebody is at it, or another check is being done. Do not commit."""
    one_at_a_time()
    if db.session.scalar(select(RuleCheck.id).where(*_alive(at), RuleCheck.id != check_id).limit(1)):
        return None
    taken = _write(
        update(RuleCheck)
        .where(RuleCheck.id == check_id, RuleCheck.finished_at.is_(None), RuleCheck.tries < MOST_TURNS)
        .where(or_(RuleCheck.heard_of_at.is_(None), RuleCheck.heard_of_at <= at - SILENT_AFTER))
        .values(started_at=func.coalesce(RuleCheck.started_at, at), heard_of_at=at)
        .values(tries=RuleCheck.tries + 1, done=0, total=0, step="")
    )
    if not taken:
        return None
    columns = (RuleCheck.id, RuleCheck.tries, RuleCheck.kind, RuleCheck.text, RuleCheck.text_hash,
               RuleCheck.against, RuleCheck.about)  # fmt: skip
    return Turn(*db.session.execute(select(*columns).where(RuleCheck.id == check_id)).one())


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
            directory_hash=found.directory_hash,
        )
    )
    if ended:
        _tell_of(turn.check_id, found, at)
        for check in rule_sets.open_checks()[:1]:
            bell.ring("rule_checks", check.id)
    return ended


def give_up_silent(at: datetime) -> int:
    """End what was begun too often and has fallen silent; how many."""
    silent = [
        check for check in rule_sets.open_checks() if check.tries >= MOST_TURNS and is_silent(check, at)
    ]
    for check in silent:
        found = Found.broken(NEVER_ENDED)
        ended = _write(
            update(RuleCheck)
            .where(RuleCheck.id == check.id, RuleCheck.finished_at.is_(None))
            .where(RuleCheck.heard_of_at <= at - SILENT_AFTER)
            .values(finished_at=at, outcome=found.outcome, report=found.report)
        )
        if ended:
            _tell_of(check.id, found, at)
    return len(silent)


def is_silent(check: RuleCheck, at: datetime) -> bool:
    """Whether it was begun and nobody has been heard of since."""
    return check.heard_of_at is not None and check.heard_of_at <= at - SILENT_AFTER


def is_alive(check: RuleCheck, at: datetime) -> bool:
    """Whether somebody is at it."""
    return check.heard_of_at is not None and not is_silent(check, at)


def _alive(at: datetime) -> tuple:
    return (RuleCheck.finished_at.is_(None), RuleCheck.heard_of_at > at - SILENT_AFTER)


def _of(turn: Turn) -> Update:
    return update(RuleCheck).where(
        RuleCheck.id == turn.check_id, RuleCheck.tries == turn.number, RuleCheck.finished_at.is_(None)
    )


def _write(statement: Update) -> bool:
    written: CursorResult = db.session.execute(statement)
    return written.rowcount == 1


def _tell_of(check_id: int, found: Found, at: datetime) -> None:
    audit.record(
        "rules.check_finished",
        "rule_check",
        check_id,
        by="system",
        at=at,
        outcome=found.outcome,
        directory_hash=found.directory_hash,
    )
