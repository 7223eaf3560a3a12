"""Receiving a request for support: everything that must be true at once is written in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forms.submission import Submission
from ifd.clock import london_date
from ifd.database import db, store_together
from ifd.models import Draft, Staff, SupportRequest
from ifd.queries.directory import offers_for_triage
from ifd.queries.rule_sets import rules_in_force
from ifd.queries.scope import front_door_id
from ifd.services import clocks, drafts, life, messages, new_request, tasks
from ifd.services.calling import call_if_safe
from ifd.services.second_opinion import ask_for_look
from ifd.tokens import keyed_hash, new_code, new_reference
from triage import Case, suggest
from triage.suggestion import RedFlag as FoundFlag
from triage.suggestion import Suggestion as Concluded
from triage.vocabulary import Flag, Priority

_SAFEGUARDING = {Flag.ABUSE_OR_EXPLOITATION, Flag.NEGLECT, Flag.INFANT_SAFETY}


@dataclass(frozen=True)
class Received:
    """The stored request. `status_code` is given in clear only now, and only when `is_new`."""

    request: SupportRequest
    status_code: str
    is_new: bool


def receive(
    submission: Submission, *, submission_key: str, by: Staff | str, at: datetime, draft: Draft | None = None
) -> Received:
    """Store a request with its screen, suggestion, clocks, messages, tasks and audit; do not commit.

    The same `submission_key` again gives the request it made the first time, also when two arrive together.
    """
    already = received_with(submission_key)
    if already:
        return Received(already, "", is_new=False)
    concluded = conclude(submission, at)
    request, code = _request(submission, concluded, submission_key, by, at)
    readings = clocks.start(request, at=at)
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError:
        already = received_with(submission_key)
        if already is None:
            raise
        return Received(already, "", is_new=False)
    opened = tasks.open_first(request, what_to_do(submission, concluded, request), at=at)
    messages.tell(request, "received", at=at, status_code=code)
    store_together(
        new_request.suggestion(concluded, request.id, request.reference, at),
        *new_request.red_flags(concluded.red_flags, request.id, at),
        *clocks.rows(request, readings),
        *life.arrival(request, by=by, at=at),
        *map(tasks.opening_of, opened),
    )
    ask_for_look(request, at=at)
    if draft is not None:
        drafts.sent_as(draft, request, by=by, at=at)
    return Received(request, code, is_new=True)


def received_with(submission_key: str) -> SupportRequest | None:
    """The request that this key made, if it has."""
    return db.session.scalar(select(SupportRequest).where(SupportRequest.submission_key == submission_key))


def conclude(submission: Submission, at: datetime) -> Concluded:
    """What the engine suggests: pure, milliseconds, and inside the transaction, so no queue can delay a red flag."""
    case = Case.from_document({"id": "new", **submission.document})
    # A document holds as many characters as its contract allows; what they wrote beyond that is read as well.
    case = replace(case, text=submission.text or case.text)
    return suggest(case, offers_for_triage(), rules_in_force(london_date(at)))


def what_to_do(
    submission: Submission, concluded: Concluded, request: SupportRequest
) -> list[tuple[str, int, str]]:
    """What a person must do besides deciding, as (kind of task, number, title): ring back, ask, safeguard."""
    jobs = []
    if submission.wants_call:
        jobs.append(("call_back", 0, call_if_safe(request, "Asked to be called", "Asked to be called")))
    jobs += [(kind, 0, title) for kind, title in for_safety(concluded.priority, concluded.red_flags, request)]
    return jobs + [("missing_information", n, sentence) for n, sentence in enumerate(submission.left_out)]


def for_safety(
    priority: Priority, red_flags: Iterable[FoundFlag], request: SupportRequest
) -> list[tuple[str, str]]:
    """What danger asks of a person, whenever it is said, as (kind of task, title)."""
    jobs = []
    if priority in (Priority.EMERGENCY, Priority.VERY_URGENT):
        title = call_if_safe(request, f"{priority.label}: speak to them now", f"{priority.label}: act now")
        jobs.append(("red_flag_call", title))
    if any(found.flag in _SAFEGUARDING for found in red_flags):
        jobs.append(("safeguarding", "Decide on safeguarding and record it"))
    return jobs


def _request(
    submission: Submission, concluded: Concluded, key: str, by: Staff | str, at: datetime
) -> tuple[SupportRequest, str]:
    """The request with whom it is about and whom we may speak to, not yet stored; and its status code."""
    reference, code = new_reference(), new_code()
    request = new_request.support_request(
        submission,
        concluded,
        reference,
        at,
        submission_key=key,
        holder_id=front_door_id(),
        young_person=new_request.young_person(submission, at),
        contacts=new_request.contacts(submission, at),
        status_code_hash=keyed_hash("status", reference, code),
        entered_by_id=by.id if isinstance(by, Staff) else None,
    )
    return request, code
