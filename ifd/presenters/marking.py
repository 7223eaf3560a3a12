"""A person's own words with red flags, and what counts for the second opinion, marked in place.

Every character stays as it was written.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from triage.vocabulary import Flag, FlagSource

_READINGS = {
    "now_self": "now",
    "past": "in the past",
    "other_person": "about somebody else",
    "unclear": "unclear whether now, or about whom",
}


class Marked(Protocol):
    """A stored red flag: one that text raised says where it starts and ends."""

    flag: Flag
    source: FlagSource
    start: int | None
    end: int | None
    request_event_id: int | None


@dataclass(frozen=True)
class Passage:
    """A run of characters and the red flags it carries: none for plain words. `anchor` is a place to lead to.

    `counts`: it is among the words that make the second opinion what it is.
    """

    text: str
    flags: tuple[Flag, ...] = ()
    anchor: str = ""
    counts: bool = False

    @property
    def label(self) -> str:
        return ", ".join(flag.label for flag in self.flags)


def mark(
    text: str,
    red_flags: Iterable[Marked],
    anchors: Mapping[int, str] | None = None,
    phrases: Iterable[tuple[int, int]] = (),
) -> list[Passage]:
    """`text` cut where a red flag or a phrase that counts starts or ends, and at the places that `anchors` names.

    Marks may overlap; joined, the passages are `text` again.
    """
    anchors = anchors or {}
    counted = [within for phrase in phrases if (within := _within(*phrase, len(text)))]
    spans = sorted(
        {_span(found, len(text)) for found in red_flags if _is_in_text(found)},
        key=lambda span: (span[0], span[1], span[2]),
    )
    spans = [span for span in spans if span[0] < span[1]]
    edges = {0, len(text), *(edge for start, end, _ in spans for edge in (start, end))}
    edges |= {edge for phrase in counted for edge in phrase}
    edges |= {place for place in anchors if 0 <= place < len(text)}
    return [
        Passage(
            text[start:end],
            _flags_over(spans, start, end),
            anchors.get(start, ""),
            any(first <= start and end <= last for first, last in counted),
        )
        for start, end in itertools.pairwise(sorted(edges))
    ]


def words_of(found: Marked, sent_first: str, said_later: Iterable) -> str:
    """All of the text that a red flag rests on: what was sent first, or what an event said later."""
    later = {event.id: event.note for event in said_later}
    return later.get(found.request_event_id, sent_first)


def quote(found: Marked, sent_first: str, said_later: Iterable) -> str:
    """The very words that a red flag rests on: of what was sent first, or of what an event said later."""
    text = words_of(found, sent_first, said_later)
    return text[found.start : found.end].strip() if _is_in_text(found) else ""


def reading_words(reading: str) -> str:
    """How the screen read a passage: now, in the past, about somebody else, or not clear."""
    return _READINGS.get(reading, reading.replace("_", " "))


def _is_in_text(found: Marked) -> bool:
    return found.source is FlagSource.TEXT and found.start is not None and found.end is not None


def _span(found: Marked, length: int) -> tuple[int, int, Flag]:
    return max(0, min(found.start, length)), max(0, min(found.end, length)), found.flag


def _within(start: int, end: int, length: int) -> tuple[int, int] | None:
    start, end = max(0, min(start, length)), max(0, min(end, length))
    return (start, end) if start < end else None


def _flags_over(spans: list[tuple[int, int, Flag]], start: int, end: int) -> tuple[Flag, ...]:
    over = {flag for first, last, flag in spans if first <= start and end <= last}
    return tuple(flag for flag in Flag if flag in over)
