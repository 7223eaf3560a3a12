"""What a family says after sending reaches whoever can act: flags, a suggestion, tasks, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forms.submission import PersonToContact, ReachBy
from ifd.database import db
from ifd.models import RedFlag, RequestEvent, Suggestion, Task
from ifd.queries import worklist
from ifd.queries.said_later import ADDED_LATER, GOT_WORSE
from ifd.safe_contact import FAMILY, ways_to_call
from ifd.services import review, said_later, tasks
from ifd.services.said_later import Said
from tests import factories, with_partner
from tests.factories import NOON
from triage.lifecycle import Event, Status
from triage.vocabulary import Flag, Priority, Requester, Thrive

pytestmark = pytest.mark.usefixtures("db_session")
LATER = NOON + timedelta(days=3)
TABLETS = "I have taken tablets, I want it to end"
HURT = "mum hit me and i cut deep. i want to die tonight"


def tell(request, words="It is worse", what=GOT_WORSE, at=LATER, **more):
    told = said_later.tell(request, Said(what, words, **more), at=at)
    db.session.commit()
    return told


def kinds(request) -> set[str]:
    open_ones = select(Task.kind).where(Task.request_id == request.id, Task.done_at.is_(None))
    return set(db.session.scalars(open_ones))


def suggestions(request) -> list[Suggestion]:
    return list(db.session.scalars(select(Suggestion).filter_by(request_id=request.id).order_by(Suggestion.id)))


def told_times(request) -> int:
    return db.session.scalar(
        select(func.count(RequestEvent.id)).filter_by(request_id=request.id, event=Event.ADDED_TO)
    )


def test_flags_are_kept_with_the_words_they_rest_on_and_the_worklist_shows_them():
    request = factories.request()
    told = tell(request, TABLETS)
    flags = db.session.scalars(select(RedFlag).filter_by(request_id=request.id)).all()
    assert flags
    assert {flag.request_event_id for flag in flags} == {told.event.id}
    intent = next(flag for flag in flags if flag.flag is Flag.SUICIDE_INTENT)
    assert "taken tablets" in told.event.note[intent.start : intent.end]
    page = worklist.read_page(
        factories.clinician(), worklist.VIEWS["to-decide"], worklist.Filters(), now=LATER
    )
    assert Flag.SUICIDE_INTENT in page.rows[0].flags
    assert told.is_danger


def test_a_suggestion_is_made_beside_the_last_and_is_what_decisions_are_held_against():
    request = factories.request()
    (first,) = suggestions(request)
    before = (first.priority, first.document)
    tell(request, TABLETS)
    old, new = suggestions(request)
    assert (old.priority, old.document) == before
    assert new.priority is Priority.VERY_URGENT
    assert tuple(Thrive).index(new.thrive) > tuple(Thrive).index(old.thrive)
    assert any(flag["flag"] == Flag.SUICIDE_INTENT and flag["event"] for flag in new.document["red_flags"])
    assert review.suggested_for(request).priority is Priority.VERY_URGENT
    tell(request, "A bit better today", at=LATER + timedelta(days=1))
    assert suggestions(request)[-1].priority is Priority.VERY_URGENT
    assert len(suggestions(request)[-1].document["red_flags"]) == len(new.document["red_flags"])


@pytest.mark.parametrize("what", [GOT_WORSE, ADDED_LATER])
def test_danger_brings_the_tasks_that_it_brings_at_the_first_sending(what):
    request = factories.request()
    tell(request, HURT, what)
    assert {what, "red_flag_call", "safeguarding"} <= kinds(request)
    assert request.priority.rank <= Priority.VERY_URGENT.rank


def test_danger_said_again_is_not_hidden_behind_what_was_done_before():
    request = factories.request(text=HURT)
    for task in db.session.scalars(select(Task).filter_by(request_id=request.id)):
        tasks.finish(task, by="system", at=NOON, outcome="Rang")
    tell(request, HURT)
    assert {"got_worse", "red_flag_call", "safeguarding"} <= kinds(request)


def test_plain_news_opens_no_task_of_danger():
    request = factories.request()
    before = request.priority
    told = tell(request, "She goes to Hill Road school now", ADDED_LATER)
    assert kinds(request) == {"added_later"}
    assert request.priority is before
    assert not told.is_danger


def test_the_same_words_within_minutes_are_one_piece_of_news():
    request = factories.request()
    first = tell(request, TABLETS)
    again = tell(request, TABLETS, at=LATER + timedelta(minutes=5))
    assert again.event.id == first.event.id
    assert again.is_danger
    assert told_times(request) == 1
    assert len(suggestions(request)) == 2
    tell(request, TABLETS, wants_call=True, at=LATER + timedelta(minutes=6))
    tell(request, TABLETS, at=LATER + timedelta(hours=2))
    assert told_times(request) == 3


def test_it_reaches_a_clinician_whoever_holds_the_request():
    request = with_partner.being_helped()
    held_by = request.holder_id
    tell(request, TABLETS, at=LATER + timedelta(days=30))
    assert {"got_worse", "red_flag_call"} <= kinds(request)
    assert (request.status, request.holder_id) == (Status.BEING_HELPED, held_by)


def test_an_answer_told_later_raises_its_flag_once():
    request = factories.request()
    answers = {**request.document["answers"], "safety": {"suicide_plan_or_intent": "yes"}}
    said = {"answers": answers, "answers_in_words": "A plan to end their life: Yes"}
    told = tell(request, "", ADDED_LATER, **said)
    tell(request, "Are you there?", ADDED_LATER, answers=answers)
    flags = db.session.scalars(select(RedFlag).filter_by(request_id=request.id, flag=Flag.SUICIDE_INTENT)).all()
    assert [(flag.field, flag.request_event_id) for flag in flags] == [
        ("answers.safety.suicide_plan_or_intent", told.event.id)
    ]
    assert told.event.note == "A plan to end their life: Yes"
    assert told.is_danger
    assert "red_flag_call" in kinds(request)


def test_words_as_long_as_a_story_are_kept_whole():
    request = factories.request(text="It began long ago. " * 1_000)
    words = "It goes on. " * 1_600 + "I want to die tonight."
    told = tell(request, words, ADDED_LATER)
    db.session.expire_all()
    assert told.event.note == words
    assert told.is_danger


NEVER = PersonToContact(
    "young_person",
    knows="yes",
    may_be_told="yes",
    reach=(ReachBy("sms", "07700 900123", "never"), ReachBy("phone", "07700 900123", "never")),
)
NO_NUMBER = (
    "Things have got worse: look today. They ask for a call. "
    "No number is safe: do not call or text. Decide with a lead"
)


def title(request, kind="got_worse") -> str:
    return db.session.scalar(select(Task.title).where(Task.request_id == request.id, Task.kind == kind))


@pytest.mark.parametrize("people", [(NEVER,), ()])
def test_nobody_is_asked_to_call_where_no_number_is_safe(people):
    request = factories.request(people=people, requester=Requester.YOUNG_PERSON)
    tell(request, TABLETS, wants_call=True)

    assert title(request) == NO_NUMBER
    assert "speak to them now" not in title(request, "red_flag_call")


@pytest.mark.parametrize("people", [(NEVER,), ()])
@pytest.mark.parametrize(
    ("number", "kept"), [("01632 960 001", ["01632 960001"]), ("07700900123", ["07700 900123"]), ("mum's", [])]
)
def test_a_number_said_to_be_safe_now_is_kept_and_may_be_rung(people, number, kept):
    request = factories.request(people=people, requester=Requester.YOUNG_PERSON)
    told = tell(request, "It is worse", wants_call=True, safe_number=number)
    db.session.refresh(request)

    assert [point.value for point in ways_to_call(request, FAMILY)] == kept
    assert number in told.event.note
    assert (title(request) == "Things have got worse: call them today") is bool(kept)


def test_a_referrer_who_asked_to_be_called_is_called_though_the_family_must_not_be():
    referrer = PersonToContact("referrer", knows="yes", may_be_told="yes",
                               reach=(ReachBy("phone", "01632 960002", "safe"),))
    request = factories.request(people=(NEVER, referrer), requester=Requester.PROFESSIONAL)
    tell(request, what=ADDED_LATER, wants_call=True)

    assert title(request, "added_later") == "They wrote more after sending: call them"
