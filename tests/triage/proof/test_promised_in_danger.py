"""What the proof promises to somebody in danger: the people of the decision on rules, each with their least."""

from __future__ import annotations

import pytest

from tests.triage.proof.broken import failures, text_with
from triage.proof.danger import DANGERS, DangerIsAnswered
from triage.rules.examples import facts_from_example
from triage.rules.language import evaluate, parse
from triage.rules.loader import load_ruleset
from triage.vocabulary import Flag, Priority, SafetyQuestion

NOW, FOUR_HOURS, TODAY, SOON = Priority.EMERGENCY, Priority.VERY_URGENT, Priority.URGENT, Priority.SOON


def promised(**said):
    """The dangers that somebody is in who says this."""
    facts = facts_from_example({name.replace("__", "."): value for name, value in said.items()})
    return [danger for danger in DANGERS if evaluate(parse(danger.when), facts) is True]


def harmed(**said):
    """Somebody of 15 who harmed themselves lately and does not think of suicide."""
    asked = {"safety_asked": "yes", "safety__suicidal_thoughts_now": "no"}
    return {"age": 15, "safety__self_harm_last_month": "yes", **asked, **said}


@pytest.mark.parametrize(
    ("least", "said"),
    [
        (NOW, {"safety__immediate_danger": "yes"}),
        (FOUR_HOURS, {"safety__suicide_plan_or_intent": "yes"}),
        (TODAY, {"safety__suicidal_thoughts_now": "yes"}),
        (TODAY, {"needs": ["suicidal_thoughts"]}),
        (TODAY, {"safety__feels_unsafe_or_being_hurt": "yes"}),
        (TODAY, {"safety__risk_to_others": "yes"}),
        (TODAY, {"safety__unusual_experiences": "yes"}),
        (TODAY, {"safety__rapid_weight_loss_or_fainting": "yes"}),
        (SOON, harmed()),
        (TODAY, harmed(age=12)),
        (TODAY, harmed(age="unknown")),
        (TODAY, harmed(safety__suicidal_thoughts_now="unknown")),
        (TODAY, harmed(impact__a_lot_anywhere="yes")),
        (TODAY, harmed(looked_after="yes")),
        (TODAY, harmed(care_leaver="yes")),
        (TODAY, harmed(substance_use="yes")),
        (TODAY, harmed(needs=["substance_use"])),
        (TODAY, harmed(flags=["abuse_or_exploitation"])),
        (TODAY, harmed(flags=["eating_disorder"])),
        (TODAY, harmed(pregnant="yes", age=19)),
        (FOUR_HOURS, {"age": 1, "safety__feels_unsafe_or_being_hurt": "yes"}),
        (FOUR_HOURS, {"age": 0, "safety__risk_to_others": "yes"}),
        (FOUR_HOURS, {"age": 1, "safety__rapid_weight_loss_or_fainting": "yes"}),
        (FOUR_HOURS, {"age": 24, "parent_of_under_2": "yes", "safety__risk_to_others": "yes"}),
        (FOUR_HOURS, {"pregnant": "yes", "safety__suicidal_thoughts_now": "yes"}),
        (FOUR_HOURS, {"age": 22, "parent_of_under_2": "yes", "safety__unusual_experiences": "yes"}),
        (FOUR_HOURS, {"needs": ["pregnancy_or_new_baby"], "safety__suicidal_thoughts_now": "yes"}),
        (FOUR_HOURS, {"safety__unusual_experiences": "yes", "safety__suicidal_thoughts_now": "yes"}),
        (FOUR_HOURS, {"safety__unusual_experiences": "yes", "safety__risk_to_others": "yes"}),
        (FOUR_HOURS, {"flags": ["psychosis", "suicidal_thoughts"]}),
        (FOUR_HOURS, {"flags": ["psychosis", "harm_to_others"]}),
        (FOUR_HOURS, {"needs": ["eating"], "safety__rapid_weight_loss_or_fainting": "yes"}),
        (TODAY, {"age": 15, "pregnant": "yes"}),
        (TODAY, {"needs": ["abuse_safety"]}),
        (TODAY, {"needs": ["unusual_experiences"]}),
        (TODAY, {"text_unreadable": "yes"}),
        (SOON, {"age": 15, "needs": ["low_mood"], "safety_asked": "yes"}),
        (SOON, {"pregnant": "yes", "safety_asked": "yes"}),
        (SOON, {"substance_use": "yes", "safety_asked": "yes"}),
        (SOON, {"safety_asked": "no"}),
        *(
            (SOON if question is SafetyQuestion.SELF_HARM_LAST_MONTH else TODAY, {f"unsure__{question}": "yes"})
            for question in SafetyQuestion
        ),
    ],
)  # fmt: skip
def test_the_least_that_is_promised(least, said):
    assert Priority.most_urgent(*(danger.least for danger in promised(**said))) is least


def test_nothing_is_promised_to_somebody_asked_and_well():
    assert promised(age=15, safety_asked="yes", **{f"safety__{each}": "no" for each in SafetyQuestion}) == []


@pytest.mark.parametrize("flag", Flag)
def test_each_red_flag_of_danger_promises_crisis_help(flag):
    is_promised = any(danger.crisis_help for danger in promised(safety_asked="yes", flags=[str(flag)]))
    assert is_promised is (flag not in (Flag.EATING_DISORDER, Flag.NEGLECT))


@pytest.mark.parametrize("question", SafetyQuestion)
def test_each_yes_about_safety_promises_crisis_help(question):
    assert any(danger.crisis_help for danger in promised(safety_asked="yes", **{f"safety__{question}": "yes"}))


@pytest.mark.parametrize(
    ("rule", "asks", "what"),
    [
        ("self-harm-age-unknown", "urgent", "self-harm at an age nobody knows"),
        ("self-harm-with-more", "urgent", "self-harm with care"),
        ("psychosis-with-risk", "very_urgent", "signs of psychosis with thoughts"),
        ("flag-parent-may-harm", "very_urgent", "a parent of a baby"),
        ("flag-perinatal-self-harm", "urgent", "self-harm in pregnancy"),
        ("abuse-safety-not-settled", "urgent", "abuse named"),
        ("unusual-experiences-not-settled", "urgent", "unusual experiences named"),
        ("suicide-question-open", "soon", "a need that goes with suicide"),
        ("safety-not-asked", "soon", "no question of safety"),
        ("pregnancy-or-substances-age-unknown", "soon", "pregnancy, alcohol or drugs"),
    ],
)
def test_rules_that_forget_one_of_them_are_not_proved(rule, asks, what):
    text = text_with()
    start = text.index(f"  - id: {rule}\n")
    end = text.index("\n\n", start)
    assert f"raise: {asks}\n" in text[start:end]
    forgetful = text[start:end].replace(f"raise: {asks}\n", "starts_now: [sleep]\n")
    found = failures(DangerIsAnswered, load_ruleset(text[:start] + forgetful + text[end:]), what)
    assert any("the priority is not always at least" in failure.sentence for failure in found)
