"""Doing long work of any kind: begun once, telling how far it is, taken up again when a worker was killed, never lost.

A kind of work is a table of `LongWork` and a function that finds out. Safe to run twice.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog
from flask import Flask, current_app
from rq.timeouts import BaseTimeoutException

from ifd.clients.queue import bell_for
from ifd.database import AWAY, db
from ifd.jobs.aside import Aside
from ifd.models.long_work import LongWork
from ifd.services import lease, long_work
from ifd.services.long_work import Found, Progress, Turn

log = structlog.get_logger()

Say = Callable[[int, int, str], None]
LONGEST = 25 * 60  # seconds; the queue gives up on a job a little later
_LOOK_EVERY = 1.0  # seconds between looks at how far the work is
_BEAT_EVERY = 20.0  # seconds between signs of life while it stands still
TOO_LONG = (
    f"It took longer than {LONGEST // 60} minutes and was stopped. Tell whoever looks after the software."
)

aside = Aside()


class Cannot(Exception):
    """It cannot be done: the sentence says why, and what to do."""


class Overtaken(Exception):
    """Somebody else has this work now: what is found here counts no more."""


@dataclass(frozen=True)
class Kind:
    """`find_out` is given the turn and says how far it is; `fault` is what people are told when it goes wrong."""

    table: type[LongWork]
    find_out: Callable[[Turn, Say], Found]
    fault: str


def work(kind: Kind, ids: Sequence[int]) -> None:
    """Do what was rung for. What is over, or in somebody else's hands, is left alone."""
    for id in ids:
        try:
            _work_on(kind, id)
        except AWAY as error:
            # The row is silent from now on, and the tick finds it.
            db.session.rollback()
            log.warning("work_left", job=kind.table.JOB, id=id, error=type(error).__name__)


def _work_on(kind: Kind, id: int) -> None:
    turn = long_work.take_up(kind.table, id, lease.database_now())
    db.session.commit()
    if turn is None:
        return
    log.info("work_begun", job=kind.table.JOB, id=id)
    with _kept_alive(turn) as progress:
        try:
            found = _find_out(kind, turn, progress.say)
        except Overtaken:
            log.warning("work_overtaken", job=kind.table.JOB, id=id)
            return
    ended = long_work.finish(turn, found, progress, lease.database_now())
    db.session.commit()
    log.info("work_ended", job=kind.table.JOB, id=id, state=found.outcome if ended else "overtaken")


def _find_out(kind: Kind, turn: Turn, say: Say) -> Found:
    """What comes of it; whatever goes wrong is an outcome too, with a sentence. AWAY is let through."""
    try:
        return kind.find_out(turn, say)
    except (Overtaken, *AWAY):
        raise
    except Cannot as reason:
        sentence = str(reason)
    except BaseTimeoutException:
        sentence = TOO_LONG
    except Exception as error:
        log.error("work_failed", job=kind.table.JOB, id=turn.id, error=type(error).__name__, exc_info=True)
        sentence = kind.fault
    db.session.rollback()
    return Found.broken(sentence)


# Signs of life


class _Work(Progress):
    """How far the work is. It only remembers: another thread writes it down, so that no work waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.began = time.monotonic()
        self.is_over = threading.Event()
        self.is_overtaken = False

    def say(self, done: int, total: int, step: str) -> None:
        if self.is_overtaken:
            raise Overtaken
        if time.monotonic() - self.began > LONGEST:
            raise Cannot(TOO_LONG)
        self.done, self.total, self.step = done, total, step


@contextmanager
def _kept_alive(turn: Turn) -> Iterator[_Work]:
    """While inside, the row tells how far the work is and that somebody is at it, for `LONGEST` at most."""
    work = _Work()
    app = current_app._get_current_object()
    beating = threading.Thread(target=_beat, args=(app, turn, work), daemon=True)
    beating.start()
    try:
        yield work
    finally:
        work.is_over.set()
        beating.join()


def _beat(app: Flask, turn: Turn, work: _Work) -> None:
    said, said_at = None, time.monotonic()
    while not work.is_over.wait(_LOOK_EVERY) and time.monotonic() - work.began <= LONGEST:
        progress = (work.done, work.total, work.step)
        if progress == said and time.monotonic() - said_at < _BEAT_EVERY:
            continue
        with app.app_context():
            try:
                is_ours = long_work.note(turn, Progress(*progress), lease.database_now())
                db.session.commit()
            except AWAY:
                db.session.rollback()  # the work needs no database, and the next beat tries again
                continue
        said, said_at = progress, time.monotonic()
        if not is_ours:
            work.is_overtaken = True
            return


# The tick


def look_after_long_work(at: datetime) -> int:
    """Ring for work that nobody has begun. What fell silent, or was rung for in vain, is done from here, aside."""
    long_work.give_up_silent(at)
    waiting = [one for one in long_work.unfinished() if one.finished_at is None]
    if not waiting or any(long_work.is_alive(one, at) for one in waiting):
        return 0
    first = waiting[0]
    job, id = first.JOB, first.id
    is_new = first.heard_of_at is None
    is_unheard = at - first.asked_at >= long_work.SILENT_AFTER
    db.session.commit()
    bell = bell_for(current_app.settings.redis_url)
    is_heard = is_new and bell is not None and bell.ring(job, [id])
    if not is_heard or is_unheard:
        aside.do(job, [id])
    return 1
