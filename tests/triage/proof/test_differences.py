"""Whom another version of the rules would treat differently, by proof over everybody."""

from __future__ import annotations

import json

import pytest

from tests.triage.proof.broken import OFFERS, rule, rules_with
from triage.proof import differences
from triage.rules.comparing import compare
from triage.rules.examples import facts_from_example
from triage.rules.versions import version

WHOLE = version("2026-11-22")


def of(ruleset):
    return {found.sentence: found for found in differences(WHOLE, ruleset, OFFERS)}


def test_nobody_is_treated_differently_by_the_same_rules():
    assert differences(WHOLE, rules_with(), OFFERS) == ()
    assert not compare(WHOLE, rules_with())


def test_nobody_is_treated_differently_by_the_same_meaning_in_other_words():
    rewritten = rules_with(("    when: needs.bereavement\n", "    when: not not needs.bereavement\n"))
    assert differences(WHOLE, rewritten, OFFERS) == ()
    assert compare(WHOLE, rewritten).to_document()["changed"] == {"bereavement": ["when"]}


def test_a_lowered_priority_is_shown_on_the_smallest_person_with_the_rule_that_did_it():
    found = of(rules_with(("    raise: emergency\n", "    raise: urgent\n")))
    lower = found["The priority is lower: emergency before, urgent after."]
    assert lower.person == {"safety.immediate_danger": "yes", "safety_asked": "yes"}
    assert lower.before["priority"] == "emergency"
    assert lower.after["priority"] == "urgent"
    assert lower.rules == ("danger-now",)
    assert next(iter(found)).startswith("The priority is lower")
    assert not any("higher" in sentence for sentence in found)
    assert facts_from_example(lower.person)
    json.dumps(lower.to_document())


def test_every_kind_of_difference_is_found():
    effects = """thrive: getting_more_help
    offer: {lead: [camhs_help]}
    starts_now: [sleep, anxiety]
    raise: very_urgent"""
    found = of(
        rules_with(
            ("    offer: {lead: [bereavement]}", "    offer: {alongside: [bereavement]}"),
            (
                'question: "GP: with which practice are they registered?"',
                'question: "GP: which practice is it?"',
            ),
            ("  - id: flag-self-harm-named\n", "  - id: flag-self-harm-said\n"),
            added=rule("more", "needs.sleep and age == 9", effects),
        )
    )
    assert {
        "The priority is higher: routine before, very urgent after.",
        "The THRIVE grouping is higher: getting advice before, getting more help after.",
        "'CAMHS, help' is newly offered.",
        "'Bereavement support' is offered at a later place.",
        "The question 'GP: with which practice are they registered?' is no longer put.",
        "The question 'GP: which practice is it?' is newly put.",
        "What starts now is newly about 'anxiety or worries'.",
    } <= set(found)
    assert found["'CAMHS, help' is newly offered."].rules == ("more",)
    assert found["'CAMHS, help' is newly offered."].told[0].startswith("A 9-year-old")
    assert not any("red flag" in sentence for sentence in found), (
        "a rule under another name finds the same flag"
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("    when: safety.risk_to_others\n    flag", "    when: safety.risk_to_others and age > 9\n    flag"),
         "The red flag 'harm to others' is no longer found."),
        (("flags.self_harm\n    offer: {crisis: [", "flags.self_harm\n    offer: {meanwhile: ["),
         "Crisis help no longer stands first in the package."),
        (("  out_of_area: [crisis_111, safeguarding,", "  out_of_area: [crisis_111, perinatal, safeguarding,"),
         "'Perinatal mental health team' is newly offered."),
    ],
)  # fmt: skip
def test_flags_crisis_help_and_reach(change, sentence):
    assert sentence in of(rules_with(change))
