"""Every condition a draft may hold means the same to the proof as to the plain reading, not only those in force."""

from __future__ import annotations

from functools import cache

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.case import OLDEST
from triage.facts import FACTS, PLACE_OF, Kind
from triage.proof.answers import Sent
from triage.proof.facts import facts_of
from triage.proof.translate import Formulas
from triage.rules.examples import facts_from_example
from triage.rules.language import SIGNS, evaluate, parse
from triage.rules.two_valued import certainly, certainly_not

AGES = (None, 0, 1, 13, 14, 15, 25, OLDEST - 1, OLDEST)
WORDS = [fact for fact in FACTS.values() if fact.kind is Kind.WORD]


@cache
def sent() -> Sent:
    return Sent()


def agree(text: str, variables: dict, name: str, value) -> None:
    """For somebody of whom only this is known: `variables` as they are, which the formula is made of."""
    condition, formulas = parse(text), Formulas(facts_of(sent()))
    facts = facts_from_example({})
    facts[PLACE_OF[name]] = value
    change = [(variable, z3.BoolVal(state)) for variable, state in variables.items()]
    yes, no = (
        z3.is_true(z3.simplify(z3.substitute(of(condition, formulas), *change)))
        for of in (certainly, certainly_not)
    )
    plain = evaluate(condition, facts)
    assert (yes, no) == (plain is True, plain is False), (text, value)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("age", AGES)
def test_an_age_beside_any_number(sign, age):
    steps = {step: age is not None and age >= years for years, step in enumerate(sent().age.steps, 1)}
    variables = {sent().age.known: age is not None, **steps}
    for number in (0, 1, 14, 15, OLDEST, OLDEST + 1, OLDEST + 50):
        agree(f"age {sign} {number}", variables, "age", age)
    agree("unknown(age)", variables, "age", age)


@pytest.mark.parametrize("fact", WORDS, ids=lambda fact: fact.name)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_word_beside_any_words(fact, data):
    answer = sent()[fact.field]
    value = data.draw(st.none() | st.sampled_from(list(answer.says)))
    words = [str(word) for word in data.draw(st.lists(st.sampled_from(fact.words), min_size=1, max_size=3))]
    variables = {variable: word == value for word, variable in answer.says.items()}
    for text in (f"in {words}", f"not in {words}", f"== {words[0]!r}", f"!= {words[0]!r}"):
        agree(f"{fact.name} {text}", variables, fact.name, value)
        agree(f"not ({fact.name} {text})", variables, fact.name, value)
    agree(f"unknown({fact.name})", variables, fact.name, value)
