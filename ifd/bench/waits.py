"""Live waits for every offer, exact, beside reading the counts they are made from and nothing else."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import or_, select

from ifd import clock
from ifd.bench.figures import Figure, Goal, side_by_side
from ifd.bench.scratch import Scratch
from ifd.database import db, only_reading
from ifd.models import WaitTally
from ifd.queries.waits import live_waits
from triage.waits import RUNNING, WINDOW

_ROUNDS = 30


def measure(scratch: Scratch, requests: int) -> list[Figure]:
    """Against the limit, and against the clock: a page that everybody opens must be quick in itself."""
    return [
        figure
        for engine in scratch.engines
        for figure in _on(engine, requests, scratch.filled(engine, requests), scratch)
    ]


def _on(engine: str, requests: int, app: Flask, scratch: Scratch) -> list[Figure]:
    scratch.say(f"waits on {engine}")
    today = clock.london_date(clock.now())
    needed = select(
        WaitTally.offer_id, WaitTally.clock, WaitTally.priority, WaitTally.day, WaitTally.days, WaitTally.n
    ).where(WaitTally.n > 0, or_(WaitTally.days == RUNNING, WaitTally.day > today - WINDOW))

    def waits() -> None:
        with app.app_context(), only_reading():
            live_waits(today)

    def counts() -> None:
        with app.app_context(), only_reading():
            db.session.execute(needed).all()

    seconds = side_by_side(_ROUNDS, {"waits": waits, "counts": counts})
    name, limit = f"waits for every offer, {engine}, {requests:,} requests", "reading the counts"
    figures = seconds["waits"] * 1e3, "ms", limit, seconds["counts"] * 1e3
    return [
        Figure(name, *figures, Goal(at_most=2)),
        Figure(f"{name}, in itself", *figures, Goal(at_most=50, of="value")),
    ]
