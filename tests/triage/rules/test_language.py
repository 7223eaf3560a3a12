"""The language of conditions: three truth values, checked when read, the same when compiled."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.facts import FACTS, PLACE_OF, Kind
from triage.rules.compiling import PYTHON, compile_conditions
from triage.rules.examples import facts_from_example
from triage.rules.language import SIGNS, All, ConditionError, Named, evaluate, parse
from triage.rules.two_valued import certainly_not


def truth(text, **values):
    return evaluate(
        parse(text), facts_from_example({name.replace("__", "."): value for name, value in values.items()})
    )


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("age >= 14", {"age": 14}, True),
        ("age >= 14", {"age": 13}, False),
        ("age >= 14", {}, None),
        ("14 <= age < 18", {"age": 17}, True),
        ("14 <= age < 18", {"age": 18}, False),
        ("14 > age", {"age": 13}, True),
        ("age == 0", {"age": 0}, True),
        ("pregnant", {}, None),
        ("not pregnant", {}, None),
        ("not pregnant", {"pregnant": "no"}, True),
        ("pregnant or age < 2", {"age": 1}, True),
        ("pregnant or age < 2", {"age": 9}, None),
        ("pregnant and age < 2", {"age": 9}, False),
        ("pregnant and age < 2", {"age": 1}, None),
        ("unknown(pregnant)", {}, True),
        ("unknown(pregnant)", {"pregnant": "no"}, False),
        ("unknown(age)", {"age": 0}, False),
        ("not unknown(duration)", {"duration": "over_12_months"}, True),
        ("duration in ['over_12_months', 'under_2_weeks']", {"duration": "over_12_months"}, True),
        ("duration not in ['over_12_months']", {"duration": "over_12_months"}, False),
        ("duration not in ['over_12_months']", {}, None),
        ("requester == 'professional'", {"requester": "professional"}, True),
        ("requester != 'professional'", {"requester": "young_person"}, True),
        ("requester != 'professional'", {}, None),
        ("always", {}, True),
        ("not always", {}, False),
    ],
)
def test_truth(text, values, expected):
    assert truth(text, **values) is expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("flags.psycosis", "Did you mean 'flags.psychosis'?"),
        ("ethnicity == 'x'", "there is no fact 'ethnicity'"),
        ("age == '14'", "whole number"),
        ("age == 14.5", "whole number"),
        ("age == True", "whole number"),
        ("age", "compare it with something"),
        ("pregnant == 'yes'", "true or false by itself"),
        ("duration == 'over_12_month'", "Did you mean 'over_12_months'?"),
        ("duration > 'over_12_months'", "for numbers"),
        ("age in [1, 2]", "'in' is for words"),
        ("duration in 'over_12_months'", "a list is needed"),
        ("pregnant & looked_after", "write 'and' or 'or'"),
        ("pregnant is True", "write '=='"),
        ("__import__('os')", "not something a rule may say"),
        ("unknown(age, pregnant)", "not something a rule may say"),
        ("unknown(age < 3)", "stands where a fact should be"),
        ("[pregnant for x in y]", "not something a rule may say"),
        ("lambda: 1", "not something a rule may say"),
        ("True", "not something a rule may say"),
        ("pregnant if looked_after else age", "not something a rule may say"),
        ("pregnant and", "something is missing after 'pregnant and'"),
        ("", "this is not a condition: nothing is written"),
        ("pregnant and age = 12", "it cannot be read from '= 12' on. Write '==', not '='"),
        ("age => 12", "Write '>=', not '=>'"),
        ("pregnant AND looked_after", "Write 'and', not 'AND'"),
        ("NOT pregnant", "Write 'not', not 'NOT'"),
        ("pregnant && looked_after", "Write 'and', not '&'"),
        ("if they are under 13", "Join facts and terms by and, or, not"),
        ("pregnant and (age < 3", "the ( of '(age < 3' has no partner"),
        ("age < 3)", "the ) of ')' has no partner"),
        ("duration == 'over", "has no partner"),
        ("pregnant\0", "holds a sign that cannot be read"),
        ("a" + ".b" * 5000, ""),
        ("(" * 5000, "this is not a condition"),
        ("not " * 20000 + "pregnant", ""),
        ("not " * 300 + "pregnant", "goes too deep"),
        ("a" + ".b" * 500, "goes too deep"),
        ("-" * 500 + "1 == age", "goes too deep"),
    ],
)
def test_mistakes_are_named(text, says):
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert says in str(caught.value)


def test_every_mistake_of_a_condition_is_named_at_once():
    with pytest.raises(ConditionError) as caught:
        parse("agee < 3 and (pregnantt or not unknown(gp_knwon)) and duration in ['ages', 'days'] and age < 'x'")
    wrong = ("agee", "pregnantt", "gp_knwon", "'ages'", "'days'", "'x'")
    assert len(caught.value.mistakes) == len(wrong)
    for word, mistake in zip(wrong, caught.value.mistakes, strict=True):
        assert word in mistake


def test_a_term_stands_for_its_condition():
    baby, pregnant = parse("age < 2"), parse("pregnant")
    assert parse("baby and pregnant", {"baby": baby}) == All((Named("baby", baby), pregnant))


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("age", [13, 14, 15])
def test_a_number_may_stand_on_either_side(sign, age):
    assert truth(f"age {sign} 14", age=age) is SIGNS[sign](age, 14)
    assert truth(f"14 {sign} age", age=age) is SIGNS[sign](14, age)


@pytest.mark.parametrize("means", ["{0} and {0}", "unknown({0})", "not {0}"])
def test_terms_that_are_made_of_terms_never_grow_beyond_what_can_be_run(means):
    terms = {"t0": parse("pregnant")}

    def grow():
        for number in range(1, 100):
            terms[f"t{number}"] = parse(means.format(f"t{number - 1}"), terms)

    with pytest.raises(ConditionError, match=r"holds too much|goes too deep"):
        grow()
    facts = facts_from_example({})
    for condition in terms.values():
        assert (compile_conditions([condition])(facts) == [0]) is (evaluate(condition, facts) is True)


def _leaf(fact):
    match fact.kind:
        case Kind.TRUTH:
            return st.sampled_from([fact.name, f"unknown({fact.name})"])
        case Kind.NUMBER:
            return st.builds(
                "{} {} {}".format,
                st.just(fact.name),
                st.sampled_from(list(SIGNS)),
                st.integers(0, 30),
            )
    words = st.lists(st.sampled_from(fact.words), min_size=1, max_size=3)
    return words.map(lambda chosen: f"{fact.name} in {list(map(str, chosen))}") | words.map(
        lambda chosen: f"{fact.name} != {str(chosen[0])!r}"
    )


_USED = [
    FACTS[name] for name in ("age", "duration", "pregnant", "needs.sleep", "flags.psychosis", "requester")
]
_TERMS = {"small": parse("age < 5 or (pregnant and not unknown(duration))")}
_CONDITIONS = st.recursive(
    st.sampled_from(_USED).flatmap(_leaf) | st.sampled_from(["small", "unknown(small)"]),
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
    ),
    max_leaves=8,
)


def _value(fact):
    if fact.kind is Kind.NUMBER:
        return st.none() | st.integers(0, 30)
    return (
        st.sampled_from([None, True, False])
        if fact.kind is Kind.TRUTH
        else st.sampled_from([None, *fact.words])
    )


_VALUES = st.fixed_dictionaries({fact.name: _value(fact) for fact in _USED})


@given(_CONDITIONS, _VALUES)
@settings(max_examples=500, deadline=None)
def test_compiled_is_the_same_as_plain(text, values):
    condition = parse(text, _TERMS)
    facts = facts_from_example({})
    for name, value in values.items():
        facts[PLACE_OF[name]] = value
    plain = evaluate(condition, facts)
    assert (compile_conditions([condition])(facts) == [0]) is (plain is True)
    assert eval(certainly_not(condition, PYTHON), {"f": facts}) is (plain is False)
