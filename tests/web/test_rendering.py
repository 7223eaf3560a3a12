"""Dates as they are read on a page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ifd.web.rendering import due_day

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_at", "words"),
    [
        (datetime(2026, 11, 22, 15, 30, tzinfo=UTC), "Sun 22 Nov, 3:30pm"),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), "Mon 23 Nov, 9am"),
        (datetime(2026, 11, 23, 23, 59, tzinfo=UTC), "Mon 23 Nov"),
        (datetime(2026, 11, 24, 9, tzinfo=UTC), "Tue 24 Nov"),
        (datetime(2026, 11, 21, 9, tzinfo=UTC), "Sat 21 Nov"),
        (datetime(2027, 1, 4, 9, tzinfo=UTC), "Mon 4 Jan 2027"),
    ],
)
def test_a_due_day_is_short_and_is_never_broken_over_lines(due_at, words):
    said = due_day(due_at, NOW)
    assert said.replace("\N{NO-BREAK SPACE}", " ") == words
    assert " " not in said
