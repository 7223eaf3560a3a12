"""A rule set's own examples: each says for whom its rule must, or must not, hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from triage.facts import FACTS, PLACE_OF, Facts, Kind
from triage.rules.language import evaluate, meant
from triage.rules.ruleset import Example, Rule, RuleSet
from triage.vocabulary import Flag, Need, Want

_GROUPS = {"needs": tuple(Need), "wants": tuple(Want), "flags": tuple(Flag)}
_TRUTH = {"yes": True, "no": False, "unknown": None}
_NAMES = (*FACTS, *_GROUPS)
"""What an example may name: any fact, or a whole list of needs, wants or flags."""


def facts_from_example(values: Mapping[str, Any]) -> Facts:
    """The facts of an example: what it names, and unknown or quiet for the rest."""
    facts: Facts = [None] * len(FACTS)
    for name in FACTS:
        if name.startswith(("flags.", "unsure.")) or name in ("has_text", "text_unreadable"):
            facts[PLACE_OF[name]] = False
    for name, value in values.items():
        if name in _GROUPS:
            for member in _GROUPS[name]:
                facts[PLACE_OF[f"{name}.{member}"]] = member in value
        else:
            facts[PLACE_OF[name]] = _TRUTH.get(value, value) if isinstance(value, str) else value
    return facts


def mistake_in_example(name: Any, value: Any) -> str:
    """What is wrong with one thing an example says; '' when nothing is."""
    if name not in _NAMES:
        return f"an example cannot say '{name}'" + meant(str(name), _NAMES)
    if name in _GROUPS:
        if isinstance(value, list) and all(f"{name}.{item}" in FACTS for item in value):
            return ""
        return f"in an example '{name}' is a list, and one of its words is not known: {value!r}"
    fact = FACTS[name]
    fits = {
        Kind.TRUTH: value in ("yes", "no", "unknown"),
        Kind.NUMBER: type(value) is int or value == "unknown",
        Kind.WORD: value in fact.words or value == "unknown",
    }[fact.kind]
    return "" if fits else f"in an example '{name}' is never {value!r}"


@dataclass(frozen=True, slots=True)
class Surprise:
    """An example its rule does not agree with."""

    rule: Rule
    example: Example

    def __str__(self) -> str:
        person = (
            ", ".join(f"{name} {value}" for name, value in self.example.values.items())
            or "nobody knows anything"
        )
        does, should = ("does not hold", "must") if self.example.fires else ("holds", "must not")
        return f"line {self.rule.line}: rule '{self.rule.id}' {does} where it {should}: {person}"


def surprises(ruleset: RuleSet) -> list[Surprise]:
    """The examples that come out other than they say; empty when all is well."""
    return [
        Surprise(rule, example)
        for rule in ruleset.rules
        for example in rule.examples
        if (evaluate(rule.condition, facts_from_example(example.values)) is True) != example.fires
    ]


def number_of_examples(ruleset: RuleSet) -> int:
    return sum(len(rule.examples) for rule in ruleset.rules)
