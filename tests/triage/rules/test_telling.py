"""Every condition can be told, names all it turns on, and its sentence can be read in one way only."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.facts import FACTS, PLACE_OF, Kind
from triage.rules import telling
from triage.rules.examples import facts_from_example
from triage.rules.language import evaluate, parse
from triage.rules.phrases import is_not_so, is_so, is_unknown, subject
from triage.rules.ruleset import Term
from triage.rules.telling import Clause, tell, tell_condition

TERMS = {
    "baby": Term("baby", "they are a baby, or nearly", "age < 3", parse("age < 3")),
    "worn_out": Term("worn_out", "sleep and mood suffer", "", parse("needs.sleep and needs.low_mood")),
}
MEANINGS = {name: term.condition for name, term in TERMS.items()}


def told(text: str) -> str:
    return tell_condition(parse(text, MEANINGS), TERMS)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "safety.suicidal_thoughts_now and (age < 12 or unknown(age))",
            "they have thoughts of suicide now, and they are aged under 12 or nobody knows their age",
        ),
        ("5 <= age < 13", "they are aged 5 to 12"),
        ("5 < age <= 13", "they are aged 6 to 13"),
        ("5 <= age < 6", "they are aged at least 5 and they are aged under 6"),
        ("age == 17", "they are aged 17"),
        ("not age == 17", "their age is known not to be 17"),
        ("not age < 12", "they are aged at least 12"),
        ("not pregnant", "they are known not to be pregnant"),
        ("unknown(pregnant)", "nobody knows whether they are pregnant"),
        ("not unknown(pregnant)", "it is known for certain whether they are pregnant"),
        ("not unknown(age)", "their age is known"),
        ("not pregnant or unknown(pregnant)", "it is not certain that they are pregnant"),
        ("pregnant or unknown(pregnant)", "they are pregnant or nobody knows whether they are pregnant"),
        ("unknown(flags.psychosis)", "‘Possible psychosis’ is possible but not certain as a red flag"),
        ("not flags.psychosis", "there is no sign of ‘Possible psychosis’ as a red flag"),
        (
            "unsure.risk_to_others",
            "they gave neither a yes nor a no when asked about ‘a risk to other people’",
        ),
        (
            "not (unsure.risk_to_others or unsure.immediate_danger)",
            "they gave a plain answer when asked about all of (‘a risk to other people’, ‘immediate danger’)",
        ),
        ("needs.low_mood and needs.sleep", "each of (‘low mood’, ‘sleep’) is named as a need"),
        ("needs.neurodevelopmental", "‘possible autism or ADHD’ is named as a need"),
        ("unknown(needs.other)", "nobody has said what the needs are (perhaps ‘something else’)"),
        ("unknown(wants.not_sure)", "nobody has said what they would like (perhaps ‘not sure’)"),
        (
            "unknown(needs.sleep) or unknown(needs.eating)",
            "nobody has said what the needs are (perhaps ‘sleep’) or nobody has said what the needs are "
            "(perhaps ‘eating’)",
        ),
        (
            "impact.school_or_work == 'some' or impact.school_or_work == 'a_lot'",
            "the ‘impact on school or work’ is one of (‘some’, ‘a lot’)",
        ),
        ("unknown(duration)", "nobody knows how long it has gone on"),
        ("unknown(requester)", "nobody knows who is asking"),
        ("unknown(consent)", "nobody knows who agreed to the request"),
        ("unknown(gp_known)", "nobody has said whether their GP is known"),
        (
            "impact.eating != 'none' or unknown(impact.eating)",
            "it is not certain that the impact on eating is ‘none’",
        ),
        (
            "unknown(requester) or requester != 'parent_carer'",
            "it is not certain that the person asking is ‘parent or carer’",
        ),
        (
            "impact.eating != 'none' or unknown(impact.sleep)",
            "the impact on eating is known not to be ‘none’ or nobody knows the impact on sleep",
        ),
        ("baby", "‘they are a baby, or nearly’"),
        ("not baby", "‘they are a baby, or nearly’ is known not to be so"),
        ("unknown(baby)", "nobody knows whether ‘they are a baby, or nearly’"),
        (
            "needs.low_mood or needs.sleep or pregnant",
            "at least one of (‘low mood’, ‘sleep’) is named as a need or they are pregnant",
        ),
        ("not (needs.low_mood or needs.sleep)", "the needs named leave out all of (‘low mood’, ‘sleep’)"),
        (
            "duration in ['3_to_12_months', 'over_12_months']",
            "the time it has gone on is one of (‘3 to 12 months’, ‘over 12 months’)",
        ),
        ("duration not in ['over_12_months']", "the time it has gone on is known not to be ‘over 12 months’"),
        ("requester == 'parent_carer'", "the person asking is ‘parent or carer’"),
        ("impact.eating != 'none'", "the impact on eating is known not to be ‘none’"),
        ("not (pregnant and age < 12)", "they are known not to be pregnant or they are aged at least 12"),
        (
            "pregnant and (looked_after or (care_leaver and (gp_known or (out_of_area and substance_use))))",
            "they are pregnant, and they are looked after or (they have left care; and their GP is known, or "
            "they live outside the area and they use ‘alcohol or drugs’)",
        ),
    ],
)
def test_told(text, sentence):
    assert told(text) == sentence


def test_a_clause_says_one_fact_and_one_truth():
    truths = [fact for fact in FACTS.values() if fact.kind is Kind.TRUTH]
    words = [phrase(fact).words for fact in truths for phrase in (is_so, is_not_so, is_unknown)]
    words += [phrase(fact) for fact in FACTS.values() if fact.kind is not Kind.TRUTH for phrase in (subject,)]
    assert len(set(words)) == len(words)
    for clause in words:
        bare = bare_of(clause)
        assert not re.search(r" and | or |[,;]", bare), clause


def test_every_condition_in_force_is_told(ruleset):
    for rule in ruleset.rules:
        assert read_back(telling.sentence(tell(rule.condition, ruleset.terms)), tell(rule.condition, ruleset.terms))
    for term in ruleset.terms.values():
        assert not term.called.endswith(".")
        assert tell_condition(term.condition, ruleset.terms)


def test_no_two_terms_are_called_the_same(ruleset):
    assert len({term.called for term in ruleset.terms.values()}) == len(ruleset.terms)


# ------------------------------------------------------------------ any condition

_USED = [
    FACTS[name]
    for name in (
        *("age", "duration", "requester", "pregnant", "substance_use", "safety.suicide_plan_or_intent"),
        *("needs.sleep", "needs.anxiety", "needs.low_mood", "wants.group", "wants.therapy"),
        *("flags.psychosis", "flags.self_harm", "unsure.risk_to_others", "unsure.immediate_danger"),
    )
]


def _leaf(fact):
    if fact.kind is Kind.TRUTH:
        return st.sampled_from([fact.name, f"unknown({fact.name})", f"(not {fact.name} or unknown({fact.name}))"])
    if fact.kind is Kind.NUMBER:
        compared = st.builds("age {} {}".format, st.sampled_from(["<", "<=", "==", "!=", ">", ">="]), st.integers(0, 9))
        between = st.builds("{} <= age < {}".format, st.integers(0, 9), st.integers(0, 9))
        return compared | between | st.just("unknown(age)")
    chosen = st.lists(st.sampled_from(fact.words), min_size=1, max_size=3).map(lambda words: list(map(str, words)))
    one = st.sampled_from([f"'{word}'" for word in fact.words])
    other = st.builds("({0} != {1} or unknown({0}))".format, st.just(fact.name), one)
    equal = st.builds("{} == {}".format, st.just(fact.name), one)
    return equal | other | st.builds("{} {} {}".format, st.just(fact.name), st.sampled_from(["in", "not in"]), chosen)


_CONDITIONS = st.recursive(
    st.sampled_from(_USED).flatmap(_leaf) | st.sampled_from(["baby", "unknown(worn_out)", "worn_out", "always"]),
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: "(" + " and ".join(parts) + ")"),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: "(" + " or ".join(parts) + ")"),
    ),
    max_leaves=14,
)


def _values(fact):
    if fact.kind is Kind.NUMBER:
        return st.none() | st.integers(0, 10)
    return st.sampled_from([None, True, False] if fact.kind is Kind.TRUTH else [None, *fact.words])


_PEOPLE = st.fixed_dictionaries({fact.name: _values(fact) for fact in _USED})


@given(_CONDITIONS, st.lists(_PEOPLE, min_size=4, max_size=4))
@settings(max_examples=400, deadline=None)
def test_a_sentence_means_its_condition(text, people):
    """Read by its stops alone, with each clause taken for what it tells, it is certain when the condition is."""
    condition = parse(text, MEANINGS)
    pieces = tell(condition, TERMS)
    reading = read_back(telling.sentence(pieces), pieces)
    for values in people:
        facts = facts_from_example({})
        for name, value in values.items():
            facts[PLACE_OF[name]] = value
        assert holds(reading, facts) is (evaluate(condition, facts) is True), telling.sentence(pieces)


@given(_CONDITIONS)
@settings(max_examples=200, deadline=None)
def test_a_sentence_names_every_fact_it_turns_on(text):
    condition = parse(text, MEANINGS)
    words = tell_condition(condition, TERMS)
    for name in facts_outside_terms(text):
        fact = FACTS[name]
        said = (
            {subject(fact)} | ({"they are aged"} if name == "age" else set())
            if fact.kind is not Kind.TRUTH
            else {phrase(fact).item or phrase(fact).words for phrase in (is_so, is_not_so, is_unknown)}
        )
        assert any(one in words for one in said), (name, words)
    for name, term in TERMS.items():
        assert (name in text) is (term.called in words)


def facts_outside_terms(text: str) -> set[str]:
    return {name for name in FACTS if re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", text)}


def clauses(pieces) -> dict[str, object]:
    if isinstance(pieces, Clause):
        return {pieces.words: pieces.tells}
    return {words: tells for part in pieces.parts for words, tells in clauses(part).items()}


def read_back(words: str, pieces):
    """The sentence taken apart again by its stops: nested ('and', parts), and the conditions of its clauses.

    The strongest stop is read first. Two different joints of one strength would be two readings: an error.
    """
    return _read(words, clauses(pieces))


def _read(words: str, known: dict):
    if words in known:
        return known[words]
    bare = bare_of(words)
    for stop in (";", ",", ""):
        joints = [(found.start(), found.end(), found[1]) for found in re.finditer(rf"{stop} (and|or) ", bare)]
        if joints:
            assert len({joint for _, _, joint in joints}) == 1, f"two readings: {words}"
            ends = [0, *(place for start, end, _ in joints for place in (start, end)), len(words)]
            parts = [words[first:last] for first, last in zip(ends[::2], ends[1::2], strict=True)]
            return (joints[0][2], [_read(part, known) for part in parts])
    assert (bare[0], bare[-1]) == ("(", ")"), f"no clause of it: {words}"
    return _read(words[1:-1], known)


def bare_of(words: str) -> str:
    """The words with all that stands in quotation marks or brackets blanked out, in the same places."""
    depth, bare = 0, []
    for sign in words:
        depth -= sign in "’)"
        bare.append(" " if depth and sign not in "‘’()" else "x" if depth else sign)
        depth += sign in "‘("
    return "".join(bare)


def holds(reading, facts) -> bool:
    if isinstance(reading, tuple):
        return (all if reading[0] == "and" else any)(holds(part, facts) for part in reading[1])
    return evaluate(reading, facts) is True


def test_the_reader_of_these_tests_finds_two_readings():
    known = dict.fromkeys(("a", "b", "c"))
    with pytest.raises(AssertionError, match="two readings"):
        _read("a and b or c", known)
    for first, second in product(("and", "or"), repeat=2):
        assert _read(f"a {first} b, {second} c", known)[0] == second
