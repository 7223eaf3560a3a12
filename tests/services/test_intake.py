"""What people are asked to do the moment a request arrives, besides deciding on it."""

import pytest
from sqlalchemy import select

from forms.record import read_submission
from ifd.database import db
from ifd.models import RedFlag, Task
from ifd.services import intake
from tests import factories
from tests.factories import NOON
from triage.vocabulary import Channel, Flag, FlagSource, Priority

pytestmark = pytest.mark.usefixtures("db_session")


def jobs(request) -> list[tuple[str, int]]:
    """Kind and urgency of each task of the request."""
    found = db.session.scalars(select(Task).filter_by(request_id=request.id).order_by(Task.kind))
    return [(task.kind, task.priority_rank) for task in found]


@pytest.mark.parametrize(
    ("facts", "flag", "kinds"),
    [
        ({}, None, []),
        ({"safety": {"suicidal_thoughts_now": "yes"}}, Flag.SUICIDAL_THOUGHTS, []),
        ({"safety": {"suicide_plan_or_intent": "yes"}}, Flag.SUICIDE_INTENT, ["red_flag_call"]),
        ({"safety": {"immediate_danger": "yes"}}, None, ["red_flag_call"]),
        ({"text": "His uncle hits him."}, Flag.ABUSE_OR_EXPLOITATION, ["safeguarding"]),
        ({"text": "He comes to school hungry. I see signs of neglect."}, Flag.NEGLECT, ["safeguarding"]),
        (
            {"age": 0, "text": "I am scared I will hurt the baby."},
            Flag.INFANT_SAFETY,
            ["red_flag_call", "safeguarding"],
        ),
    ],
)
def test_danger_and_harm_become_tasks_as_urgent_as_the_request(facts, flag, kinds):
    request = factories.request(**facts)
    flags = set(db.session.scalars(select(RedFlag.flag).filter_by(request_id=request.id)))

    assert flag is None or flag in flags
    assert [kind for kind, _rank in jobs(request) if kind != "missing_information"] == kinds
    assert {rank for _kind, rank in jobs(request)} <= {request.priority_rank}


def test_danger_beyond_what_a_document_holds_is_read_and_placed():
    danger = "I am going to kill myself tonight"
    said = {"requester": "young_person", "story": ("It is hard. " * 1_700)[:20_000], "what_helps": danger}
    submission = read_submission(said, channel=Channel.WEB, today=NOON.date(), postcode_areas=("NR",))
    factories.area()
    received = intake.receive(submission, submission_key="long", by="family", at=NOON).request
    flags = db.session.scalars(select(RedFlag).filter_by(request_id=received.id, source=FlagSource.TEXT)).all()
    assert received.priority is Priority.VERY_URGENT
    assert flags
    assert all(received.text[flag.start : flag.end] in danger for flag in flags)


def test_flags_of_answers_and_of_words_are_both_kept():
    request = factories.request(safety={"self_harm_last_month": "yes"}, text="I want to die.")
    kept = db.session.execute(select(RedFlag.source, RedFlag.field, RedFlag.start).filter_by(request_id=request.id))

    found = {source: (field, start) for source, field, start in kept}
    assert found[FlagSource.ANSWER] == ("answers.safety.self_harm_last_month", None)
    assert found[FlagSource.TEXT][1] == 2
