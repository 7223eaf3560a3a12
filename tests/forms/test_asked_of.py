"""Who is asked what goes by the questionnaire alone, and what is not known rules nothing out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.asked_of import fits
from triage.vocabulary import Need, Requester, SafetyAnswer, SafetyQuestion, Want

WHO = st.sampled_from([None, *Requester])
AGES = st.none() | st.integers(0, 30)
PREGNANT = [("pregnant", "yes"), ("parent_of_under_2", "yes"), ("needs", "pregnancy_or_new_baby")]


@pytest.mark.parametrize("requester", [None, *Requester])
@pytest.mark.parametrize(("field", "answer"), PREGNANT)
@pytest.mark.parametrize(("age", "expected"), [(7, False), (11, False), (12, True), (17, True), (None, True)])
def test_nobody_is_asked_of_a_little_child_whether_they_are_having_a_baby(
    requester, field, answer, age, expected
):
    assert fits(requester, age)(field, answer) is expected


@pytest.mark.parametrize("requester", [None, *Requester])
def test_of_a_baby_it_is_asked_as_of_the_parent(requester):
    can_be = fits(requester, 0)
    assert can_be("pregnant", "yes")
    assert can_be("needs", "pregnancy_or_new_baby")
    assert can_be("substance_use", "yes")
    assert not can_be("impact.friends", "a_lot")


@pytest.mark.parametrize(
    ("field", "answer", "age", "expected"),
    [
        ("substance_use", "yes", 7, False),
        ("substance_use", "yes", 10, True),
        ("impact.school_or_work", "a_lot", 1, False),
        ("impact.sleep", "a_lot", 1, True),
        ("needs", "substance_use", 12, True),
        ("needs", "self_harm", 4, False),
        ("wants", "help_at_school", 2, False),
        ("postcode_area", "in_area", 2, True),
        ("age", "7", None, True),
    ],
)
def test_by_the_age_that_the_questionnaire_asks_from(field, answer, age, expected):
    assert fits(Requester.YOUNG_PERSON, age)(field, answer) is expected


@given(WHO, AGES, st.sampled_from(SafetyQuestion), st.sampled_from(SafetyAnswer))
def test_danger_is_asked_of_everybody(requester, age, question, answer):
    assert fits(requester, age)(f"safety.{question}", answer)


@given(st.sampled_from([*(("needs", need) for need in Need), *(("wants", want) for want in Want), *PREGNANT]))
def test_of_whom_nothing_is_known_nothing_is_ruled_out(asked):
    assert fits(None, None)(*asked)
