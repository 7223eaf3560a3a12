"""What happened to a request, newest first, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from triage.lifecycle import Actor, Event
from triage.vocabulary import Priority

_TITLES = {
    Event.RECEIVED: "Request received",
    Event.DECIDED: "Decision made",
    Event.ALLOCATED: "Sent to a service",
    Event.ACCEPTED: "Accepted by the service",
    Event.FIRST_CONTACT: "First contact made",
    Event.HELP_STARTED: "Help started",
    Event.HANDED_BACK: "Handed back to the front door",
    Event.ADDED_TO: "Note added",
    Event.PRIORITY_RAISED: "Priority raised",
    Event.CLOSED: "Closed",
    Event.REOPENED: "Opened again",
}
_ADDED = {
    "taken_over": "Taken over from a colleague",
    "note": "Note added",
    "got_worse": "Things have got worse",
    "added_later": "More was written after sending",
}
_ACTORS = {
    Actor.FAMILY: "The family",
    Actor.FRONT_DOOR: "The front door",
    Actor.PARTNER: "The service",
    Actor.SYSTEM: "The system",
}


@dataclass(frozen=True)
class Item:
    title: str
    who: str
    at: datetime
    told_at: datetime | None  # when we heard of it, where that was later
    words: str
    note: str


def timeline_of(events) -> list[Item]:
    """The events as they should be read, newest first as they come."""
    return [_item(event) for event in events]


def _item(event) -> Item:
    title = (
        _ADDED.get(event.detail.get("what"), "More was said")
        if event.event is Event.ADDED_TO
        else _TITLES[event.event]
    )
    who = f"{event.staff.name}, {event.staff.organisation.name}" if event.staff else _ACTORS[event.actor]
    told_later = event.recorded_at if event.recorded_at != event.happened_at else None
    return Item(title, who, event.happened_at, told_later, _words(event), event.note)


def _words(event) -> str:
    detail = event.detail
    if event.event is Event.ALLOCATED:
        return f"{detail.get('offer', '')}, {detail.get('organisation', '')}".strip(", ")
    if event.event is Event.DECIDED:
        return (
            "Agreed with the suggestion"
            if detail.get("agrees")
            else "Differs from the suggestion: " + _differs(detail)
        )
    if event.event is Event.PRIORITY_RAISED and "now" in detail:
        return f"From {_priority(detail.get('was'))} to {_priority(detail['now'])}"
    return str(detail.get("reason", ""))


def _differs(detail: dict) -> str:
    names = {"offer": "offer", "priority": "priority", "thrive": "THRIVE grouping"}
    return ", ".join(names.get(name, name) for name in detail.get("overridden", [])) or "see the decision"


def _priority(value: str | None) -> str:
    return Priority(value).label.lower() if value else "not set"
