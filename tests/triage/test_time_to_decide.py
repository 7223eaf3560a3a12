"""What is learned of times is robust, draws few towards all, and orders a page without passing anyone over."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.time_to_decide import FEWEST, Kind, Past, Times, learn, minutes_of_work, quickest_first
from triage.vocabulary import Priority, Requester

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
KINDS = st.builds(
    Kind,
    characters=st.integers(0, 20_000),
    requester=st.sampled_from([None, *Requester]),
    red_flags=st.integers(0, 9),
    priority=st.sampled_from(Priority),
)


def kind(characters: int = 300, red_flags: int = 0) -> Kind:
    return Kind(characters, Requester.PARENT_CARER, red_flags, Priority.ROUTINE)


def past(n: int, minutes: float, **facts) -> list[Past]:
    return [Past(kind(**facts), minutes) for _ in range(n)]


def test_of_too_few_nothing_is_known():
    assert learn(past(FEWEST - 1, 10)) is None
    assert learn(past(FEWEST, 10)).minutes_for(kind()) == pytest.approx(10)


def test_what_takes_longer_is_learned():
    times = learn(past(200, 10) + past(200, 30, characters=5_000))
    assert times.minutes_for(kind(5_000)) > 2 * times.minutes_for(kind())


def test_few_say_little():
    times = learn(past(200, 10) + past(1, 500, characters=5_000))
    assert times.minutes_for(kind(5_000)) < 13


def test_one_that_was_left_open_bends_nothing():
    assert learn(past(100, 10) + past(20, 115)).minutes_for(kind()) == pytest.approx(10, rel=0.2)


def test_on_made_up_times_it_is_nearer_than_always_the_median():
    random = Random(4)
    made_up = [
        Past(kind(length, flags), (4 + length / 100 + 5 * flags) * random.lognormvariate(0, 0.4))
        for length, flags in ((random.randint(0, 4_000), random.choice([0, 0, 0, 1, 3])) for _ in range(600))
    ]
    seen, later = made_up[:400], made_up[400:]
    times = learn(seen)
    errors = sum(abs(times.minutes_for(one.kind) - one.minutes) for one in later)
    assert errors < 0.8 * sum(abs(times.median - one.minutes) for one in later)


@given(st.lists(st.builds(Past, KINDS, st.floats(0, 1e6)), min_size=FEWEST, max_size=FEWEST + 20), KINDS)
def test_it_keeps_as_plain_text_and_always_answers(pasts, asked):
    times = learn(pasts)
    kept = Times.from_document(json.loads(json.dumps(times.to_document())))
    assert kept == times
    assert kept.minutes_for(asked) > 0
    assert learn(pasts[::-1]).minutes_for(asked) == pytest.approx(times.minutes_for(asked))


def test_a_long_pause_is_not_work():
    opened = [
        NOW,
        NOW + timedelta(minutes=10),
        NOW + timedelta(hours=16),
        NOW + timedelta(hours=16, minutes=5),
    ]
    assert minutes_of_work(opened) == pytest.approx(15)
    assert minutes_of_work([NOW, NOW + timedelta(hours=3)]) is None
    assert minutes_of_work([NOW]) is None


@dataclass(frozen=True)
class Line:
    priority: Priority
    due_at: datetime
    minutes: float
    id: int


LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from(Priority),
        st.integers(-50, 50).map(lambda hours: NOW + timedelta(hours=hours)),
        st.floats(0.5, 500) | st.sampled_from([5, 10]),
        st.integers(),
    ),
    max_size=25,
)


@given(LINES)
def test_nobody_is_passed_over(lines):
    found = quickest_first(lines, lambda line: line.minutes, NOW)
    assert sorted(found, key=repr) == sorted(lines, key=repr)
    for earlier, later in pairwise(found):
        assert earlier.priority.rank <= later.priority.rank
        if earlier.priority is later.priority:
            was_late, is_late = earlier.due_at < NOW, later.due_at < NOW
            assert was_late or not is_late
            if was_late and is_late:
                assert earlier.due_at <= later.due_at
            if not was_late:
                assert earlier.minutes <= later.minutes
            if was_late == is_late and (was_late or earlier.minutes == later.minutes):
                assert (earlier.due_at, earlier.id) <= (later.due_at, later.id)
