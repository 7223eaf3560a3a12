"""What a forecast for one offer stands on, from the counts of waits that are kept by day: one statement."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ifd.database import db
from ifd.models import WaitTally
from triage.forecasting.weeks import by_week
from triage.targets import Clock
from triage.vocabulary import Priority
from triage.waits import RUNNING


@dataclass(frozen=True)
class Past:
    """Of one offer: who was sent to it and whose help started, by whole week, and who waits for help to start.

    Sent counts those it did not hand back. `left` are those who neither wait nor were helped: closed before.
    """

    sent: tuple[int, ...]
    started: tuple[int, ...]
    mix: Counter[Priority]
    waiting: Counter[Priority]
    all_sent: int
    left: int


def past_of(offer_id: int, today: date) -> Past:
    """Weeks of seven days that end yesterday, from the first day anybody was sent to the offer."""
    kept = WaitTally.__table__.c
    rows = db.session.execute(
        select(kept.clock, kept.priority, kept.day, kept.days, kept.n)
        .where(kept.offer_id == offer_id, kept.n > 0)
        .where(kept.clock.in_((Clock.ALLOCATION, Clock.HELP_STARTED)))
    )
    sent, started, mix, waiting = Counter(), Counter(), Counter(), Counter()
    for clock, priority, day, days, n in rows:
        if clock == Clock.ALLOCATION:
            if days != RUNNING:
                sent[day] += n
                mix[Priority(priority)] += n
        elif days == RUNNING:
            waiting[Priority(priority)] += n
        else:
            started[day] += n
    first = min(sent, default=today)
    left = max(0, sent.total() - started.total() - waiting.total())
    return Past(by_week(sent, first, today), by_week(started, first, today), mix, waiting, sent.total(), left)
