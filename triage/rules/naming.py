"""The name of a version: it begins with the day its rules come into force, so that versions stand in order."""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date
from itertools import chain, count
from string import ascii_lowercase

LONGEST = 40
# It is part of an address.
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)([a-z]|-[a-z0-9-]+)?")
_NAME_LINE = re.compile(r"""^(ruleset:[ \t]*)("[^"\n]*"|'[^'\n]*'|[^#\n]*?)([ \t]*(?:#.*)?)$""", re.M)
_DAY_LINE = re.compile(r"^(in_force_from:[ \t]*)([^#\n]*?)([ \t]*(?:#.*)?)$", re.M)


def day_of(name: str) -> date | None:
    """The day a name begins with; None where it cannot be the name of a version."""
    found = _NAME.fullmatch(name)
    try:
        return date.fromisoformat(found[1]) if found and len(name) <= LONGEST else None
    except ValueError:
        return None


def next_free(day: date, taken: Container[str]) -> str:
    """The first name for this day that nobody has: '2026-11-22', '2026-11-22b', and after z '2026-11-22-27'."""
    letters = (f"{day}{letter}" for letter in ascii_lowercase[1:])
    numbers = (f"{day}-{number}" for number in count(len(ascii_lowercase) + 1))
    return next(name for name in chain([day.isoformat()], letters, numbers) if name not in taken)


def name_in(text: str) -> str:
    """The name a text of rules gives itself; '' where it gives none."""
    found = _NAME_LINE.search(text)
    return found[2].strip("\"'") if found else ""


def named(text: str, name: str) -> str:
    """The text under this name, in force from its day. Every other line stays, however wrong the text is.

    ValueError where it cannot be a name.
    """
    day = day_of(name)
    if day is None:
        raise ValueError(f"{name!r} cannot be the name of a version")
    return _with(_with(text, _DAY_LINE, f"in_force_from: {day}"), _NAME_LINE, f'ruleset: "{name}"')


def _with(text: str, line: re.Pattern, wanted: str) -> str:
    if not line.search(text):
        return f"{wanted}\n{text}"
    return line.sub(lambda found: f"{wanted}{found[3]}", text)
