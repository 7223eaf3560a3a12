"""Running a rule set's own examples: each says for whom its rule must, or must not, hold."""

from __future__ import annotations

from dataclasses import dataclass

from triage.facts import facts_from_example
from triage.rules.language import evaluate
from triage.rules.ruleset import Example, Rule, RuleSet


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
