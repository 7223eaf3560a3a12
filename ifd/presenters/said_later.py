"""What was said after sending, with its red flags and what counts for the second opinion marked in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ifd.presenters.marking import Marked, Passage, mark
from triage.vocabulary import Flag


class Resting(Marked, Protocol):
    """A stored red flag, which says whose words it rests on: an event's, or those sent first."""

    request_event_id: int | None


@dataclass(frozen=True)
class Piece:
    """One time that something was said; `passages` joined are the words as they were written."""

    id: int
    at: datetime
    got_worse: bool
    wants_call: bool
    passages: tuple[Passage, ...]
    flags: tuple[Flag, ...]


def said_later_of(
    events, red_flags: Iterable[Resting], phrases: Mapping[int | None, list[tuple[int, int]]] | None = None
) -> list[Piece]:
    """Each time, in the order the events come. `phrases` are those that count, by the event that says them."""
    counted = phrases or {}
    return [_piece(event, flags_of(event.id, red_flags), counted.get(event.id, ())) for event in events]


def flags_of(event_id: int | None, red_flags: Iterable[Resting]) -> list[Resting]:
    """The red flags that rest on what this event says; None: on what was sent first."""
    return [found for found in red_flags if found.request_event_id == event_id]


def _piece(event, red_flags: list[Resting], phrases: Iterable[tuple[int, int]]) -> Piece:
    found = {one.flag for one in red_flags}
    return Piece(
        event.id,
        event.recorded_at,
        event.detail.get("what") == "got_worse",
        bool(event.detail.get("wants_call")),
        tuple(mark(event.note, red_flags, phrases=phrases)),
        tuple(flag for flag in Flag if flag in found),
    )
