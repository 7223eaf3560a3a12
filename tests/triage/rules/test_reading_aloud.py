"""A whole rule is read aloud with all it does and everybody it must and must not hold for."""

from __future__ import annotations

import pytest

from triage.rules.language import parse
from triage.rules.reading_aloud import because_in_words, effects, person, tell_rule, when_sentence


def test_every_rule_in_force_is_told(ruleset):
    for rule in ruleset.rules:
        one = tell_rule(rule, ruleset.terms)
        assert one.does
        assert len(one.fires) + len(one.quiet) == len(rule.examples)
        assert "{" not in one.in_short
        assert "_" not in one.in_short


def test_a_rule_for_everybody():
    assert when_sentence(parse("always")) == "For everybody."
    assert when_sentence(parse("pregnant")) == "When they are pregnant."


def test_every_effect_of_every_rule_in_force_is_told(ruleset):
    for rule in ruleset.rules:
        told = " ".join(effects(rule))
        for effect in (rule.flag, rule.raises, rule.thrive):
            assert effect is None or f"‘{effect.label}’" in told, rule.id
        for kind in (kind for each in rule.offers for kind in each.kinds):
            assert kind.label in told, rule.id
        assert all(need.label[1:] in told for need in rule.starts_now), rule.id
        assert rule.ask is None or rule.ask.question in told, rule.id


def test_a_reason_names_what_a_family_reads_of_themselves(ruleset):
    told = {rule.id: because_in_words(rule) for rule in ruleset.rules}
    assert told["self-harm-young"] == "Self-harm at [their age] is unusual, so a clinician looks today."
    assert not [words for words in told.values() if "{" in words]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Somebody of whom nothing is known."),
        ({"age": 14, "pregnant": "no"}, "They are aged 14; they are known not to be pregnant."),
        ({"age": "unknown"}, "Nobody knows their age."),
        ({"needs": [], "flags": ["self_harm"]}, "Needs named: none; red flags raised: self-harm."),
        ({"needs": ["neurodevelopmental"]}, "Needs named: possible autism or ADHD."),
        ({"duration": "over_12_months"}, "The time it has gone on is ‘over 12 months’."),
        ({"flags.psychosis": "unknown"}, "‘Possible psychosis’ is possible but not certain as a red flag."),
    ],
)
def test_a_person_of_an_example(values, sentence):
    assert person(values) == sentence
