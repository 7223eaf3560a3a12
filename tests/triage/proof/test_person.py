"""A person the proof names is told as a clinician would picture them."""

from __future__ import annotations

import pytest

from triage.case import Case
from triage.proof.person import Someone, example, in_english
from triage.proof.running import treat
from triage.rules.versions import version
from triage.vocabulary import Flag, Need, Priority


@pytest.mark.parametrize(
    ("somebody", "told"),
    [
        (Someone(), "Somebody whose age nobody knows; everything else not known."),
        (
            Someone(15, {"requester": ("parent_carer",), "answers.safety.suicidal_thoughts_now": ("yes",)}),
            "A 15-year-old, asked for by a parent or carer; thoughts of suicide now: yes; everything else not known.",
        ),
        (
            Someone(8, {"answers.needs": (Need.SLEEP, Need.ANXIETY), "answers.place": ("north-norfolk",)}),
            "An 8-year-old, living in North Norfolk; needs named: sleep, anxiety or worries; "
            "everything else not known.",
        ),
        (
            Someone(0, text={Flag.NEGLECT: True}, has_text=True),
            "A baby under 1; their words say: neglect; everything else not known.",
        ),
        (
            Someone(18, {"answers.safety.immediate_danger": ("unsure",)}, unreadable=True, has_text=True),
            "An 18-year-old; immediate danger: unsure; words in a language the screen cannot read; "
            "everything else not known.",
        ),
    ],
)
def test_told_in_english(somebody, told):
    assert in_english(somebody) == told


def test_their_answers_are_a_request_document():
    somebody = Someone(
        17,
        {
            "answers.safety.risk_to_others": ("unsure",),
            "answers.needs": (Need.SLEEP,),
            "answers.known_to_services": ("no",),
            "answers.impact.home": ("a_lot",),
        },
    )
    case = Case.from_document(somebody.document())
    assert (case.age, case.needs, case.known_to_services) == (17, {Need.SLEEP}, "none")


def test_their_facts_are_an_example_a_rule_could_carry():
    somebody = Someone(9, {"answers.needs": (Need.SELF_HARM,)}, text={Flag.PSYCHOSIS: False}, has_text=True)
    treated = treat(somebody, version("2026-11-22"), ())
    assert example(treated.facts) == {
        "needs": ["self_harm"],
        "flags": ["self_harm"],
        "flags.psychosis": "unknown",
        "age": 9,
        "safety_asked": "no",
        "has_text": "yes",
    }


def test_words_of_danger_beside_a_baby_are_perinatal_danger_as_in_the_engine():
    treated = treat(Someone(0, text={Flag.SUICIDAL_THOUGHTS: True}), version("2026-11-22"), ())
    assert Flag.PERINATAL_DANGER in treated.flags
    assert treated.priority is Priority.VERY_URGENT
