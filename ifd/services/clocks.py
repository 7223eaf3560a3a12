"""The clocks of a request kept as rows, and the tally of waits kept beside them in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from ifd.database import db
from ifd.models import SupportRequest, WaitClock, WaitTally
from ifd.queries.happenings import closures, happenings_of
from ifd.services.tasks import answer_by
from triage import clocks
from triage.calendar import end_of_day, promised_day
from triage.clocks import Happening, Reading
from triage.lifecycle import Event, Status
from triage.targets import Clock
from triage.waits import Key, key_of

# The clock that says by when the next thing must happen.
_NEXT = {
    Status.RECEIVED: Clock.ALLOCATION,
    Status.ALLOCATED: Clock.FIRST_CONTACT,
    Status.ACCEPTED: Clock.FIRST_CONTACT,
    Status.IN_CONTACT: Clock.HELP_STARTED,
    Status.BEING_HELPED: Clock.HELP_STARTED,
}


def start(request: SupportRequest, *, at: datetime) -> tuple[Reading, ...]:
    """Start the three clocks of a request being received, and say by when it must be allocated."""
    closed_days = closures()
    readings = clocks.read(
        [Happening(Event.RECEIVED, request.received_at)],
        priority=request.priority,
        age=request.age_years,
        closures=closed_days,
    )
    say_what_is_next(request, readings, request.received_at, closed_days, at)
    return readings


def rows(request: SupportRequest, readings: tuple[Reading, ...]) -> list[WaitClock]:
    """The clocks of a request just received, which no offer has yet, so that none is counted."""
    return [
        WaitClock(
            request_id=request.id,
            clock=reading.clock.value,
            started_at=reading.started_at,
            due_at=reading.due_at,
            priority=request.priority.value,
        )
        for reading in readings
    ]


def follow(request: SupportRequest, *, at: datetime) -> None:
    """Read the clocks again: when the event and the allocation are written, or the priority has changed."""
    db.session.flush()
    # One at a time for each request: what another is writing now must not be counted as not having happened.
    one_request = select(SupportRequest.id).where(SupportRequest.id == request.id)
    db.session.execute(one_request.with_for_update(key_share=True))
    happenings, closed_days = happenings_of(request.id), closures()
    readings = clocks.read(
        happenings, priority=request.priority, age=request.age_years, closures=closed_days
    )
    rows = {
        row.clock: row
        for row in db.session.scalars(select(WaitClock).where(WaitClock.request_id == request.id))
    }
    change: Counter[Key] = Counter()
    for reading in readings:
        row = rows.get(reading.clock.value)
        if row is None:
            row = WaitClock(request_id=request.id, clock=reading.clock.value)
            db.session.add(row)
        elif row.offer_id is not None:
            change[_key_of_row(row)] -= 1
        row.started_at, row.due_at, row.stopped_at = reading.started_at, reading.due_at, reading.stopped_at
        row.offer_id, row.priority = reading.offer, request.priority.value
        if row.offer_id is not None:
            change[_key_of_row(row)] += 1
    db.session.flush()
    _count(change)
    allocated = next(
        (one.at for one in reversed(happenings) if one.event is Event.ALLOCATED), request.received_at
    )
    say_what_is_next(request, readings, allocated, closed_days, at)


def _key_of_row(row: WaitClock) -> Key:
    return key_of(row.offer_id, row.clock, row.priority, row.started_at, row.stopped_at)


def _count(change: Counter[Key]) -> None:
    """Add to the tally, always in one order, so that two transactions never wait for each other."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    columns = ("offer_id", "clock", "priority", "day", "days")
    for key, n in sorted(change.items()):
        if n:
            new = insert(WaitTally).values(**dict(zip(columns, key, strict=True)), n=n)
            db.session.execute(
                new.on_conflict_do_update(index_elements=columns, set_={"n": WaitTally.n + new.excluded.n})
            )


def say_what_is_next(
    request: SupportRequest,
    readings: tuple[Reading, ...],
    allocated: datetime,
    closed_days: Collection[date],
    at: datetime,
) -> None:
    """Set by when the next thing must happen, and the day the family is promised news: one on which we are open."""
    due = {reading.clock: reading.due_at for reading in readings}
    if request.status in _NEXT:
        request.due_at = due[_NEXT[request.status]]
    if request.status is Status.ALLOCATED:
        request.due_at = min(request.due_at, answer_by(request.priority, allocated, closed_days))
    closes = current_app.settings.front_door_closes
    request.next_news_at = end_of_day(promised_day(request.due_at, at, closes, closed_days))
