"""What a family says of a request that was sent: that things got worse, or what they wrote since.

It is read like the request itself, by the same screen and the same rules, and reaches whoever can act. The priority
and the suggestion only rise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from ifd.clock import london_date
from ifd.database import db
from ifd.models import RedFlag, RequestEvent, Suggestion, SupportRequest
from ifd.queries import said_later as found
from ifd.queries.directory import offers_for_triage
from ifd.queries.request_view import latest_suggestion
from ifd.queries.rule_sets import rules_in_force
from ifd.safe_contact import FAMILY, TOLD
from ifd.services import clocks, intake, life, new_request, tasks
from ifd.services.calling import call_if_safe, keep_safe_number
from ifd.services.second_opinion import ask_for_look
from triage.lifecycle import Event
from triage.said_later import SaidLater, read_later
from triage.suggestion import RedFlag as FoundFlag
from triage.vocabulary import FlagSource, Priority, Thrive

# The same words within this time are Back and sent again, or a second tap: one piece of news.
SAME_NEWS = timedelta(minutes=30)
# For words like these crisis help is shown: it can only help.
_SHOW_HELP_FROM = Priority.URGENT
_LEAST = {found.GOT_WORSE: Priority.URGENT, found.ADDED_LATER: Priority.ROUTINE}
_TITLES = {
    found.GOT_WORSE: (
        "Things have got worse: look today",
        "Things have got worse: call them today",
        "Things have got worse: look today. They ask for a call",
    ),
    found.ADDED_LATER: (
        "They wrote more after sending: read it",
        "They wrote more after sending: call them",
        "They wrote more after sending: read it. They ask for a call",
    ),
}


@dataclass(frozen=True)
class Said:
    """`words` are their own and are screened; `answers_in_words` follow them, and `answers` are what these mean."""

    what: str
    words: str = ""
    wants_call: bool = False
    answers_in_words: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    safe_number: str = ""

    @property
    def note(self) -> str:
        """What is kept: the words first, so that a place in them is a place here."""
        number = f"A number that is safe to call now: {self.safe_number}" if self.safe_number else ""
        return "\n\n".join(filter(None, (self.words, self.answers_in_words, number)))


@dataclass(frozen=True)
class Told:
    """What was written down, now or by the same news before; and whether it speaks of danger."""

    event: RequestEvent
    is_danger: bool


def tell(request: SupportRequest, said: Said, *, at: datetime) -> Told:
    """Write it down, with its red flags, a suggestion beside the last one, and what a person must do.

    A clinician has a task whoever holds the request. A closed request opens again. Do not commit.
    """
    # Of two that arrive together the second waits here, and then finds the first.
    db.session.refresh(request, with_for_update={"key_share": True})
    event = _same_news(request, said, at)
    if event is None:
        last = latest_suggestion(request)
        read = _read(request, said, last, at)
        event = _written(request, said, read, at)
        _store_suggestion(request, event, read, last, at)
        _raise_priority(request, Priority.most_urgent(_LEAST[said.what], read.priority), at)
        clocks.follow(request, at=at)
        keep_safe_number(request, said.safe_number, at=at)
        _open_tasks(request, event, said, read, at)
        ask_for_look(request, at=at)
    read_as = Priority(event.detail.get("priority", _SHOW_HELP_FROM))
    return Told(event, read_as.rank <= _SHOW_HELP_FROM.rank)


def _same_news(request: SupportRequest, said: Said, at: datetime) -> RequestEvent | None:
    events = found.of(request, since=at - SAME_NEWS)
    return next((event for event in events if _is_same(event, said)), None)


def _is_same(event: RequestEvent, said: Said) -> bool:
    asked = event.detail.get("what"), event.detail.get("wants_call")
    return event.note == said.note and asked == (said.what, said.wants_call)


def _read(request: SupportRequest, said: Said, last: Suggestion | None, at: datetime) -> SaidLater:
    return read_later(
        request.document,
        said.words,
        before=[found.own_words(event) for event in reversed(found.of(request))],
        answers=said.answers,
        stood=(last.priority, last.thrive) if last else (Priority.ROUTINE, Thrive.THRIVING),
        offers=offers_for_triage(),
        ruleset=rules_in_force(london_date(at)),
    )


def _written(request: SupportRequest, said: Said, read: SaidLater, at: datetime) -> RequestEvent:
    event = life.record_event(
        request,
        Event.ADDED_TO,
        by="family",
        at=at,
        note=said.note,
        what=said.what,
        wants_call=said.wants_call,
        own_words=len(said.words),
        priority=read.priority.value,
        flags=list(dict.fromkeys(flag.flag.value for flag in read.red_flags)),
    )
    db.session.flush()
    new = _not_known(request, read.red_flags)
    db.session.add_all(new_request.red_flags(new, request.id, at, said_later=event.id))
    return event


def _not_known(request: SupportRequest, flags: Iterable[FoundFlag]) -> list[FoundFlag]:
    """Without those that rest on an answer which has raised them before."""
    rows = select(RedFlag.flag, RedFlag.field).filter_by(request_id=request.id, source=FlagSource.ANSWER)
    known = {tuple(row) for row in db.session.execute(rows)}
    return [flag for flag in flags if (flag.flag, flag.field) not in known]


def _store_suggestion(
    request: SupportRequest, event: RequestEvent, read: SaidLater, last: Suggestion | None, at: datetime
) -> None:
    """Beside the last one, which stays as it was. Its flags are the last one's, and those of this event."""
    flags = [{**flag.to_document(), "event": event.id} for flag in read.red_flags]
    made = new_request.suggestion(read.suggestion, request.id, request.reference, at)
    made.document = {**made.document, "red_flags": [*(last.document["red_flags"] if last else ()), *flags]}
    db.session.add(made)


def _raise_priority(request: SupportRequest, wanted: Priority, at: datetime) -> None:
    was = request.priority
    if wanted.rank >= was.rank:
        return
    request.priority, request.priority_rank = wanted, wanted.rank
    life.record_event(request, Event.PRIORITY_RAISED, by="family", at=at, was=was.value, now=wanted.value)


def _open_tasks(
    request: SupportRequest, event: RequestEvent, said: Said, read: SaidLater, at: datetime
) -> None:
    read_it, call, asked = _TITLES[said.what]
    # Whoever says that things got worse is of the family; whoever writes more may be the referrer.
    who = FAMILY if said.what == found.GOT_WORSE else TOLD
    title = call_if_safe(request, call, asked, who) if said.wants_call else read_it
    jobs = [(said.what, title), *intake.for_safety(read.priority, read.red_flags, request)]
    for kind, title in jobs:
        tasks.open_task(kind, about=f"{kind}:said:{event.id}", title=title, request=request, at=at)
