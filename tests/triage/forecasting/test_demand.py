"""Ranges hold as often as they say; what is simple wins unless more has earned its place; too little is told."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.forecasting import histories
from tests.triage.forecasting.histories import TODAY, history
from triage.forecasting.demand import learn, ranges
from triage.forecasting.looking_back import look_back
from triage.forecasting.weeks import FEWEST, History, TooLittleHistory, by_week, range_of

WEEKS = 13


def held(kind, weeks: int, times: int = 24) -> float:
    """The share of weeks to come that lay in the range, over many histories of one kind."""
    inside = 0
    for n in range(times):
        counts = kind(Random(n), weeks + WEEKS)
        expected = ranges(learn(history(counts[:weeks]), WEEKS).paths(n, WEEKS, runs=150))
        inside += sum(one.low <= came <= one.high for one, came in zip(expected, counts[weeks:], strict=True))
    return inside / (times * WEEKS)


@pytest.mark.parametrize(
    ("kind", "weeks"),
    [
        (histories.flat, 26),
        (histories.flat, 104),
        (histories.small, 60),
        (histories.growing, 104),
        (histories.seasonal, 156),
        (histories.bursty, 60),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_eight_in_ten_weeks_lie_in_the_range(kind, weeks):
    # Counts are whole, so that a range of few people holds somewhat more.
    assert 0.72 <= held(kind, weeks) <= 0.94


def test_the_time_of_year_counts_once_it_has_earned_its_place():
    assert learn(history(histories.seasonal(Random(1), 156)), WEEKS).way.by_season
    assert not learn(history(histories.flat(Random(1), 156)), WEEKS).way.by_season
    assert not learn(history(histories.seasonal(Random(1), 103)), WEEKS).way.by_season


def test_a_week_with_bank_holidays_counts_as_short_where_the_service_works_so():
    empty = history([0] * 80)
    counts = [6 * empty.working_days(week) for week in range(80)]
    demand = learn(history(counts), WEEKS)
    come = demand.path(Random(0), WEEKS)

    assert demand.way.by_days
    assert come == [6 * empty.working_days(week) for week in range(80, 80 + WEEKS)]
    assert min(come) < 30 == max(come)  # Christmas is among them


def test_more_of_late_is_forecast_as_more():
    counts = [10] * 40 + [20] * 12
    assert ranges(learn(history(counts), 8).paths(0, 8))[-1].median > 15


def test_too_little_history_is_told_in_a_sentence():
    with pytest.raises(TooLittleHistory, match=r"25 whole weeks, where at least 26 are needed\."):
        learn(history([3] * (FEWEST - 1)), WEEKS)
    assert learn(history([3] * FEWEST), WEEKS).path(Random(0), 4) == [3] * 4


@settings(max_examples=25)
@given(st.lists(st.integers(0, 400), min_size=FEWEST, max_size=120), st.integers(0, 5))
def test_any_history_is_forecast_and_the_same_seed_gives_the_same(counts, seed):
    paths = learn(history(counts), 10).paths(seed, 6, beyond=4, runs=5)

    assert all(len(path) == 10 and min(path) >= 0 for path in paths)
    assert paths == learn(history(counts), 10).paths(seed, 6, beyond=4, runs=5)


def test_another_seed_gives_others():
    demand = learn(history(histories.flat(Random(3), 60)), WEEKS)
    assert demand.paths(1, WEEKS, runs=5) != demand.paths(2, WEEKS, runs=5)


def test_looking_back_tells_the_error_beside_naive_ones_and_how_often_the_range_held():
    found = look_back(history(histories.seasonal(Random(5), 208)), WEEKS)

    assert found.weeks == 13 * WEEKS
    assert found.error < found.naive
    assert found.error < found.year_ago
    assert 0.65 <= found.held <= 0.95


def test_looking_back_knows_nothing_of_what_came_later():
    counts = histories.flat(Random(6), 60)
    later = [*counts[:-1], 10_000]
    known = history(counts).until(59)

    assert known == history(later).until(59)
    assert known.today == TODAY - timedelta(weeks=1)
    assert [known.working_days(week) for week in range(62)] == [
        history(counts).working_days(week) for week in range(62)
    ]


def test_there_may_be_no_room_to_look_back():
    assert look_back(history([2] * (FEWEST + 12)), 13) is None
    assert look_back(history([2] * (FEWEST + 13)), 13).weeks == 13


def test_weeks_end_yesterday_and_keep_those_in_which_nobody_came():
    first = TODAY - timedelta(days=30)
    days = {first: 9, TODAY - timedelta(days=28): 1, TODAY - timedelta(days=1): 2, TODAY: 5}

    assert by_week(days, first, TODAY) == (1, 0, 0, 2)
    assert by_week({}, TODAY, TODAY) == ()


def test_a_closed_week_has_still_a_day_to_share_by():
    closed = {TODAY + timedelta(days=n) for n in range(7)}
    assert History(TODAY, (), closed).working_days(0) == 1
    assert History(date(2026, 11, 23), ()).working_days(0) == 5


def test_a_range_is_made_of_values_that_were_drawn():
    found = range_of(range(101))
    assert (found.low, found.median, found.high) == (10, 50, 90)
