"""The page tells when it was counted, when it is counted next, and when a count is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from ifd.models.model_watch import EVERY
from ifd.presenters.model_counting import when_counted
from tests.factories import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    mode: str
    at: datetime


@pytest.mark.parametrize(
    ("first", "last", "mode", "since", "words"),
    [
        (None, None, "off", DAY, "it is off. The first count comes minutes after it is switched on."),
        (None, None, "shadow", HOUR / 2, "The first count comes within minutes"),
        (None, None, "shadow", 2 * HOUR, "should have come by now. Ask whoever runs the software"),
        (9 * DAY, HOUR, "shown", 9 * DAY, "Counted last 1h, and first 216h. The next count comes soon after -19h."),
        (HOUR, HOUR, "shadow", DAY, "Counted last 1h. The next count comes soon after -19h."),
        (DAY, DAY, "shadow", DAY, "The next count was due 4h. Ask whoever"),
        (DAY, DAY, "off", DAY, "Counted last 24h. It is off, so no more is counted."),
    ],
)
def test_sentences(first, last, mode, since, words):
    def hours_ago(at: datetime) -> str:
        return f"{(NOON - at) // HOUR}h"

    moments = (NOON - ago if ago is not None else None for ago in (first, last))
    assert words in when_counted(*moments, Standing(mode, NOON - since), NOON, hours_ago)


def test_the_next_count_is_as_the_worker_makes_it():
    from ifd.jobs import watch_model

    assert watch_model.EVERY is EVERY
