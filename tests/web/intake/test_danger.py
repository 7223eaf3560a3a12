"""A danger answer is kept, crisis help comes at once, and a clinician is told though nothing was sent."""

import pytest
from sqlalchemy import select

from ifd.models import Draft, SupportRequest, Task
from tests import factories
from tests.web.intake.walk import begin, check, go_on, name_of, send, token_of


@pytest.fixture(autouse=True)
def area(db_session):
    factories.area()
    db_session.commit()


def kinds(db_session):
    return {task.kind for task in db_session.scalars(select(Task).where(Task.done_at.is_(None)))}


@pytest.mark.parametrize(
    ("requester", "page", "answer"),
    [
        ("young_person", "danger", {"immediate_danger": "yes"}),
        ("parent_carer", "danger", {"immediate_danger": "unsure"}),
        ("young_person", "unsafe", {"feels_unsafe_or_being_hurt": "yes"}),
        ("professional", "child", {"known_risks": ["suicide_plan_or_intent"]}),
        ("young_person", "story", {"story": "I am going to kill myself tonight. I have the tablets here."}),
    ],
)
def test_danger_shows_help_at_once_and_tells_a_clinician(client, db_session, requester, page, answer):
    more = {"profession": "gp"} if requester == "professional" else {}
    token = token_of(begin(client, requester, **more))
    shown = go_on(client, client.get(f"/request/{token}/{page}"), **answer)
    assert name_of(shown) == "help-now"
    for words in ("999", "111", "Ask us to call you", "Carry on with the form"):
        assert words in shown.words
    draft = db_session.scalars(select(Draft)).one()
    assert draft.danger_at is not None
    name, value = next(iter(answer.items()))
    assert draft.answers[name] == value
    task = db_session.scalars(select(Task)).one()
    assert (task.kind, task.role, task.draft_id) == ("danger_draft", "clinician", draft.id)
    assert (task.due_at - task.made_at).total_seconds() <= 3600
    # The address of the page says nothing of what was answered.
    assert "suicid" not in shown.request.url


def test_help_says_when_somebody_reads_it_and_that_there_is_no_number(client):
    token = token_of(begin(client, "parent_carer"))
    shown = go_on(client, client.get(f"/request/{token}/danger"), immediate_danger="yes")
    assert "A clinician will see it, even if you stop here. We " in shown.words
    assert "We cannot call you: you gave no number" in shown.words
    go_on(client, client.get(f"/request/{token}/reach-parent"), parent_phone="07700 900123")
    assert "you gave no number" not in client.get(f"/request/{token}/help-now").words


def test_there_is_no_word_of_a_call_without_a_number(client):
    token = token_of(begin(client, "parent_carer"))
    assert name_of(client.get(f"/request/{token}/we-will-call", follow_redirects=True)) == "call-me"


def test_a_plan_is_asked_only_after_thoughts_and_shows_help(client, db_session):
    token = token_of(begin(client, "young_person"))
    plan = go_on(client, client.get(f"/request/{token}/thoughts"), suicidal_thoughts_now="unsure")
    assert name_of(plan) == "plan"
    assert name_of(go_on(client, plan, suicide_plan_or_intent="yes")) == "help-now"
    after_no = go_on(client, client.get(f"/request/{token}/thoughts"), suicidal_thoughts_now="no")
    assert name_of(after_no) == "self-harm"
    # What was said of a plan stays said.
    assert db_session.scalars(select(Draft)).one().answers["suicide_plan_or_intent"] == "yes"


def test_asking_to_be_called_is_kept_and_given_to_a_clinician(client, db_session):
    token = token_of(begin(client, "young_person"))
    shown = go_on(client, client.get(f"/request/{token}/danger"), immediate_danger="yes")
    call = client.get(shown.page.xpath("//a[contains(., 'Ask us to call')]/@href")[0])
    wrong = go_on(client, call, call_phone="not a number", call_safety="neutral_only")
    assert wrong.errors == {"call_phone": "Enter a phone number, like 07700 900 123, or leave this empty"}
    kept = go_on(client, wrong, call_phone="07700 900777", call_when="after 4")
    assert name_of(kept) == "we-will-call"
    assert "We will call 07700 900777" in kept.words
    assert "We call Monday to Friday" in kept.words
    assert "If it cannot wait, call 111" in kept.words
    assert kinds(db_session) == {"danger_draft", "call_back"}
    assert name_of(send(client, check(client, token))) == "sent"
    request = db_session.scalars(select(SupportRequest)).one()
    ways = {point.channel: point for contact in request.contacts for point in contact.points}
    assert (ways["phone"].value, ways["phone"].safety) == ("07700 900777", "neutral_only")
    still_open = db_session.scalars(
        select(Task).where(Task.done_at.is_(None), Task.draft_id.is_not(None))
    ).all()
    assert not still_open
    assert "call_back" in kinds(db_session)


def test_a_worrying_answer_shows_where_to_talk_once_and_opens_no_task(client, db_session):
    token = token_of(begin(client, "young_person"))
    go_on(client, client.get(f"/request/{token}/self-harm"), self_harm_last_month="yes")
    shown = go_on(client, client.get(f"/request/{token}/more-safety"))
    assert name_of(shown) == "someone-to-talk-to"
    assert "Childline" in shown.words
    assert db_session.scalars(select(Task)).all() == []


@pytest.mark.parametrize(
    ("page", "answer"),
    [
        ("thoughts", {"suicidal_thoughts_now": "yes"}),
        ("more-safety", {"risk_to_others": "yes"}),
        ("more-safety", {"unusual_experiences": "yes"}),
        ("more-safety", {"rapid_weight_loss_or_fainting": "yes"}),
    ],
)
def test_any_yes_about_a_baby_shows_help_at_once_and_tells_a_clinician(client, db_session, page, answer):
    token = token_of(begin(client, "parent_carer"))
    go_on(client, client.get(f"/request/{token}/age"), age="0")
    assert name_of(go_on(client, client.get(f"/request/{token}/{page}"), **answer)) == "help-now"
    assert kinds(db_session) == {"danger_draft"}


def test_a_baby_that_a_professional_worries_about_is_danger_as_well(client, db_session):
    token = token_of(begin(client, "professional", profession="health_visitor_midwife"))
    child = client.get(f"/request/{token}/child")
    answers = {"birth_date": "3 weeks", "known_risks": ["feels_unsafe_or_being_hurt"]}
    assert name_of(go_on(client, child, **answers)) == "help-now"
    assert kinds(db_session) == {"danger_draft"}


def test_a_story_that_is_too_long_is_not_lost_to_the_help_that_comes_first(client, db_session):
    token = token_of(begin(client, "professional", profession="gp"))
    letter = "I think he has a plan. " * 1_000
    shown = go_on(
        client,
        client.get(f"/request/{token}/child"),
        story=letter,
        known_risks=["suicide_plan_or_intent"],
    )
    assert name_of(shown) == "help-now"
    assert db_session.scalars(select(Draft)).one().answers["story"] == letter[:20_000]


@pytest.mark.parametrize("answer", ["no", "declined", ""])
def test_other_answers_go_on(client, db_session, answer):
    token = token_of(begin(client, "young_person"))
    page = client.get(f"/request/{token}/danger")
    assert name_of(go_on(client, page, immediate_danger=answer or None)) == "thoughts"
    assert db_session.scalars(select(Task)).all() == []
