"""Nobody is lost; the urgent never wait behind others; more staff never lengthens a wait, more demand never cuts it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.forecasting.waiting import LONGER, LONGEST, Capacity, go_through, shared_out, with_demand
from triage.vocabulary import Priority

WEEKS = 6
REACH = WEEKS + LONGEST
PEOPLE = st.dictionaries(st.sampled_from(Priority), st.integers(0, 12))
ARRIVALS = st.builds(
    lambda weeks: [weeks[n % len(weeks)] for n in range(REACH)], st.lists(PEOPLE, min_size=1, max_size=9)
)
ROOM = st.builds(
    lambda weeks: [weeks[n % len(weeks)] for n in range(REACH)],
    st.lists(st.integers(0, 25), min_size=1, max_size=9),
)
CAPACITIES = st.builds(
    Capacity,
    weekly=st.lists(st.floats(0, 20), max_size=5).map(tuple),
    staff=st.integers(-3, 3),
    starts_each=st.floats(0, 6),
    leave=st.floats(0, 20),
)


def future(waiting, arrivals, room):
    return go_through(waiting, arrivals, room, WEEKS, list(Priority))


def no_less(longer, shorter) -> bool:
    """Whether everybody waits as long or longer, and as many or more people are waiting each week."""
    return all(
        one >= other
        for priority in Priority
        for one, other in zip(longer.waits[priority], shorter.waits[priority], strict=True)
    ) and all(
        sum(one.values()) >= sum(other.values())
        for one, other in zip(longer.waiting, shorter.waiting, strict=True)
    )


@given(PEOPLE, ARRIVALS, ROOM)
def test_nobody_is_lost(waiting, arrivals, room):
    found = future(waiting, arrivals, room)
    before = {priority: waiting.get(priority, 0) for priority in Priority}

    for week in range(WEEKS):
        for priority in Priority:
            came = arrivals[week].get(priority, 0)
            assert found.arrived[week][priority] == came
            assert found.waiting[week][priority] + found.started[week][priority] == before[priority] + came
            assert found.waiting[week][priority] >= 0
        assert sum(found.started[week].values()) <= room[week]
        before = found.waiting[week]


@given(PEOPLE, ARRIVALS, ROOM)
def test_nobody_urgent_waits_behind_anybody_who_is_less(waiting, arrivals, room):
    found = future(waiting, arrivals, room)
    in_order = sorted(Priority, key=lambda one: one.rank)

    for sooner, later in pairwise(in_order):
        assert all(a <= b for a, b in zip(found.waits[sooner], found.waits[later], strict=True))
    for started, still in zip(found.started, found.waiting, strict=True):
        for priority in in_order:
            if still[priority]:
                assert not any(n for other, n in started.items() if other.rank > priority.rank)


@given(PEOPLE, ARRIVALS, CAPACITIES, st.integers(1, 4), st.integers(0, 9))
def test_more_staff_never_lengthens_a_wait(waiting, arrivals, capacity, more, run):
    larger = Capacity(capacity.weekly, capacity.staff + more, capacity.starts_each, capacity.leave)
    rooms = capacity.starts(str(run), REACH), larger.starts(str(run), REACH)

    assert all(a <= b for a, b in zip(*rooms, strict=True))
    assert no_less(future(waiting, arrivals, rooms[0]), future(waiting, arrivals, rooms[1]))


@given(PEOPLE, ARRIVALS, ROOM, st.integers(0, 300), st.integers(0, 200), st.integers(0, 9))
@settings(max_examples=50)
def test_more_demand_never_shortens_a_wait(waiting, arrivals, room, percent, more, run):
    fewer = with_demand(arrivals, percent, str(run))
    greater = with_demand(arrivals, percent + more, str(run))

    assert no_less(future(waiting, greater, room), future(waiting, fewer, room))


@given(PEOPLE, ARRIVALS, ROOM, st.sampled_from(Priority), st.integers(0, WEEKS - 1))
@settings(max_examples=60)
def test_the_wait_is_that_of_a_person_followed_through_the_queue(waiting, arrivals, room, priority, week):
    """The same told in another way: a list of people, each taken in turn."""
    queue = sorted(one.rank for one, n in waiting.items() for _ in range(n))
    marked = priority.rank + 0.5  # behind all of that priority who are here, before any that is less urgent
    found = LONGER
    for now in range(REACH):
        # Those of the same priority who come later stand behind the one we follow.
        queue += [
            one.rank + (0.7 if now > week and one is priority else 0)
            for one, n in arrivals[now].items()
            for _ in range(n)
        ]
        queue += [marked] if now == week else []
        queue.sort()
        if now >= week and queue.index(marked) < room[now]:
            found = now - week
            break
        queue = queue[room[now] :]

    assert future(waiting, arrivals, room).waits[priority][week] == min(found, LONGER)


@given(ARRIVALS, st.integers(0, 9))
def test_demand_as_it_is_changes_nothing(arrivals, run):
    whole = [{priority: week.get(priority, 0) for priority in Priority} for week in arrivals]
    assert with_demand(whole, 100, str(run)) == whole
    assert with_demand(whole, 200, str(run)) == [
        {priority: 2 * n for priority, n in week.items()} for week in whole
    ]
    assert not any(any(week.values()) for week in with_demand(whole, 0, str(run)))


def test_a_change_of_demand_is_as_large_as_it_says():
    come = with_demand([{Priority.ROUTINE: 10}] * 1000, 120, "0")
    assert sum(week[Priority.ROUTINE] for week in come) == pytest.approx(12_000, rel=0.02)


def test_staff_start_what_they_start_but_for_their_leave():
    starts = Capacity(staff=4, starts_each=1.5, leave=13).starts("0", 4000)
    assert sum(starts) / 4000 == pytest.approx(4 * 1.5 * 0.75, rel=0.03)
    assert Capacity((2,)).starts("0", 5) == [2] * 5
    assert Capacity((2,), staff=-1, starts_each=3).starts("0", 5) == [0] * 5


@given(st.lists(st.integers(0, 40), max_size=12), PEOPLE, st.integers(0, 9))
def test_everybody_who_comes_has_a_priority_that_came_before(counts, mix, run):
    weeks = shared_out(counts, mix, str(run))

    assert [sum(week.values()) for week in weeks] == counts
    known = {priority for priority, n in mix.items() if n} or {Priority.ROUTINE}
    assert all(priority in known for week in weeks for priority, n in week.items() if n)
