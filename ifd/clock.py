"""The one place that asks what time it is, so that tests and the demo can say."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from triage.calendar import LONDON
from triage.calendar import london_day as london_date

__all__ = ["LONDON", "london_date", "moment_of", "now"]


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def moment_of(day: date, at: datetime) -> datetime:
    """The moment meant by a day: `at` if it is that day, else noon in London, the same day in any season."""
    return at if day == london_date(at) else datetime.combine(day, time(12), tzinfo=LONDON)
