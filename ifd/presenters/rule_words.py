"""The words rules are made of: terms and what they mean, and facts as they are written and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from triage.facts import FACTS, Fact
from triage.rules.language import terms_named
from triage.rules.phrases import is_not_so, is_so, is_unknown, subject
from triage.rules.ruleset import Rule, Term
from triage.rules.telling import tell_condition


class ToldTerm(NamedTuple):
    """A term of the glossary: what it is called, and what that means."""

    term: Term
    means: str
    used_by: tuple[Rule, ...]


def glossary(terms: Mapping[str, Term], rules: Sequence[Rule]) -> list[ToldTerm]:
    """Every term in the order of the file."""
    return [
        ToldTerm(
            term,
            tell_condition(term.condition, terms),
            tuple(rule for rule in rules if name in terms_named(rule.condition)),
        )
        for name, term in terms.items()
    ]


def terms_behind(rule: Rule, terms: Mapping[str, Term]) -> list[ToldTerm]:
    """The terms a rule speaks of, and those that they speak of, each once, in the order of the file."""
    named = terms_named(rule.condition)
    return glossary({name: term for name, term in terms.items() if name in named}, ())


class ToldFact(NamedTuple):
    """A fact as it may be written and as it is told."""

    fact: Fact
    so: str
    not_so: str
    unknown: str


def facts_told() -> list[ToldFact]:
    """Every fact a rule may turn on."""
    return [_told(fact) for fact in FACTS.values()]


def _told(fact: Fact) -> ToldFact:
    if fact.words:
        return ToldFact(fact, f"{subject(fact)}: {', '.join(fact.words)}", "", is_unknown(fact).words)
    if fact.kind.name == "NUMBER":
        return ToldFact(fact, subject(fact), "", is_unknown(fact).words)
    return ToldFact(fact, is_so(fact).words, is_not_so(fact).words, is_unknown(fact).words)
