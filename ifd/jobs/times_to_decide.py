"""Learning once a day, from the team's own past, how long deciding takes."""

from __future__ import annotations

from datetime import datetime, timedelta

from ifd.database import db, reading_briefly
from ifd.queries import times_to_decide as found
from ifd.services import times_to_decide
from triage.time_to_decide import learn

EVERY = timedelta(hours=20)


def learn_times_to_decide(at: datetime) -> int:
    """How many decisions were learned from; 0 while what is known is of today."""
    db.session.rollback()  # looking back takes a moment, in which others may write
    with reading_briefly():
        last = found.learned_at()
        if last is not None and at - last < EVERY:
            return 0
        past = list(found.past_decisions())
    times_to_decide.keep(learn(past), len(past), at=at)
    return len(past)
