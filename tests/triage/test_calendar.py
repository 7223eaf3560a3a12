"""Days as people count them: weekends, bank holidays, and the two nights when the clocks change."""

from __future__ import annotations

import socket
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import calendar
from triage.calendar import (
    LONDON,
    TimeUnit,
    add_working_days,
    bank_holidays,
    due_instant,
    end_of_day,
    holidays_known_until,
    holidays_run_out_soon,
    is_working_day,
    london_day,
    next_open_day,
    promised_day,
)

days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
instants = st.datetimes(datetime(2024, 1, 1), datetime(2028, 6, 30), timezones=st.just(UTC))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-11-20", True), ("2026-11-21", False), ("2026-11-22", False),
        ("2026-12-24", True), ("2026-12-25", False), ("2026-12-28", False), ("2026-12-29", True),
        ("2026-08-31", False), ("2026-04-03", False), ("2026-04-06", False),
        ("2026-03-17", True), ("2026-11-30", True),  # St Patrick's and St Andrew's are not England's
    ],
)  # fmt: skip
def test_working_days_of_england(day, working):
    assert is_working_day(date.fromisoformat(day)) is working


def test_an_area_may_close_on_a_day_of_its_own():
    monday = date(2026, 11, 23)
    assert add_working_days(date(2026, 11, 20), 1, closures={monday}) == monday + timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-11-20", 1, "2026-11-23"), ("2026-12-24", 1, "2026-12-29"), ("2026-12-23", 5, "2027-01-04"),
        ("2026-11-21", 0, "2026-11-23"), ("2026-11-20", 0, "2026-11-20"),
    ],
)  # fmt: skip
def test_counting_working_days(start, n, end):
    assert add_working_days(date.fromisoformat(start), n) == date.fromisoformat(end)


@given(day=days, n=st.integers(0, 40), closures=st.sets(days, max_size=20))
def test_counting_there_and_back_agrees(day, n, closures):
    end = add_working_days(day, n, closures)
    assert is_working_day(end, closures)
    after = (day + timedelta(days=k) for k in range(1, (end - day).days + 1))
    assert n == 0 or sum(is_working_day(later, closures) for later in after) == n


@given(day=days, n=st.integers(1, 40))
def test_one_more_working_day_is_always_later(day, n):
    assert add_working_days(day, n) < add_working_days(day, n + 1)


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 1, 5), -1)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-07-01T23:30", "2026-07-02"), ("2026-01-01T23:30", "2026-01-01"),
        ("2026-03-29T00:30", "2026-03-29"),
    ],
)  # fmt: skip
def test_a_day_is_the_day_in_london(instant, day):
    assert london_day(utc(instant)) == date.fromisoformat(day)


@pytest.mark.parametrize("call", [london_day, lambda now: due_instant(now, 1, TimeUnit.HOURS)])
def test_an_instant_without_a_time_zone_is_refused(call):
    with pytest.raises(ValueError, match="time zone"):
        call(datetime(2026, 7, 1, 12))


def test_hours_really_pass_in_the_night_the_clocks_go_forward():
    # 00:30 in London on 29 March 2026; at 01:00 the clocks jump to 02:00, so four hours later it is 05:30.
    due = due_instant(utc("2026-03-29T00:30"), 4, TimeUnit.HOURS)
    assert due == utc("2026-03-29T04:30")
    assert due.astimezone(LONDON).hour == 5


def test_hours_really_pass_in_the_night_the_clocks_go_back():
    # 00:30 in London on 25 October 2026 is 23:30 UTC; the hour from one to two comes twice.
    due = due_instant(utc("2026-10-24T23:30"), 4, TimeUnit.HOURS)
    assert due == utc("2026-10-25T03:30")
    assert due.astimezone(LONDON).hour == 3


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-28T10:00", "2026-03-29T22:59:59"),  # summer time has begun
        ("2026-10-24T10:00", "2026-10-25T23:59:59"),  # and ended: the day has 25 hours
    ],
)
def test_a_day_ends_at_its_own_midnight_when_the_clocks_change(start, due):
    assert due_instant(utc(start), 1, TimeUnit.CALENDAR_DAYS) == utc(due)


def test_the_day_of_receipt_is_day_0():
    received = utc("2026-11-02T23:59")
    assert london_day(due_instant(received, 28, TimeUnit.CALENDAR_DAYS)) == date(2026, 11, 30)


def test_a_working_day_target_received_on_christmas_eve():
    assert due_instant(utc("2026-12-24T16:00"), 1, TimeUnit.WORKING_DAYS) == end_of_day(date(2026, 12, 29))


@given(start=instants, amount=st.integers(0, 60), unit=st.sampled_from(TimeUnit))
def test_a_deadline_is_never_before_the_start_and_more_is_never_sooner(start, amount, unit):
    due = due_instant(start, amount, unit)
    assert due.utcoffset() == timedelta(0)
    assert due >= start.replace(microsecond=0)
    assert due_instant(start, amount + 1, unit) >= due


@given(days)
def test_the_end_of_a_day_is_still_that_day(day):
    assert london_day(end_of_day(day)) == day
    assert london_day(end_of_day(day) + timedelta(seconds=1)) == day + timedelta(days=1)


def test_bank_holidays_come_without_the_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    calendar.bank_holidays.cache_clear()
    assert date(2026, 12, 25) in bank_holidays()


def test_a_year_before_holidays_run_out_somebody_is_warned():
    last = holidays_known_until()
    assert not holidays_run_out_soon(last - timedelta(days=365))
    assert holidays_run_out_soon(last - timedelta(days=364))


SIX = time(18)


@pytest.mark.parametrize(
    ("at", "closures", "opens"),
    [
        ("2026-11-20 17:59", (), date(2026, 11, 20)),
        ("2026-11-20 18:00", (), date(2026, 11, 23)),
        ("2026-11-22 10:00", (), date(2026, 11, 23)),
        ("2026-11-22 10:00", (date(2026, 11, 23),), date(2026, 11, 24)),
        ("2026-12-24 18:30", (), date(2026, 12, 29)),
        ("2026-07-20 16:59", (), date(2026, 7, 20)),  # summer time: one minute before six in London
        ("2026-07-20 17:00", (), date(2026, 7, 21)),
    ],
)
def test_what_is_said_after_closing_is_read_on_the_next_working_day(at, closures, opens):
    assert next_open_day(utc(at), SIX, closures) == opens


@pytest.mark.parametrize(
    ("due", "at", "promised"),
    [
        ("2026-11-22 11:00", "2026-11-22 10:00", date(2026, 11, 23)),  # within the hour, on a Sunday
        ("2026-11-20 18:50", "2026-11-20 17:50", date(2026, 11, 20)),
        ("2026-11-21 01:00", "2026-11-20 17:00", date(2026, 11, 23)),  # the target falls on a Saturday
        ("2026-11-25 23:59", "2026-11-22 10:00", date(2026, 11, 25)),
        ("2026-11-20 11:00", "2026-11-20 12:00", date(2026, 11, 23)),  # missed
    ],
)
def test_a_family_is_promised_a_day_on_which_somebody_is_there(due, at, promised):
    assert promised_day(utc(due), utc(at), SIX) == promised


@given(instants, instants, st.sets(days, max_size=3))
def test_no_day_is_promised_that_is_closed_or_over_or_before_the_target(due, at, closures):
    day = promised_day(due, at, SIX, closures)
    assert is_working_day(day, closures)
    assert day >= next_open_day(at, SIX, closures) or due <= at
    assert end_of_day(day) >= max(at, due)
