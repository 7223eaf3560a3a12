"""Forms being written: kept, opened again, and forgotten when their time is over."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ifd.models import Draft, OutboxMessage, ResumeLink, Task
from ifd.queries import drafts as found
from ifd.services import drafts, intake, sweep, tasks
from tests import factories
from tests.factories import NOON

ANSWERS = {"requester": "young_person", "birth_date": "2012-03-03"}


@pytest.fixture
def draft(db_session):
    made, token = drafts.start(ANSWERS, by="family", at=NOON)
    made.raw_token = token
    return made


def link(draft, at=NOON, address="zoe@example.org"):
    """The token of a link sent to `address`."""
    tokens = []

    def url(token):
        tokens.append(token)
        return f"https://example.org/{token}"

    drafts.send_link(draft, "email", address, url=url, by="family", at=at)
    return tokens[0] if tokens else None


def code(db_session):
    newest = (
        select(OutboxMessage)
        .where(OutboxMessage.template == "come_back_code")
        .order_by(OutboxMessage.id.desc())
    )
    return db_session.scalars(newest).first().facts["code"]


def test_only_a_hash_of_the_token_is_stored(draft, db_session):
    assert draft.raw_token not in str(
        {column.name: getattr(draft, column.name) for column in Draft.__table__.columns}
    )
    assert found.draft_of(draft.raw_token, at=NOON) is draft
    assert found.draft_of("another", at=NOON) is None


def test_a_form_is_kept_for_at_least_14_days_from_the_last_answer(draft):
    later = NOON + timedelta(days=13)
    assert found.draft_of(draft.raw_token, at=later) is draft
    drafts.save_answers(draft, {"story": "more"}, by="family", at=later)
    assert found.draft_of(draft.raw_token, at=later + timedelta(days=13)) is draft
    assert draft.answers == {**ANSWERS, "story": "more"}


def test_a_danger_answer_opens_one_task_once(draft, db_session):
    assert drafts.save_answers(draft, {"immediate_danger": "yes"}, by="family", at=NOON)
    assert not drafts.save_answers(draft, {"immediate_danger": "yes"}, by="family", at=NOON)
    drafts.save_answers(draft, {"suicide_plan_or_intent": "yes"}, by="family", at=NOON)
    task = db_session.scalars(select(Task)).one()
    assert task.due_at - NOON <= timedelta(hours=1)


@pytest.mark.parametrize(
    "name", ["story", "what_helps", "known_to_services", "sen_or_disability", "substance_use", "given_name"]
)
def test_danger_in_anything_they_write_is_a_task_though_it_is_not_sent(draft, db_session, name):
    words = {name: "I have taken an overdose of pills tonight"}
    assert drafts.save_answers(draft, words, by="family", at=NOON)
    assert not drafts.save_answers(draft, words, by="family", at=NOON)
    assert db_session.scalars(select(Task)).one().kind == "danger_draft"


def test_danger_stays_said_whatever_is_answered_next(draft):
    drafts.save_answers(draft, {"immediate_danger": "yes"}, by="family", at=NOON)
    drafts.save_answers(draft, {"immediate_danger": "no"}, by="family", at=NOON + timedelta(minutes=1))

    assert draft.danger_at == NOON


def test_danger_answered_after_somebody_acted_is_a_new_task(draft, db_session):
    drafts.save_answers(
        draft, {"immediate_danger": "yes", "call_phone": "07700 900123"}, by="family", at=NOON
    )
    for task in db_session.scalars(select(Task)):
        tasks.finish(task, by="system", at=NOON, outcome="Spoke to them")
    later = NOON + timedelta(hours=2)
    drafts.save_answers(
        draft, {"suicide_plan_or_intent": "yes", "call_phone": "07700 900124"}, by="family", at=later
    )
    asked = db_session.scalars(select(Task).where(Task.done_at.is_(None))).all()
    assert {task.kind for task in asked} == {"danger_draft", "call_back"}
    assert {task.made_at for task in asked} == {later}


def test_danger_taken_back_before_sending_stays_a_task(db_session):
    factories.area()
    kept, _token = drafts.start(ANSWERS, by="family", at=NOON)
    drafts.save_answers(kept, {"immediate_danger": "yes"}, by="family", at=NOON)
    drafts.save_answers(kept, {"immediate_danger": "no"}, by="family", at=NOON)
    received = intake.receive(
        factories.submission(), submission_key=kept.submission_key, by="family", at=NOON, draft=kept
    )
    task = db_session.scalars(select(Task).where(Task.kind == "danger_draft")).one()
    assert (task.done_at, task.request_id, task.title) == (None, received.request.id, tasks.TAKEN_BACK)


def test_danger_that_is_in_what_was_sent_is_the_requests_task(db_session):
    factories.area()
    kept, _token = drafts.start(ANSWERS, by="family", at=NOON)
    drafts.save_answers(kept, {"immediate_danger": "yes"}, by="family", at=NOON)
    said = factories.submission(safety={"immediate_danger": "yes"})
    intake.receive(said, submission_key=kept.submission_key, by="family", at=NOON, draft=kept)
    asked = db_session.scalars(select(Task.kind).where(Task.done_at.is_(None))).all()
    assert asked == ["red_flag_call"]


def test_a_link_opens_with_its_code_in_time_and_once(draft, db_session):
    token = link(draft)
    drafts.send_code(token, at=NOON)
    given = code(db_session)
    assert not drafts.is_opened(token, code=given, at=NOON + timedelta(minutes=31))
    assert drafts.is_opened(token, code=given, at=NOON + timedelta(minutes=29))
    assert not drafts.is_opened(token, code=given, at=NOON + timedelta(minutes=29))
    assert found.draft_of(token, at=NOON) is draft


def test_five_tries_then_the_right_birthday_is_too_late(draft):
    token = link(draft)
    for _ in range(drafts.TRIES):
        assert not drafts.is_opened(token, birth_date=date(2000, 1, 1), at=NOON)
    assert not drafts.is_opened(token, birth_date=date(2012, 3, 3), at=NOON)


def test_a_new_code_gives_no_new_tries(draft, db_session):
    token = link(draft)
    for _ in range(drafts.TRIES):
        drafts.is_opened(token, code="999999", at=NOON)
    drafts.send_code(token, at=NOON)
    assert (
        db_session.scalars(select(OutboxMessage).where(OutboxMessage.template == "come_back_code")).all()
        == []
    )


@pytest.mark.parametrize("birth_date", [None, date(1, 1, 1)])
def test_a_form_without_a_birthday_is_not_opened_by_none(db_session, birth_date):
    made, _ = drafts.start({"requester": "young_person"}, by="family", at=NOON)
    assert not drafts.is_opened(link(made), birth_date=birth_date, at=NOON)


def test_three_links_an_hour_for_one_address(draft, db_session):
    assert [bool(link(draft, address=typed)) for typed in ("a@x.org", "A@X.org", " a@x.org ", "a@x.org")] == [
        True,
        True,
        True,
        False,
    ]
    assert link(draft, address="other@x.org")
    assert link(draft, at=NOON + timedelta(minutes=61), address="a@x.org")


def test_a_form_found_in_a_history_can_be_guessed_at_only_a_few_times(draft):
    at, opened = NOON, 0
    for _ in range(40):
        opened += drafts.unlock_here(draft, at=at) is not None
        at += timedelta(minutes=30)
    assert opened == drafts.OPENINGS_IN_ALL


def test_a_code_goes_where_its_own_link_went(draft, db_session):
    first = link(draft, address="zoe@example.org")
    link(draft, address="someone-else@example.org")
    drafts.send_code(first, at=NOON)
    codes = db_session.scalars(select(OutboxMessage).where(OutboxMessage.template == "come_back_code")).all()
    assert [message.to_address for message in codes] == ["zoe@example.org"]


def test_no_code_is_sent_for_a_form_found_in_a_history(draft, db_session):
    link(draft)
    drafts.send_code(drafts.unlock_here(draft, at=NOON), at=NOON)
    codes = select(OutboxMessage).where(OutboxMessage.template == "come_back_code")
    assert db_session.scalars(codes).all() == []


def test_links_and_codes_are_stored_as_hashes(draft, db_session):
    token = link(draft)
    drafts.send_code(token, at=NOON)
    stored = db_session.scalars(select(ResumeLink)).one()
    kept = str({column.name: getattr(stored, column.name) for column in ResumeLink.__table__.columns})
    assert token not in kept
    assert code(db_session) not in kept
    assert "zoe" not in kept


def test_what_is_over_is_forgotten_but_danger_waits_for_a_person(draft, db_session):
    other, other_token = drafts.start({"requester": "young_person", "story": "private"}, by="family", at=NOON)
    drafts.save_answers(draft, {"immediate_danger": "yes"}, by="family", at=NOON)
    over = NOON + timedelta(days=100)
    assert drafts.forget_what_is_over(over) == 1
    assert other.answers == {}
    assert found.draft_of(other_token, at=NOON) is None
    assert draft.answers["immediate_danger"] == "yes"
    asked = tasks.open_task("danger_draft_expiring", about=f"expiring:{draft.id}", draft=draft, at=over)
    assert drafts.forget_what_is_over(over) == 0
    tasks.finish(asked, by="system", at=over, outcome="Spoke to them")
    db_session.flush()
    assert drafts.forget_what_is_over(over) == 1
    assert draft.answers == {}


def test_a_word_given_before_they_wrote_more_does_not_count(draft, db_session):
    drafts.save_answers(draft, {"immediate_danger": "yes"}, by="family", at=NOON)
    sweep.look_after_danger_drafts(draft.expires_at)
    (asked,) = db_session.scalars(select(Task).where(Task.kind == "danger_draft_expiring"))
    tasks.finish(asked, by="system", at=draft.expires_at, outcome="Spoke to them")
    drafts.save_answers(draft, {"story": "more"}, by="family", at=draft.expires_at + timedelta(hours=1))
    over = draft.expires_at + timedelta(days=1)
    assert drafts.forget_what_is_over(over) == 0
    sweep.look_after_danger_drafts(over)
    assert sweep.look_after_danger_drafts(over) == 0
    again = select(Task).where(Task.kind == "danger_draft_expiring", Task.done_at.is_(None))
    assert len(db_session.scalars(again).all()) == 1


def test_where_its_links_went_is_forgotten_with_a_form(draft, db_session):
    link(draft)
    drafts.forget_what_is_over(NOON + timedelta(days=100))
    assert [row.to_address for row in db_session.scalars(select(OutboxMessage))] == [""]


def test_a_clinician_can_read_what_was_said(draft):
    drafts.save_answers(
        draft, {"immediate_danger": "yes", "call_phone": "07700 900123"}, by="family", at=NOON
    )
    said = {
        answer.title: answer.words
        for _, answers in found.what_it_says(draft.id, today=NOON.date())
        for answer in answers
    }
    assert said["Hurt or in danger right now"] == "Yes"
    assert said["Call me on"] == "07700 900123"
