"""Conditions as formulas: the one meaning of `triage.rules.two_valued`, written for the solver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import z3

from triage.facts import Fact, Kind
from triage.proof.answers import Age, Answer, Term


class Truth(NamedTuple):
    """A fact that is true or false by itself: when it is certainly so, and when certainly not."""

    yes: Term
    no: Term


FactTerms = Mapping[str, Truth | Answer | Age]
"""What stands for each declared fact."""


class Formulas:
    """The few signs of `two_valued.Language`, over the facts of a request."""

    def __init__(self, facts: FactTerms) -> None:
        self.facts = facts

    def always(self) -> Term:
        return z3.BoolVal(True)

    def never(self) -> Term:
        return z3.BoolVal(False)

    def is_true(self, fact: Fact) -> Term:
        return self.facts[fact.name].yes

    def is_false(self, fact: Fact) -> Term:
        return self.facts[fact.name].no

    def compares(self, fact: Fact, sign: str, value: int | str) -> Term:
        if fact.kind is Kind.NUMBER:
            age = self.facts[fact.name]
            return z3.And(age.known, _number(age, sign, value))
        return self.among(fact, (value,)) if sign == "==" else self.not_among(fact, (value,))

    def among(self, fact: Fact, words: tuple[str, ...]) -> Term:
        says = self.facts[fact.name].says
        return z3.Or([says[word] for word in words if word in says])

    def not_among(self, fact: Fact, words: tuple[str, ...]) -> Term:
        return z3.Or([says for word, says in self.facts[fact.name].says.items() if word not in words])

    def opposite(self, of: Term) -> Term:
        return z3.Not(of)

    def all_of(self, parts: Iterable[Term]) -> Term:
        return z3.And(list(parts))

    def any_of(self, parts: Iterable[Term]) -> Term:
        return z3.Or(list(parts))


def _number(age: Age, sign: str, value: int) -> Term:
    match sign:
        case ">=":
            return age.at_least(value)
        case ">":
            return age.at_least(value + 1)
        case "<":
            return z3.Not(age.at_least(value))
        case "<=":
            return z3.Not(age.at_least(value + 1))
        case "==":
            return z3.And(age.at_least(value), z3.Not(age.at_least(value + 1)))
        case "!=":
            return z3.Or(z3.Not(age.at_least(value)), age.at_least(value + 1))
    raise ValueError(sign)
