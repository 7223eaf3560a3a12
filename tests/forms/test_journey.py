"""From any answers the way through the form ends, and the list to check leaves nothing out."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import journey
from forms.journey import CHECK, TASKS
from forms.questions import ALL_PAGES
from forms.questions.kinds import Born, Day, PickAny, _WithOptions
from forms.situation import Situation
from forms.voices import Voice
from triage.vocabulary import Requester

TODAY = date(2026, 11, 2)
QUESTIONS = {question.name: question for page in ALL_PAGES for question in page.questions}


def answer_to(question):
    """An answer the form itself could have kept."""
    if isinstance(question, PickAny):
        return st.lists(st.sampled_from([option.value for option in question.options]), unique=True)
    if isinstance(question, _WithOptions):
        return st.sampled_from(["", *(option.value for option in question.options)])
    if isinstance(question, Day):
        return st.sampled_from(["", "2026-10-30", "2025-01-01", "2014-02-28", "2008-12-31", "1990-01-01"])
    if isinstance(question, Born):
        return st.sampled_from(["", "2014-02-28", "2026-01-01", "0", "7 months", "13", "30"])
    if question.name in ("age", "age_months"):
        return st.sampled_from(["", "0", "1", "7", "14", "15", "16", "26", "80"])
    return st.text(max_size=30)


ANSWERS = st.fixed_dictionaries(
    {}, optional={name: answer_to(question) for name, question in QUESTIONS.items()}
)
JUNK = st.dictionaries(
    st.one_of(st.sampled_from(sorted(QUESTIONS)), st.text(max_size=8)),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    ),
    max_size=12,
)


@settings(max_examples=80, deadline=None)
@given(answers=ANSWERS, back_to=st.sampled_from(["", CHECK, TASKS, "elsewhere"]))
def test_the_way_ends_from_any_answers(answers, back_to):
    answers = dict(answers)
    situation = Situation(answers, TODAY)
    name, steps = journey.first_page(situation), 0
    while name not in (TASKS, CHECK):
        page = journey.find_page(name, situation)
        assert page is not None, name
        for question in page.asked(situation):
            answers.setdefault(question.name, "")
        if page.name == "who":
            answers["requester"] = "young_person"
        situation = Situation(answers, TODAY)
        name = journey.after(page, situation, back_to=back_to)
        steps += 1
        assert steps <= len(ALL_PAGES)
    assert situation.requester is not None


@settings(max_examples=80, deadline=None)
@given(answers=ANSWERS)
def test_the_list_to_check_shows_every_answer_that_was_given(answers):
    situation = Situation(answers, TODAY)
    given = [answer for _, lines in journey.answers_given(situation) for answer in lines]
    empty = journey.left_empty(situation)
    assert all(answer.words for answer in given)
    shown = {answer.question.name for answer in (*given, *empty)}
    for page in journey.asked_pages(situation):
        for question in page.asked(situation):
            words = question.shown(answers.get(question.name), situation)
            if words or not page.is_extra:
                assert question.name in shown


@settings(max_examples=60, deadline=None)
@given(answers=ANSWERS)
def test_every_page_can_be_drawn_and_gone_back_from(answers):
    situation = Situation(answers, TODAY)
    for page in journey.asked_pages(situation):
        page.form(situation)
        before = journey.before(page, situation)
        assert before in ("", TASKS) or journey.find_page(before, situation)


@settings(max_examples=80, deadline=None)
@given(answers=JUNK)
def test_answers_from_elsewhere_break_nothing(answers):
    situation = Situation(answers, TODAY)
    journey.first_page(situation)
    journey.sections(situation)
    journey.answers_to_check(situation)
    journey.dangers(situation)
    journey.is_worrying(situation)


@pytest.mark.parametrize(
    ("age", "voice"),
    [
        ("5", Voice.CHILD),
        ("12", Voice.CHILD),
        ("13", Voice.TEEN),
        ("15", Voice.TEEN),
        ("16", Voice.ADULT),
        ("25", Voice.ADULT),
        ("", Voice.TEEN),
    ],
)
def test_words_follow_the_age_of_a_young_person(age, voice):
    assert Situation({"requester": "young_person", "age": age}, TODAY).voice is voice


@pytest.mark.parametrize(
    ("born", "age", "months"),
    [
        (TODAY, 0, 0),
        (date(2026, 10, 3), 0, 0),
        (date(2026, 10, 2), 0, 1),
        (date(2024, 11, 3), 1, 23),
        (date(2024, 11, 2), 2, None),
        (date(2008, 11, 3), 17, None),
        (date(2008, 11, 2), 18, None),
    ],
)
def test_age_is_counted_to_the_day(born, age, months):
    situation = Situation({"birth_date": born.isoformat(), "age": "99"}, TODAY)
    assert (situation.age, situation.age_months) == (age, months)


def test_somebody_born_on_29_february_has_a_birthday_every_year():
    born = {"birth_date": "2012-02-29"}
    assert Situation(born, date(2026, 2, 28)).age == 13
    assert Situation(born, date(2026, 3, 1)).age == 14


@pytest.mark.parametrize("requester", list(Requester))
def test_one_day_later_is_the_same_way(requester):
    answers = {"requester": requester.value, "age": "14"}
    names = [
        [page.name for page in journey.asked_pages(Situation(answers, day))]
        for day in (TODAY, TODAY + timedelta(1))
    ]
    assert names[0] == names[1]


def test_progress_is_told_section_by_section():
    situation = Situation({"requester": "young_person", "age": "14", "immediate_danger": ""}, TODAY)
    progress = {section.name: section.progress for section in journey.sections(situation)}
    assert progress["safety"] is journey.Progress.STARTED
    assert progress["happening"] is journey.Progress.TO_DO
    assert progress["more"] is journey.Progress.OPTIONAL
