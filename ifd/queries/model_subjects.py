"""Requests as the classifier sees them: all that was said of each, and the names that are taken out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, select

from ifd.database import db, reading_briefly
from ifd.models import Contact, Decision, RequestEvent, SupportRequest, YoungPerson
from ifd.queries.said_later import own_words
from triage.case import Case, CaseError
from triage.lifecycle import Actor, Event

COLUMNS = (SupportRequest.id, SupportRequest.document, SupportRequest.text, YoungPerson.given_name,
           YoungPerson.family_name, YoungPerson.preferred_name)  # fmt: skip
_BETWEEN = "\n\n"


@dataclass(frozen=True)
class Place:
    """Where in the whole text the words of one event begin and end; of the request itself, without an event."""

    event_id: int | None
    start: int
    end: int


@dataclass(frozen=True)
class Subject:
    """What the classifier sees of one request: all its words in one text, and the names that are taken out of it.

    `case` is None where the document can no longer be read.
    """

    request_id: int
    case: Case | None
    names: tuple[str, ...]
    places: tuple[Place, ...]
    is_decided: bool

    def place_of(self, start: int, end: int) -> dict[str, int] | None:
        """A stretch of the whole text as a stretch of what one person wrote; None where it lies between."""
        for place in self.places:
            if place.start <= start and end <= place.end:
                found = {"start": start - place.start, "end": end - place.start}
                return found if place.event_id is None else {**found, "event": place.event_id}
        return None


class Around(NamedTuple):
    """What stands beside some requests, by their keys: what families said later, and whom to speak to."""

    said: dict[int, list]
    others: dict[int, list[str]]


def subjects(request_ids: Collection[int]) -> dict[int, Subject]:
    """These requests by key, each with everything that was said of it until now."""
    with reading_briefly():
        rows = db.session.execute(
            select(*COLUMNS, _is_decided().label("is_decided"))
            .join(YoungPerson, YoungPerson.id == SupportRequest.young_person_id)
            .where(SupportRequest.id.in_(request_ids))
        ).all()
        known = around(request_ids)
    return {row.id: subject_of(row, known, is_decided=row.is_decided) for row in rows}


def around(request_ids: Collection[int]) -> Around:
    """What `subject_of` needs beside the rows of these requests."""
    return Around(_said_later(request_ids), _others(request_ids))


def subject_of(row, known: Around, *, is_decided: bool, known_at: datetime | None = None) -> Subject:
    """From a row that has `COLUMNS`. Of what was said later, only what was known at that moment, if one is given."""
    try:
        case = Case.from_document({**row.document, "id": str(row.id)})
    except CaseError:
        return Subject(row.id, None, (), (), is_decided)
    said = known.said.get(row.id, [])
    if known_at is not None:
        said = [event for event in said if event.recorded_at <= known_at]
    text, places = _one_text(row.text or case.text, said)
    names = (row.given_name, row.family_name, row.preferred_name, *known.others.get(row.id, []))
    return Subject(row.id, replace(case, text=text), tuple(filter(None, names)), places, is_decided)


def _one_text(first: str, said: Iterable) -> tuple[str, tuple[Place, ...]]:
    text, places = first, [Place(None, 0, len(first))]
    for event in said:
        start = len(text) + len(_BETWEEN)
        text = f"{text}{_BETWEEN}{own_words(event)}"
        places.append(Place(event.id, start, len(text)))
    return text, tuple(places)


def _said_later(request_ids: Collection[int]) -> dict[int, list]:
    """What each family said after sending, the oldest first."""
    found: dict[int, list] = {}
    columns = (RequestEvent.id, RequestEvent.request_id, RequestEvent.recorded_at, RequestEvent.note,
               RequestEvent.detail)  # fmt: skip
    events = db.session.execute(
        select(*columns)
        .where(RequestEvent.request_id.in_(request_ids), RequestEvent.event == Event.ADDED_TO)
        .where(RequestEvent.actor == Actor.FAMILY)
        .order_by(RequestEvent.id)
    )
    for event in events:
        found.setdefault(event.request_id, []).append(event)
    return found


def _others(request_ids: Collection[int]) -> dict[int, list[str]]:
    """The names of the people to speak to about each."""
    found: dict[int, list[str]] = {}
    rows = select(Contact.request_id, Contact.name).where(Contact.request_id.in_(request_ids))
    for request_id, name in db.session.execute(rows):
        found.setdefault(request_id, []).append(name)
    return found


def _is_decided() -> ColumnElement[bool]:
    return exists().where(Decision.request_id == SupportRequest.id)
