"""Receiving a request for support: everything that must be true at once is written in one transaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forms.submission import PersonToContact, Submission
from ifd.clock import london_date
from ifd.database import db
from ifd.models import Contact, ContactPoint, Draft, RedFlag, Staff, Suggestion, SupportRequest, YoungPerson
from ifd.queries.directory import offers_for_triage
from ifd.queries.scope import front_door
from ifd.search_words import search_name, search_value
from ifd.services import clocks, life, messages, tasks
from ifd.tokens import keyed_hash, new_code, new_reference
from triage import suggest
from triage.case import Case
from triage.engine import Suggestion as Concluded
from triage.lifecycle import Status
from triage.rules.versions import in_force
from triage.vocabulary import Flag, Priority

_SAFEGUARDING = {Flag.ABUSE_OR_EXPLOITATION, Flag.NEGLECT, Flag.INFANT_SAFETY}


@dataclass(frozen=True)
class Received:
    """The stored request. `status_code` is given in clear only now, and only when `is_new`."""

    request: SupportRequest
    status_code: str
    is_new: bool


def receive(submission: Submission, *, submission_key: str, by: Staff | str, at: datetime,
            draft: Draft | None = None, is_synthetic: bool = False) -> Received:
    """Store a request with its screen, suggestion, clocks, messages, tasks and audit; do not commit.

    The same `submission_key` again gives the request it made the first time, also when two arrive together.
    """
    already = received_with(submission_key)
    if already:
        return Received(already, "", is_new=False)
    concluded = _conclude(submission, at)
    try:
        with db.session.begin_nested():
            request, code = _store(submission, concluded, submission_key, by, at, is_synthetic)
    except IntegrityError:
        already = received_with(submission_key)
        if already is None:
            raise
        return Received(already, "", is_new=False)
    life.record_arrival(request, by=by, at=at)
    clocks.start(request, at=at)
    # The promise made to the family: news by the time the front door must have decided.
    request.next_news_at = request.due_at
    messages.tell(request, "received", at=at, status_code=code)
    _open_tasks(request, submission, concluded, at)
    if draft is not None:
        tasks.finish_about_draft(draft, request, by=by, at=at)
    return Received(request, code, is_new=True)


def received_with(submission_key: str) -> SupportRequest | None:
    """The request that this key made, if it has."""
    return db.session.scalar(select(SupportRequest).where(SupportRequest.submission_key == submission_key))


def _conclude(submission: Submission, at: datetime) -> Concluded:
    """What the engine suggests: pure, milliseconds, and inside the transaction, so no queue can delay a red flag."""
    today = london_date(at)
    return suggest(Case.from_document({"id": "new", **submission.document}), offers_for_triage(), in_force(today), today=today)


def _store(submission: Submission, concluded: Concluded, key: str, by: Staff | str, at: datetime,
           is_synthetic: bool) -> tuple[SupportRequest, str]:
    young_person = _young_person(submission, at)
    db.session.add(young_person)
    db.session.flush()
    reference, code = new_reference(), new_code()
    request = SupportRequest(
        reference=reference, submission_key=key, received_at=at, channel=submission.channel,
        requester=submission.requester, profession=submission.profession, age_years=submission.document.get("age"),
        source_code=submission.answers.get("source_code", ""), document={"id": reference, **submission.document},
        answers=submission.answers, text=submission.text, status=Status.RECEIVED, priority=concluded.priority,
        priority_rank=concluded.priority.rank, thrive=concluded.thrive, due_at=at, next_news_at=at,
        holder_id=front_door().id, young_person_id=young_person.id,
        status_code_hash=keyed_hash("status", reference, code),
        entered_by_id=by.id if isinstance(by, Staff) else None, is_synthetic=is_synthetic)
    db.session.add(request)
    db.session.flush()
    db.session.add_all(_contact(person, request.id, at) for person in submission.people)
    db.session.add(Suggestion(request_id=request.id, made_at=at, ruleset=concluded.ruleset, model=concluded.model,
                              priority=concluded.priority, thrive=concluded.thrive,
                              document={**concluded.to_document(), "id": reference}))
    db.session.add_all(RedFlag(request_id=request.id, flag=flag.flag, source=flag.source, field=flag.field,
                               start=flag.start, end=flag.end, reading=flag.reading, found_at=at)
                       for flag in concluded.red_flags)
    return request, code


def _young_person(submission: Submission, at: datetime) -> YoungPerson:
    facts = asdict(submission.about)
    return YoungPerson(**facts, created_at=at, given_name_search=search_name(submission.about.given_name),
                       family_name_search=search_name(submission.about.family_name))


def _contact(person: PersonToContact, request_id: int, at: datetime) -> Contact:
    return Contact(
        request_id=request_id, who=person.who, name=person.name, relationship_to_child=person.relationship,
        organisation=person.organisation, profession=person.profession, knows=person.knows,
        may_be_told=person.may_be_told, reason_missing=person.reason_missing,
        points=[ContactPoint(channel=way.channel, value=way.value, value_search=search_value(way.channel, way.value),
                             safety=way.safety, voicemail=way.voicemail, good_times=way.good_times,
                             is_preferred=way.is_preferred, changed_at=at) for way in person.reach])


def _open_tasks(request: SupportRequest, submission: Submission, concluded: Concluded, at: datetime) -> None:
    """What a person must do besides deciding: ring back, find out what is missing, look at safeguarding."""
    def open_(kind: str, title: str, role: str, n: int = 0) -> None:
        tasks.open_task(kind, about=f"{kind}:{request.id}:{n}", title=title, request=request, role=role,
                        due_at=request.due_at, at=at, priority_rank=request.priority_rank)

    if submission.wants_call:
        open_("call_back", "Asked to be called", "call_handler")
    if concluded.priority in (Priority.EMERGENCY, Priority.VERY_URGENT):
        open_("red_flag_call", f"{concluded.priority.label}: speak to them now", "clinician")
    if any(flag.flag in _SAFEGUARDING for flag in concluded.red_flags):
        open_("safeguarding", "Decide on safeguarding and record it", "clinician")
    for n, sentence in enumerate(submission.left_out):
        open_("missing_information", sentence, "call_handler", n)

