"""The same futures told twice: as things are, and as changed."""

from __future__ import annotations

from random import Random

import pytest

from tests.triage.forecasting import histories
from tests.triage.forecasting.histories import history
from triage.forecasting.waiting import Capacity, go_through, shared_out
from triage.forecasting.weeks import TooLittleHistory
from triage.forecasting.what_if import Change, answer
from triage.vocabulary import Priority

MIX = {Priority.ROUTINE: 90, Priority.URGENT: 10}
WAITING = {Priority.ROUTINE: 150}
BASE = Capacity((18, 20, 22))
WEEKS = 8


def asked(demand: int = 100, capacity: Capacity = BASE, seed: int = 0):
    counts = histories.flat(Random(1), 60)
    return answer(history(counts), MIX, WAITING, BASE, Change(demand, capacity), WEEKS, seed, runs=40)


def ends(weeks, priority=Priority.ROUTINE):
    """Every figure of the last week that says how long and how many."""
    last = weeks[-1]
    return [
        getattr(of, end) for of in (last.waits[priority], last.waiting) for end in ("low", "median", "high")
    ]


def test_nothing_changed_is_the_same_twice():
    found = asked()
    assert found.as_it_is == found.changed
    assert len(found.changed) == WEEKS


def test_the_same_seed_gives_the_same_answer():
    assert asked(120, seed=4) == asked(120, seed=4)
    assert asked(120, seed=4) != asked(120, seed=5)


def test_more_demand_lengthens_and_more_staff_shortens():
    more, fewer = asked(130), asked(70)
    staffed = asked(capacity=Capacity(BASE.weekly, 1, 4, 6))
    short = asked(capacity=Capacity(BASE.weekly, -1, 4, 6))

    for longer, shorter in ((more, fewer), (short, staffed)):
        now = ends(longer.as_it_is)
        assert all(
            a >= b >= c for a, b, c in zip(ends(longer.changed), now, ends(shorter.changed), strict=True)
        )
        assert ends(longer.changed) != now != ends(shorter.changed)


def test_the_urgent_are_told_apart_and_do_not_wait_behind():
    last = asked().changed[-1]
    assert set(last.waits) == {Priority.ROUTINE, Priority.URGENT}
    assert last.waits[Priority.URGENT].high == 0 < last.waits[Priority.ROUTINE].median


def test_too_little_history_gives_no_answer():
    with pytest.raises(TooLittleHistory):
        answer(history([5] * 25), MIX, WAITING, BASE, Change(100, BASE), WEEKS)


def test_eight_in_ten_futures_that_came_lay_in_the_ranges():
    """A made-up service whose rule is known: how many wait, and whole weeks of wait, which hold somewhat more."""
    outcomes = [what_came(n) for n in range(40)]
    waiting, waits = (sum(one) / len(outcomes) for one in zip(*outcomes, strict=True))

    assert 0.7 <= waiting <= 0.92
    assert 0.75 <= waits <= 0.98


def what_came(seed: int) -> tuple[float, float]:
    """Of one made-up service, the shares of weeks whose number waiting, and whose wait, lay in the ranges told."""
    rng, past, later = Random(seed), 60, 60
    counts, starts = histories.flat(rng, past + later), histories.flat(rng, 26 + later)
    mix = {Priority.ROUTINE: 80, Priority.SOON: 20}
    capacity = Capacity(tuple(starts[:26]))
    told = answer(
        history(counts[:past]), mix, WAITING, capacity, Change(100, capacity), WEEKS, seed, runs=40
    ).as_it_is
    arrivals = shared_out(counts[past:], mix, f"came {seed}")
    came = go_through(WAITING, arrivals, starts[26:], WEEKS, [Priority.ROUTINE])
    waiting = [
        one.waiting.low <= sum(week.values()) <= one.waiting.high
        for one, week in zip(told, came.waiting, strict=True)
    ]
    waits = [
        one.waits[Priority.ROUTINE].low <= wait <= one.waits[Priority.ROUTINE].high
        for one, wait in zip(told, came.waits[Priority.ROUTINE], strict=True)
    ]
    return sum(waiting) / WEEKS, sum(waits) / WEEKS
