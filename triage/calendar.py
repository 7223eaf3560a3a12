"""Days and deadlines as people in England count them.

Instants are kept in UTC; days are London days, so a request sent at half past midnight in July belongs to
the day on the sender's own clock. Bank holidays come with a library and never from the network.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

LONDON = ZoneInfo("Europe/London")

_ONE_DAY = timedelta(days=1)
_END_OF_DAY = time(23, 59, 59)
_SATURDAY = 5


class TimeUnit(StrEnum):
    HOURS = "hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


@cache
def bank_holidays() -> frozenset[date]:
    """Every bank holiday of England that is known."""
    known = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return frozenset(holiday["date"] for holiday in known)


def holidays_known_until() -> date:
    """The last day for which bank holidays are known: the end of the last year that has any."""
    return date(max(bank_holidays()).year, 12, 31)


def holidays_run_out_soon(today: date) -> bool:
    """Whether less than a year of bank holidays is left, so that the library should be updated."""
    return holidays_known_until() < today + timedelta(days=365)


def is_working_day(day: date, closures: Collection[date] = ()) -> bool:
    """Whether it is neither a weekend, nor a bank holiday, nor a day this area is closed."""
    return day.weekday() < _SATURDAY and day not in bank_holidays() and day not in closures


def add_working_days(day: date, n: int, closures: Collection[date] = ()) -> date:
    """The nth working day after `day`. For none, `day` itself or the first working day that follows it."""
    if n < 0:
        raise ValueError("Working days are only counted forwards.")
    while n == 0 and not is_working_day(day, closures):
        day += _ONE_DAY
    while n > 0:
        day += _ONE_DAY
        n -= is_working_day(day, closures)
    return day


def next_open_day(at: datetime, closes: time, closures: Collection[date] = ()) -> date:
    """The first day on which somebody reads what is said at this instant: today until the door closes, or later."""
    local = _aware(at).astimezone(LONDON)
    return add_working_days(local.date() + _ONE_DAY * (local.time() >= closes), 0, closures)


def promised_day(due: datetime, at: datetime, closes: time, closures: Collection[date] = ()) -> date:
    """The day by which news can be promised, as things are `at`: a day the door is open, never before the target.

    After a missed target it is the next working day, for no day that has passed is ever promised.
    """
    if due <= at:
        return add_working_days(london_day(at), 1, closures)
    return max(next_open_day(at, closes, closures), add_working_days(london_day(due), 0, closures))


def london_day(instant: datetime) -> date:
    """The date on a London wall at this instant."""
    return _aware(instant).astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The last second of a London day, as an instant in UTC. Shown in London it is still that day."""
    return datetime.combine(day, _END_OF_DAY, tzinfo=LONDON).astimezone(UTC)


def due_instant(start: datetime, amount: int, unit: TimeUnit, closures: Collection[date] = ()) -> datetime:
    """When something must have happened that has `amount` of `unit` to happen in.

    Hours are hours that really pass, also in the nights when the clocks change. Days end at the end of the
    London day, and the day of the start is day 0.
    """
    if unit is TimeUnit.HOURS:
        return _aware(start).astimezone(UTC) + timedelta(hours=amount)
    day = london_day(start)
    if unit is TimeUnit.WORKING_DAYS:
        return end_of_day(add_working_days(day, amount, closures))
    return end_of_day(day + timedelta(days=amount))


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("An instant without a time zone could be an hour wrong; give one in UTC.")
    return instant
