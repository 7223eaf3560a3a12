"""What can never hold together is found where it is written, and never where somebody could be it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.facts import FACTS, PLACE_OF
from triage.rules.contradictions import contradictions
from triage.rules.examples import facts_from_example
from triage.rules.language import evaluate, parse

BABY = {"baby": parse("age < 2")}


@pytest.mark.parametrize(
    "text",
    [
        "age < 13 and age > 40",
        "13 > age > 40",
        "age < 5 and pregnant and age >= 5",
        "age > 5 and age < 6",
        "pregnant and (looked_after and (age > 5 or (age < 3 and age > 4)))",
        "age == 5 and age != 5",
        "baby and age > 10",
        "pregnant or (age < 13 and (looked_after and age > 40))",
        "not age < 5 and age < 5",
        "requester == 'professional' and requester == 'young_person'",
        "duration in ['under_2_weeks'] and duration not in ['under_2_weeks']",
        "impact.eating == 'none' and impact.eating in ['some', 'a_lot']",
    ],
)
def test_what_nobody_can_be_is_found(text):
    (sentence,) = contradictions(parse(text, BABY))
    assert sentence.startswith("nobody can be all of this: ")


def test_the_sentence_says_what_is_asked():
    assert contradictions(parse("age < 13 and age > 40")) == ["nobody can be all of this: age < 13 and age > 40"]


@pytest.mark.parametrize(
    "text",
    ["5 <= age < 13", "age < 13 or age > 40", "age > 5 and age < 7", "age != 5", "age > 3 and age != 4", "always"],
)
def test_what_somebody_can_be_is_not(text):
    assert contradictions(parse(text)) == []


def test_no_rule_in_force_is_warned_of(ruleset):
    assert [rule.id for rule in ruleset.rules if contradictions(rule.condition)] == []
    assert [name for name, term in ruleset.terms.items() if contradictions(term.condition)] == []


_AGES = st.builds("age {} {}".format, st.sampled_from(["<", "<=", "==", "!=", ">", ">="]), st.integers(0, 9))
_WHO = st.sampled_from([f"requester {sign} '{word}'" for sign in ("==", "!=") for word in FACTS["requester"].words])
_ASKED = _AGES | _WHO


@given(st.lists(_ASKED, min_size=1, max_size=4).map(" and ".join))
@settings(max_examples=300, deadline=None)
def test_it_is_found_exactly_when_no_value_fits(text):
    condition = parse(text)

    def holds(age, who) -> bool:
        facts = facts_from_example({})
        facts[PLACE_OF["age"]], facts[PLACE_OF["requester"]] = age, who
        return evaluate(condition, facts) is True

    possible = any(holds(age, who) for age in range(-2, 13) for who in FACTS["requester"].words)
    assert possible is (contradictions(condition) == [])
