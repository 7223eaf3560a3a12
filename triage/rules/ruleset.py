"""A rule set: one dated version of every rule, ready to run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from string import Formatter
from typing import Any

from triage.facts import FACTS, PLACE_OF, Facts, Kind
from triage.rules.compiling import compile_conditions
from triage.rules.language import Condition, facts_named
from triage.vocabulary import Flag, Need, OfferKind, Priority, Thrive


class Place(IntEnum):
    """Where in a package an offer stands. A package reads crisis help first and small helps last."""

    CRISIS = 0
    LEAD = 1
    ALONGSIDE = 2
    MEANWHILE = 3


class Beyond(StrEnum):
    """People the area's own services are not for: helped onward, with what the rule set says reaches them."""

    OUT_OF_AREA = "out_of_area"
    OVER_25 = "over_25"


@dataclass(frozen=True, slots=True)
class OfferEffect:
    """An offer to suggest: the first of `kinds` that is for this person and open."""

    place: Place
    kinds: tuple[OfferKind, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question a triager would still have to put, and the answer it would fill."""

    field: str
    question: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with places for facts, such as 'aged {age}'."""

    text: str
    pieces: tuple[tuple[str, int | None], ...]

    def about(self, facts: Facts) -> str:
        if len(self.pieces) == 1 and self.pieces[0][1] is None:
            return self.pieces[0][0]
        return "".join(words + ("" if place is None else said(facts[place])) for words, place in self.pieces)


def sentence(text: str) -> Sentence:
    """Read a sentence; raises KeyError with the name when it speaks of no number or word we hold."""
    pieces = []
    for words, name, _, _ in Formatter().parse(" ".join(text.split())):
        if name is not None and (name not in FACTS or FACTS[name].kind is Kind.TRUTH):
            raise KeyError(name)
        pieces.append((words, None if name is None else PLACE_OF[name]))
    return Sentence(text, tuple(pieces))


def said(value: Any) -> str:
    """The value of a fact in words."""
    if value is None:
        return "not known"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value).replace("_", " ")


@dataclass(frozen=True, slots=True)
class Term:
    """A name the rule set gives to a condition, and the words that stand for it in a sentence."""

    name: str
    called: str
    when: str
    condition: Condition
    line: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """People the rule must fire for, or must stay quiet for: facts by name."""

    fires: bool
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: when it holds, what it adds or raises, and why, as a clinician would say it."""

    id: str
    title: str
    when: str
    condition: Condition
    because: Sentence
    source: str
    owner: str
    review: date
    flag: Flag | None = None
    evidence: tuple[str, ...] = ()
    raises: Priority | None = None
    thrive: Thrive | None = None
    offers: tuple[OfferEffect, ...] = ()
    starts_now: tuple[Need, ...] = ()
    ask: Ask | None = None
    examples: tuple[Example, ...] = ()
    line: int = 0
    evidence_places: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """For each answer named as evidence, the places of its facts that the condition turns on."""

    def found_on(self, facts: Facts) -> Iterator[str]:
        """The answers, of those it names as evidence, that speak for the flag in this case."""
        for field, places in self.evidence_places:
            if any(facts[place] not in (None, False) for place in places):
                yield field

    @property
    def concludes(self) -> bool:
        """Whether it does more than offer something or ask a question."""
        return bool(self.flag or self.raises or self.thrive or self.starts_now)


def places_of_evidence(
    evidence: tuple[str, ...], condition: Condition
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Worked out once, when a rule is read: it is asked for every case."""
    named = facts_named(condition)
    return tuple(
        (field, tuple(PLACE_OF[name] for name in named if FACTS[name].field == field)) for field in evidence
    )


class RuleSet:
    """Every rule of one version. Rules that find red flags run first; the others may then speak of flags."""

    def __init__(
        self,
        version: str,
        in_force_from: date,
        rules: tuple[Rule, ...],
        sources: Mapping[str, str],
        reach: Mapping[Beyond, frozenset[OfferKind]],
        terms: Mapping[str, Term],
    ) -> None:
        self.version = version
        self.in_force_from = in_force_from
        self.rules = rules
        self.sources = sources
        self.reach = reach
        self.terms = terms
        self.flag_rules = tuple(rule for rule in rules if rule.flag)
        self.other_rules = tuple(rule for rule in rules if not rule.flag)
        self.fired_flag_rules = compile_conditions([rule.condition for rule in self.flag_rules])
        self.fired_other_rules = compile_conditions([rule.condition for rule in self.other_rules])

    def __repr__(self) -> str:
        return f"<RuleSet {self.version}, {len(self.rules)} rules>"
