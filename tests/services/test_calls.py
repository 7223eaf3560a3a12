"""Requests taken by telephone, advice calls and identity checks, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from ifd.database import db
from ifd.models import AdviceCall, AuditEntry, Staff, SupportRequest, Task
from ifd.permissions import Forbidden
from ifd.queries import calls as found
from ifd.services import calls, drafts
from ifd.services.calls import Advice
from tests import factories
from tests.factories import NOON
from tests.services.at_once import at_once
from triage.lifecycle import Status
from triage.vocabulary import Channel, Requester

AREAS = ("NR",)


@pytest.fixture
def handler(db_session):
    return factories.staff("call_handler", name="Bo Lund")


def a_call(handler, **answers):
    return calls.begin({"requester": "parent_carer", "age": "14", **answers}, by=handler, at=NOON)


def open_tasks() -> list[str]:
    return list(db.session.scalars(select(Task.kind).where(Task.done_at.is_(None)).order_by(Task.id)))


def test_a_call_is_the_same_record_as_from_the_web(handler):
    draft = a_call(handler, story="She cannot sleep.", given_name="Ada", needs=["sleep"])
    received = calls.send(draft, postcode_areas=AREAS, by=handler, at=NOON)
    request = received.request
    assert (request.channel, request.requester, request.entered_by_id) == (
        Channel.PHONE,
        Requester.PARENT_CARER,
        handler.id,
    )
    assert (request.status, request.text, request.age_years) == (Status.RECEIVED, "She cannot sleep.", 14)
    assert len(received.status_code) == 6


def test_a_call_stays_on_the_list_until_it_is_sent(handler):
    draft = a_call(handler)
    assert [task.draft_id for task in found.unfinished(handler)] == [draft.id]
    calls.send(draft, postcode_areas=AREAS, by=handler, at=NOON)
    assert found.unfinished(handler) == []


def test_a_call_sent_twice_is_one_request(handler):
    draft = a_call(handler)
    first = calls.send(draft, postcode_areas=AREAS, by=handler, at=NOON)
    second = calls.send(draft, postcode_areas=AREAS, by=handler, at=NOON)
    assert (first.request.id, first.is_new, second.is_new) == (second.request.id, True, False)


def test_danger_in_a_call_that_is_set_aside_stays_a_clinicians_task(handler):
    draft = a_call(handler)
    assert drafts.save_answers(draft, {"immediate_danger": "yes"}, by=handler, at=NOON)
    calls.set_aside(draft, "The line went dead.", by=handler, at=NOON)
    assert open_tasks() == ["danger_draft"]
    assert found.unfinished(handler) == []


def test_a_form_of_a_family_is_no_call(handler):
    draft, _token = drafts.start({"requester": "parent_carer"}, by="family", at=NOON)
    db.session.flush()
    assert found.call_of(handler, draft.id) is None
    assert found.call_of(handler, a_call(handler).id) is not None


def test_advice_is_recorded_once_however_often_it_is_sent(handler):
    said = Advice(
        Requester.PARENT_CARER, "Sleep hygiene.", "asked_no_concern", age=9, needs=("sleep",), minutes=4
    )
    first = calls.record_advice(said, submission_key="k", by=handler, at=NOON)
    assert calls.record_advice(said, submission_key="k", by=handler, at=NOON).id == first.id
    assert db.session.scalar(select(func.count()).select_from(AdviceCall)) == 1
    assert open_tasks() == []


def test_advice_recorded_twice_at_once_is_one_call(app, handler):
    handler_id = handler.id
    db.session.commit()

    def record():
        said = Advice(Requester.YOUNG_PERSON, "Talk to school.", "not_asked")
        return calls.record_advice(
            said, submission_key="same", by=db.session.get(Staff, handler_id), at=NOON
        ).id

    answers = at_once(app, record, record, record)
    assert len(set(answers)) == 1, answers


def test_a_concern_in_an_advice_call_is_a_clinicians_task(handler):
    call = calls.record_advice(
        Advice(Requester.YOUNG_PERSON, "Call 111.", "asked_concern"), submission_key="k", by=handler, at=NOON
    )
    task = db.session.scalar(select(Task))
    assert (task.kind, task.role, task.about) == ("advice_concern", "clinician", f"advice:{call.id}")


@pytest.mark.parametrize("caller", list(Requester))
def test_advice_that_becomes_a_request_asks_nothing_twice(handler, caller):
    call = calls.record_advice(
        Advice(
            caller, "Try school.", "not_asked", age=14, needs=("anxiety",), callback_number="07700 900123"
        ),
        submission_key="k",
        by=handler,
        at=NOON,
    )
    draft = calls.turn_into_request(call, by=handler, at=NOON)
    request = calls.send(draft, postcode_areas=AREAS, by=handler, at=NOON).request
    assert call.request_id == request.id
    assert (request.requester, request.age_years, request.document["answers"]["needs"]) == (
        caller,
        14,
        ["anxiety"],
    )
    assert any(
        "07700 900123".replace(" ", "") in point.value.replace(" ", "")
        for c in request.contacts
        for point in c.points
    )


def test_an_identity_check_is_recorded_without_a_name(handler):
    request = factories.request()
    calls.record_identity_check(request, who="parent_carer", passed=["gave_name"], by=handler, at=NOON)
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "identity.checked"))
    assert (entry.staff_id, entry.subject_id, entry.detail) == (
        handler.id,
        request.id,
        {"who": "parent_carer", "passed": ["gave_name"]},
    )


def test_only_people_of_the_desk_take_calls(db_session):
    analyst = factories.staff("analyst")
    with pytest.raises(Forbidden):
        a_call(analyst)
    with pytest.raises(Forbidden):
        calls.record_advice(
            Advice(Requester.YOUNG_PERSON, "x", "not_asked"), submission_key="k", by=analyst, at=NOON
        )
    assert db.session.scalar(select(func.count()).select_from(SupportRequest)) == 0
