"""What the classifier reads: requests to look at, decisions to learn from, and opinions beside decisions.

In batches by key: however many there are, few are held at a time, and nothing is held in the database between.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select

from ifd.clock import LONDON
from ifd.database import db, reading_briefly
from ifd.models import (
    Contact,
    Decision,
    OpinionReport,
    RequestEvent,
    SecondOpinion,
    ServiceOffer,
    Suggestion,
    SupportRequest,
    YoungPerson,
)
from ifd.models.model_standing import SHOWN
from ifd.queries.looking_back import LookedBack, newest_answers
from ifd.queries.said_later import own_words
from ifd.queries.second_opinions import is_last_decision
from triage.case import Case, CaseError
from triage.lifecycle import Actor, Event
from triage.vocabulary import OfferKind, Requester

BEGINNING = datetime(2000, 1, 1, tzinfo=LONDON)  # before anything was decided here
AT_ONCE = 200
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


@dataclass(frozen=True)
class Protected:
    """What must not make a difference, and is never learned from: told only to see whether it does."""

    age: int | None
    gender: str
    ethnic_category: str
    deprivation_decile: int | None
    language: str
    voice: Requester
    looked_after: str
    disability: str


@dataclass(frozen=True)
class Decided:
    """A request and what was right for it; `suggested` is what the rules alone had suggested first.

    `kind` is what was last decided, unless whoever closed it afterwards named another kind that would have been right.
    """

    decision_id: int
    decided_at: datetime
    kind: OfferKind
    primary_reason: str
    suggested: str
    protected: Protected
    subject: Subject


@dataclass(frozen=True)
class Beside:
    """An opinion of a version on a request beside the last decision: the newest that whoever decided could have had.

    Where there was none yet, the first since. `is_called_wrong` tells of any opinion of this version on the request.
    """

    request_id: int
    made_at: datetime
    was_shown: bool  # to whoever decided
    label: OfferKind
    probability: float
    abstains: bool
    alternatives: tuple[str, ...]
    likeness: float
    need: str
    is_called_wrong: bool
    decided_at: datetime
    kind: OfferKind
    primary_reason: str
    suggested: str
    protected: Protected
    looked_back: LookedBack | None  # the newest answer of whoever closed it since

    @property
    def agrees(self) -> bool:
        return self.label == self.kind


# To look at


def subjects(request_ids: Collection[int]) -> dict[int, Subject]:
    """These requests by key, each with everything that was said of it until now."""
    with reading_briefly():
        rows = db.session.execute(
            select(*_COLUMNS, _is_decided().label("is_decided"))
            .join(YoungPerson, YoungPerson.id == SupportRequest.young_person_id)
            .where(SupportRequest.id.in_(request_ids))
        ).all()
        said, others = _said_later(request_ids), _others(request_ids)
    return {row.id: _subject(row, said.get(row.id, ()), others.get(row.id, ()), row.is_decided) for row in rows}


# To learn from


def decided_between(since: datetime, until: datetime) -> Iterator[Decided]:
    """Requests last decided from `since` until before `until`, in the order of their decisions.

    Of what a family said later, only what was known when it was decided. Which kind was right they may have said
    since: the newest answer given at a closing counts where it names one, and no decision came after it.
    """
    last = 0
    while rows := _decisions(since, until, last):
        ids = [row.id for row in rows]
        with reading_briefly():
            said, others, looked_back = _said_later(ids), _others(ids), newest_answers(ids)
        for row in rows:
            known = [event for event in said.get(row.id, ()) if event.recorded_at <= row.decided_at]
            subject = _subject(row, known, others.get(row.id, ()), True)
            yield Decided(
                decision_id=row.decision_id,
                decided_at=row.decided_at,
                kind=_right_kind(row, _since(row, looked_back.get(row.id))),
                primary_reason=row.primary_reason,
                suggested=_first(row.offers),
                protected=_protected(row),
                subject=subject,
            )
        last = rows[-1].decision_id


def _right_kind(row, looked_back: LookedBack | None) -> OfferKind:
    return looked_back.named if looked_back and looked_back.named else row.kind


def _since(row, looked_back: LookedBack | None) -> LookedBack | None:
    """The answer where it was given after the last decision: a later decision knew of it, and knew more."""
    return looked_back if looked_back and looked_back.said_at >= row.decided_at else None


def how_many_decided(since: datetime, until: datetime) -> int:
    """How many `decided_between` gives."""
    with reading_briefly():
        return db.session.scalar(
            select(func.count(Decision.id)).where(
                Decision.decided_at >= since, Decision.decided_at < until, is_last_decision()
            )
        )


def _decisions(since: datetime, until: datetime, after: int) -> list:
    statement = (
        select(
            *_COLUMNS,
            Decision.id.label("decision_id"),
            Decision.decided_at,
            Decision.primary_reason,
            ServiceOffer.kind,
            Suggestion.document["offers"].label("offers"),
            *_PROTECTED,
        )
        .join(Decision, Decision.request_id == SupportRequest.id)
        .join(YoungPerson, YoungPerson.id == SupportRequest.young_person_id)
        .join(ServiceOffer, ServiceOffer.id == Decision.offer_id)
        .join(Suggestion, Suggestion.id == Decision.suggestion_id)
        .where(Decision.decided_at >= since, Decision.decided_at < until, is_last_decision())
        .where(Decision.id > after)
        .order_by(Decision.id)
        .limit(AT_ONCE)
    )
    with reading_briefly():
        return db.session.execute(statement).all()


# To watch


def opinions_beside_decisions(version_id: int, since: datetime, until: datetime) -> Iterator[Beside]:
    """Opinions of a version on requests last decided from `since` until before `until`, by key."""
    last = 0
    while rows := _opinions(version_id, since, until, last):
        with reading_briefly():
            looked_back = newest_answers([row.request_id for row in rows])
        yield from (_beside(row, _since(row, looked_back.get(row.request_id))) for row in rows)
        last = rows[-1].id


def opinions_since(version_id: int, since: datetime) -> Iterator[tuple[int, float]]:
    """The request and the likeness of each opinion that a version has given from then on, by key."""
    last = 0
    while rows := _given(version_id, since, last):
        yield from ((row.request_id, row.likeness) for row in rows)
        last = rows[-1].id


def _given(version_id: int, since: datetime, after: int) -> list:
    columns = (SecondOpinion.id, SecondOpinion.request_id, SecondOpinion.likeness)
    given = select(*columns).where(SecondOpinion.version_id == version_id, SecondOpinion.id > after)
    with reading_briefly():
        in_order = given.where(SecondOpinion.made_at >= since).order_by(SecondOpinion.id)
        return db.session.execute(in_order.limit(AT_ONCE)).all()


def _opinions(version_id: int, since: datetime, until: datetime, after: int) -> list:
    one = SecondOpinion.__table__.alias()
    is_of_the_same = (one.c.request_id == SecondOpinion.request_id, one.c.version_id == SecondOpinion.version_id)
    newest_before = select(func.max(one.c.id)).where(*is_of_the_same, one.c.made_at <= Decision.decided_at)
    first = select(func.min(one.c.id)).where(*is_of_the_same)
    key = func.coalesce(newest_before.scalar_subquery(), first.scalar_subquery())
    is_called_wrong = exists().where(
        *is_of_the_same, OpinionReport.opinion_id == one.c.id, OpinionReport.taken_back_at.is_(None)
    )
    statement = (
        select(
            *(getattr(SecondOpinion, name) for name in ("id", "request_id", "made_at", "mode", "label",
              "probability", "abstains", "alternatives", "likeness", "need")),
            is_called_wrong.label("is_called_wrong"),
            *(Decision.decided_at, Decision.primary_reason, ServiceOffer.kind),
            Suggestion.document["offers"].label("offers"),
            *_PROTECTED,
        )
        .join(SupportRequest, SupportRequest.id == SecondOpinion.request_id)
        .join(YoungPerson, YoungPerson.id == SupportRequest.young_person_id)
        .join(Decision, Decision.request_id == SupportRequest.id)
        .join(ServiceOffer, ServiceOffer.id == Decision.offer_id)
        .join(Suggestion, Suggestion.id == Decision.suggestion_id)
        .where(SecondOpinion.version_id == version_id, SecondOpinion.id > after, SecondOpinion.id == key)
        .where(Decision.decided_at >= since, Decision.decided_at < until, is_last_decision())
        .order_by(SecondOpinion.id)
        .limit(AT_ONCE)
    )  # fmt: skip
    with reading_briefly():
        return db.session.execute(statement).all()


def _beside(row, looked_back: LookedBack | None) -> Beside:
    return Beside(
        request_id=row.request_id,
        made_at=row.made_at,
        was_shown=row.mode == SHOWN and row.made_at <= row.decided_at,
        label=row.label,
        probability=row.probability,
        abstains=row.abstains,
        alternatives=tuple(one["label"] for one in row.alternatives),
        likeness=row.likeness,
        need=row.need,
        is_called_wrong=row.is_called_wrong,
        decided_at=row.decided_at,
        kind=row.kind,
        primary_reason=row.primary_reason,
        suggested=_first(row.offers),
        protected=_protected(row),
        looked_back=looked_back,
    )


# What must not make a difference

_ANSWERS = SupportRequest.document["answers"]
_PROTECTED = (SupportRequest.age_years, SupportRequest.requester, YoungPerson.gender, YoungPerson.ethnic_category,
              YoungPerson.deprivation_decile, YoungPerson.language, _ANSWERS["looked_after"].label("looked_after"),
              _ANSWERS["sen_or_disability"].label("disability"))  # fmt: skip


def _protected(row) -> Protected:
    return Protected(
        age=row.age_years,
        gender=row.gender,
        ethnic_category=row.ethnic_category,
        deprivation_decile=row.deprivation_decile,
        language=row.language,
        voice=row.requester,
        looked_after=row.looked_after or "",
        disability=row.disability or "",
    )


# One request as the classifier sees it

_COLUMNS = (SupportRequest.id, SupportRequest.document, SupportRequest.text, YoungPerson.given_name,
            YoungPerson.family_name, YoungPerson.preferred_name)  # fmt: skip


def _subject(row, said: Iterable, others: Iterable[str], is_decided: bool) -> Subject:
    names = (row.given_name, row.family_name, row.preferred_name, *others)
    try:
        case = Case.from_document({**row.document, "id": str(row.id)})
    except CaseError:
        return Subject(row.id, None, (), (), is_decided)
    text, places = _one_text(row.text or case.text, said)
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


def _first(offers: list | None) -> str:
    return offers[0]["kind"] if offers else ""
