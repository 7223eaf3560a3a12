"""How long there is, in words: '3 hours left', '2 days late'. Never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

_UNITS = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))
_SOON = timedelta(hours=24)


@dataclass(frozen=True)
class TimeLeft:
    words: str
    kind: str  # overdue, soon, or nothing: how it is drawn


def time_left(due_at: datetime, now: datetime) -> TimeLeft:
    """What to say of something due at `due_at`."""
    if due_at < now:
        return TimeLeft(f"{how_long(now - due_at)} late", "overdue")
    return TimeLeft(f"{how_long(due_at - now)} left", "soon" if due_at - now < _SOON else "")


def how_long(length: timedelta) -> str:
    """The largest whole unit: '2 days', '1 hour', 'under a minute'."""
    for name, unit in _UNITS:
        number = length // unit
        if number:
            return f"{number} {name}{'' if number == 1 else 's'}"
    return "under a minute"


def capped(number: int, cap: int) -> str:
    """'17', or '200+' where counting stopped."""
    return f"{cap}+" if number > cap else str(number)


def age_words(years: int | None) -> str:
    """'age 9', 'under 1', 'age not known'."""
    if years is None:
        return "age not known"
    return "under 1" if years == 0 else f"age {years}"
