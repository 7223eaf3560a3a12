"""`ifd tick`: looks every half minute at what was left behind, by the database and never by the queue.

Run as many as you like: a lease lets one act at a time, and doing a duty twice is harmless.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from flask import Flask, current_app

from ifd.clients.queue import bell_for
from ifd.database import db
from ifd.jobs import deliver, long_work, second_look, watch_model
from ifd.jobs.times_to_decide import learn_times_to_decide
from ifd.queries.outbox import due_ids, oldest_due
from ifd.services import drafts, lease, sweep
from ifd.settings import Settings

log = structlog.get_logger()

EVERY = 25  # seconds
LEASE = 90  # a tick that is killed is missed for no longer than this
_UNHEARD_AFTER = timedelta(minutes=2)
_HOLDER = f"{socket.gethostname()}:{os.getpid()}"


def sweep_messages(at: datetime) -> int:
    """Ring for messages that are due. Where nobody answers the bell they are sent from here."""
    ids = due_ids(at)
    oldest = oldest_due(at)
    db.session.commit()
    if not ids:
        return 0
    bell = bell_for(current_app.settings.redis_url)
    is_heard = bell is not None and bell.ring("deliver", ids)
    return len(ids) if is_heard and at - oldest < _UNHEARD_AFTER else deliver.drain(ids)


# Each on its own: one that fails is logged, and the others are still done.
DUTIES: tuple[Callable[[datetime], int], ...] = (
    sweep_messages,
    sweep.look_after_danger_drafts,
    drafts.forget_what_is_over,
    sweep.raise_late_clocks,
    sweep.ask_after_silent_services,
    sweep.look_at_calendar,
    sweep.look_at_rules,
    sweep.look_at_second_opinion,
    long_work.look_after_long_work,
    second_look.look_after_looks,
    watch_model.watch_daily,
    learn_times_to_decide,
)


def once(holder: str = _HOLDER) -> bool:
    """Do every duty, if the lease is ours; whether all went well. Needs an application context."""
    if not lease.take("tick", holder, LEASE):
        return False
    results = [_do(duty) for duty in DUTIES]
    if all(results):
        lease.went_well("tick")
    return all(results)


def run(settings: Settings) -> None:
    """Tick until told to stop; a duty at hand is finished first."""
    from ifd import create_app

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    app = create_app(settings)
    while not stop.is_set():
        _try(app, once)
        stop.wait(EVERY)
    _try(app, lambda: lease.give_back("tick", _HOLDER))


def _try(app: Flask, act: Callable[[], object]) -> None:
    """Act, or note that the database is away: the next tick asks again, and a lease ends by itself."""
    with app.app_context():
        try:
            act()
        except Exception as error:
            log.error("tick_failed", error=type(error).__name__, exc_info=True)


def _do(duty: Callable[[datetime], int]) -> bool:
    try:
        found = duty(lease.database_now())
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        log.error("duty_failed", job=duty.__name__, error=type(error).__name__, exc_info=True)
        return False
    if found:
        log.info("duty", job=duty.__name__, count=found)
    return True
