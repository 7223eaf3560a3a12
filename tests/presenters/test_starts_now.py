"""What can start today is told service by service, with every way to reach each."""

from __future__ import annotations

from ifd.presenters.starts_now import starts_now_told
from triage.starts_now import starts_now
from triage.vocabulary import Need, Priority, Requester


def test_a_service_is_named_once_with_all_ways_in_their_order():
    items = [
        {"title": "Emergency services", "how": "Call 999"},
        {"title": "Hopeline", "how": "Call 1"},
        {"title": "Feelings", "how": ""},
        {"title": "Hopeline", "how": "Text HI to 2"},
        {"title": "Hopeline", "how": "Call 1"},
    ]
    assert starts_now_told(items) == ["Emergency services: Call 999", "Hopeline: Call 1; text HI to 2", "Feelings"]


def test_nothing_that_can_start_today_is_left_out():
    items = starts_now((Need.SUICIDAL_THOUGHTS,), 15, Requester.YOUNG_PERSON, Priority.URGENT)
    lines = starts_now_told(item.to_document() for item in items)
    assert len(lines) < len(items)
    for item in items:
        assert any(item.title in line and item.how[1:] in line for line in lines)
