"""A rule set with any mistake is refused whole, and every mistake is told with its line."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from triage.rules.entries import RuleSetError
from triage.rules.examples import surprises
from triage.rules.loader import load_ruleset
from triage.rules.versions import in_force, version, versions

GOOD = """\
ruleset: "2030-01-01"
in_force_from: 2030-01-01
owner: Somebody
review: 2031-01-01
sources: {local: Local rules}
reach: {out_of_area: [self_care], over_25: [self_care]}
terms: {baby: {called: they are a baby, when: "age < 2"}}
rules:
  - id: first
    title: A baby
    when: baby and flags.neglect
    raise: soon
    offer: {lead: [parent_infant or parenting_support]}
    because: A baby of {age}.
    source: local
    fires: [{age: 1, flags: [neglect]}]
    quiet: [{age: 4}]
"""


def mistakes_of(text):
    with pytest.raises(RuleSetError) as caught:
        load_ruleset(text, "mine.yaml")
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_good_rule_set_is_read():
    ruleset = load_ruleset(GOOD)
    assert ruleset.version == "2030-01-01"
    assert [rule.id for rule in ruleset.rules] == ["first"]
    assert surprises(ruleset) == []


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        (
            "flags.neglect\n",
            "flags.neglet\n",
            "mine.yaml, line 11: rule 'first': there is no fact 'flags.neglet'. Did you mean",
        ),
        (
            "raise: soon",
            "raise: sooon",
            "line 12: rule 'first': 'raise' is never 'sooon'. Did you mean 'soon'?",
        ),
        ("raise: soon", "rais: soon", "nobody reads the field 'rais'. Did you mean 'raise'?"),
        (
            "parent_infant or",
            "parent_infants or",
            "'offer' is never 'parent_infants'. Did you mean 'parent_infant'?",
        ),
        ("{lead:", "{leed:", "there is no place 'leed' in a package. Did you mean 'lead'?"),
        ("of {age}", "of {agge}", "the sentence cannot say '{agge}'. Did you mean 'age'?"),
        ("of {age}", "of {pregnant}", "the sentence cannot say '{pregnant}'"),
        ("source: local", "source: locale", "there is no source 'locale'. Did you mean 'local'?"),
        ("review: 2031-01-01", "review: soon", "'review' should be a date"),
        ("quiet: [{age: 4}]", "quiet: []", "give at least one example"),
        ("quiet: [{age: 4}]", "quiet: [{agee: 4}]", "an example cannot say 'agee'. Did you mean 'age'?"),
        ("quiet: [{age: 4}]", "quiet: [{age: four}]", "in an example 'age' is never 'four'"),
        ("[neglect]}", "[neglekt]}", "one of its words is not known"),
        ("title: A baby", "title: [1]", "'title' should be text"),
        ("id: first", "id: first\n    id: second", "'id' is written twice"),
        ("terms: {baby:", "terms: {age:", "'age' cannot be the name of a term"),
        ("terms: {baby:", "terms: {always:", "'always' cannot be the name of a term"),
        ("terms: {baby:", "terms: {unknown:", "'unknown' cannot be the name of a term"),
        ("terms: {baby:", "terms: {not:", "'not' cannot be the name of a term"),
        ("{called: they are a baby, ", "{", "line 7: term 'baby': say what it is 'called' and 'when' it holds"),
        ("called: they are a baby", "called: ''", "line 7: 'called' should be text"),
        ('when: "age < 2"}', 'when: "agee < 2"}', "term 'baby': there is no fact 'agee'. Did you mean 'age'?"),
        ("rules:\n", "rules: 3\nx:\n", "a rule set needs a list of rules"),
        ("over_25:", "over_52:", "'over_52' is never 'over_52'"),
        ("raise: soon", "flag: neglect\n    evidence: answers.needs", "cannot turn on another flag"),
        ("raise: soon", "evidence: answers.needs", "names its evidence"),
        (
            "raise: soon",
            "flag: neglect\n    evidence: answers.neds",
            "there is no answer 'answers.neds'. Did you mean 'answers.needs'?",
        ),
        (
            "raise: soon",
            "ask: {field: answers.pregnent, question: Who?}",
            "there is no answer 'answers.pregnent'. Did you mean 'answers.pregnant'?",
        ),
        ("when: baby", "when: [baby]\n    x: baby", "should be a condition"),
    ],
)
def test_mistakes_are_told(right, wrong, says):
    assert right in GOOD
    assert any(says in mistake for mistake in mistakes_of(GOOD.replace(right, wrong))), mistakes_of(
        GOOD.replace(right, wrong)
    )


def test_a_term_hides_no_flag_from_a_rule_that_finds_one():
    text = GOOD.replace('"age < 2"', "flags.psychosis").replace("baby and flags.neglect", "baby")
    text = text.replace("raise: soon", "flag: neglect\n    evidence: answers.needs")
    assert any("cannot turn on another flag" in mistake for mistake in mistakes_of(text))


def test_every_mistake_is_told_at_once():
    text = (
        GOOD.replace("raise: soon", "raise: never")
        .replace("source: local", "source: none")
        .replace("{lead", "{led")
    )
    assert len(mistakes_of(text)) == 3


def test_two_rules_of_one_name_are_refused():
    again = GOOD + GOOD[GOOD.index("  - id") :]
    assert "rule 'first' is there already, called ‘A baby’" in mistakes_of(again)[0]


@pytest.mark.parametrize(
    "text", ["", "3", "[1, 2]", "a: [", "\x00", "a: 2026-13-45", "rules: [3]", "? [1]\n: 2", "&a [*a]"]
)
def test_what_is_no_rule_set_is_refused(text):
    assert mistakes_of(text)


def test_a_few_lines_never_become_millions():
    names = "abcdefghijklmnopqrstuvwxyz"
    lines = [f"{name}: &{name} [{', '.join(['*' + before] * 9)}]" for before, name in pairwise(names)]
    (mistake,) = mistakes_of("a: &a [x]\n" + "\n".join(lines) + "\nowner: *z\n")
    assert "write it out" in mistake
    assert len(mistake) < 200


def test_the_version_in_force_is_the_newest_whose_day_has_come():
    assert in_force(date(2026, 11, 22)) is in_force(date(2027, 5, 1)) is version(versions()[-1])
    assert in_force(date(2020, 1, 1)) is version(versions()[0])


def test_the_rule_set_agrees_with_its_own_examples(ruleset):
    assert [str(surprise) for surprise in surprises(ruleset)] == []


def test_an_example_that_comes_out_otherwise_is_told():
    (surprise,) = surprises(
        load_ruleset(GOOD.replace("quiet: [{age: 4}]", "quiet: [{age: 1, flags: [neglect]}]"))
    )
    assert "rule 'first' holds where it must not" in str(surprise)


def test_every_rule_has_a_source_that_is_used_and_a_review_to_come(ruleset):
    assert {rule.source for rule in ruleset.rules} == set(ruleset.sources)
    assert all(rule.review > ruleset.in_force_from for rule in ruleset.rules)


def test_reasons_are_short_sentences(ruleset):
    for rule in ruleset.rules:
        assert rule.because.text.endswith(".")
        assert len(rule.because.text.split()) <= 24, rule.id
