"""Taking a request by telephone on the same record, and calls that needed advice alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forms.record import read_submission
from ifd.clock import london_date
from ifd.database import db
from ifd.models import AdviceCall, Draft, Staff, SupportRequest, Task
from ifd.permissions import require
from ifd.queries import calls
from ifd.services import audit, drafts, intake, tasks
from ifd.services.intake import Received
from triage.vocabulary import Channel, Priority, Requester

# The answer that says which advice call a request grew from.
GREW_FROM = "from_advice_call"
_PHONE_OF = {
    Requester.YOUNG_PERSON: "young_phone",
    Requester.PARENT_CARER: "parent_phone",
    Requester.PROFESSIONAL: "referrer_reach",
}


@dataclass(frozen=True)
class Advice:
    """What was said in a call that needed advice alone."""

    caller: Requester
    advice: str
    safety: str
    age: int | None = None
    needs: tuple[str, ...] = ()
    minutes: int | None = None
    callback_number: str = ""


def begin(answers: Mapping[str, object], *, by: Staff, at: datetime) -> Draft:
    """A call is being taken. It is on the handler's list until it is sent or set aside, so none is lost."""
    require(by, "take_calls")
    draft, _token = drafts.start(answers, by=by, at=at)
    tasks.open_task(calls.KIND, about=calls.about(draft.id), draft=draft, assigned_to=by, at=at)
    return draft


def send(draft: Draft, *, postcode_areas: Collection[str], by: Staff, at: datetime) -> Received:
    """What was read back becomes a request, with the same clocks and messages as from the web."""
    require(by, "take_calls")
    submission = read_submission(
        draft.answers, channel=Channel.PHONE, today=london_date(at), postcode_areas=postcode_areas
    )
    received = intake.receive(submission, submission_key=draft.submission_key, by=by, at=at, draft=draft)
    _link_advice(draft, received.request)
    return received


def set_aside(draft: Draft, reason: str, *, by: Staff, at: datetime) -> None:
    """The call goes no further, and why. A danger answer given in it stays a clinician's task."""
    require(by, "take_calls")
    task = db.session.scalar(select(Task).where(Task.about == calls.about(draft.id)))
    tasks.finish(task, by=by, at=at, outcome=reason)


def record_advice(said: Advice, *, submission_key: str, by: Staff, at: datetime) -> AdviceCall:
    """Store an advice-only call; the same key again gives the one it made. A concern is a clinician's task."""
    require(by, "take_calls")
    known = _advice_with(submission_key)
    if known:
        return known
    call = AdviceCall(
        taken_at=at,
        taken_by_id=by.id,
        submission_key=submission_key,
        caller=said.caller.value,
        age_years=said.age,
        needs=list(said.needs),
        advice=said.advice,
        safety=said.safety,
        minutes=said.minutes,
        callback_number=said.callback_number,
    )
    try:
        with db.session.begin_nested():
            db.session.add(call)
    except IntegrityError:
        known = _advice_with(submission_key)
        if known is None:
            raise
        return known
    audit.record("advice.recorded", "advice_call", call.id, by=by, at=at, safety=said.safety)
    if said.safety == "asked_concern":
        tasks.open_task(
            "advice_concern", about=f"advice:{call.id}", at=at, priority_rank=Priority.VERY_URGENT.rank
        )
    return call


def turn_into_request(call: AdviceCall, *, by: Staff, at: datetime) -> Draft:
    """A request with what the advice call already says filled in, so nothing is asked twice."""
    answers: dict[str, object] = {"requester": call.caller, GREW_FROM: call.id}
    if call.age_years is not None:
        answers["age"] = str(call.age_years)
    if call.needs:
        answers["needs"] = list(call.needs)
    if call.callback_number:
        answers[_PHONE_OF[Requester(call.caller)]] = call.callback_number
    return begin(answers, by=by, at=at)


def record_identity_check(
    request: SupportRequest, *, who: str, passed: list[str], by: Staff, at: datetime
) -> None:
    """That the caller's identity was checked, and how: before anything is told."""
    require(by, "search")
    audit.record("identity.checked", "support_request", request.id, by=by, at=at, who=who, passed=passed)


def _advice_with(submission_key: str) -> AdviceCall | None:
    return db.session.scalar(select(AdviceCall).where(AdviceCall.submission_key == submission_key))


def _link_advice(draft: Draft, request: SupportRequest) -> None:
    identity = draft.answers.get(GREW_FROM)
    call = db.session.get(AdviceCall, identity) if isinstance(identity, int) else None
    if call is not None and call.request_id is None:
        call.request_id = request.id
