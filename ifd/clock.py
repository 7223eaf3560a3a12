"""The one place that asks what time it is, so that tests and the demo can say."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def moment_of(day: date, at: datetime) -> datetime:
    """The moment meant by a day: `at` if it is that day, else noon in London, the same day in any season."""
    return at if day == london_date(at) else datetime.combine(day, time(12), tzinfo=LONDON)


def london_date(at: datetime) -> date:
    """The calendar day in London at this moment: a request sent at half past midnight in summer is today's."""
    return at.astimezone(LONDON).date()
