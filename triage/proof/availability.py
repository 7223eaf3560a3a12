"""Which kinds of offer are there for whom, as the package itself chooses, tabled and told to the solver.

`triage.package` is asked for every kind and every sort of person, so nothing here can differ from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import z3

from triage.ages import OLDEST
from triage.case import OLDEST as OLDEST_TOLD
from triage.directory import Capacity, Offer
from triage.engine import reach_of
from triage.facts import FACTS, PLACE_OF, Facts
from triage.package import Package, Person, by_kind
from triage.proof.answers import AREA, PLACE, REQUESTER, Answer, Sent, Term
from triage.rules.ruleset import OfferEffect, RuleSet
from triage.rules.ruleset import Place as PlaceInPackage
from triage.vocabulary import OfferKind, PostcodeArea, Requester

Available = Mapping[OfferKind, Term]
Ages = frozenset[int | None]


class Living(NamedTuple):
    """What, beside the age, choosing an offer turns on."""

    outside: bool
    requester: Requester | None
    place: str | None


def all_with(offers: Iterable[Offer], capacity: Capacity) -> tuple[Offer, ...]:
    """The same services, each of them open, full or closed."""
    return tuple(replace(offer, capacity=capacity) for offer in offers)


def person(ruleset: RuleSet, age: int | None, living: Living) -> Person:
    """Somebody as the package sees them."""
    facts: Facts = [None] * len(FACTS)
    facts[PLACE_OF["age"]], facts[PLACE_OF["out_of_area"]] = age, living.outside or None
    return Person(age, living.place, living.requester, reach_of(facts, ruleset))


def chosen(somebody: Person, kinds: Sequence[OfferKind], directory: Mapping) -> Package:
    """The package of somebody who is to have the first of `kinds` that is there for them."""
    package = Package(somebody, directory)
    package.add([(OfferEffect(PlaceInPackage.LEAD, tuple(kinds)), "")])
    return package


def ways_of_living(sent: Sent) -> list[Living]:
    places = [None, *sent[PLACE].says]
    requesters = [None, *Requester]
    return [Living(out, who, where) for out in (False, True) for who in requesters for where in places]


def turning_ages(offers: Iterable[Offer]) -> list[int]:
    """The first age of each stretch of years in which every offer is for all or for none."""
    limits = {offer.min_age or 0 for offer in offers}
    limits |= {offer.max_age + 1 for offer in offers if offer.max_age is not None}
    return sorted(age for age in limits | {0, OLDEST + 1} if age <= OLDEST_TOLD)


def available(sent: Sent, ruleset: RuleSet, offers: Sequence[Offer]) -> Available:
    """For each kind of offer, when it is there for somebody."""
    directory = by_kind(offers)
    tables = _Tables(sent, (None, *turning_ages(offers)))
    people = {
        living: [person(ruleset, age, living) for age in tables.ages] for living in ways_of_living(sent)
    }
    return {
        kind: tables.formula({
            living: frozenset(each.age for each in same if kind in chosen(each, (kind,), directory).offers)
            for living, same in people.items()
        })
        for kind in OfferKind
    }  # fmt: skip


class _Tables:
    """Tables of who may have a kind, told in few words: what makes no difference is not asked."""

    def __init__(self, sent: Sent, ages: Sequence[int | None]) -> None:
        self.sent, self.ages = sent, ages
        self._of_ages: dict[Ages, Term] = {}

    def formula(self, table: Mapping[Living, Ages]) -> Term:
        """The ages of each way of living, as one formula."""
        outside, inside = (
            _by_word(
                self.sent[REQUESTER], {who: self._by_place(table, out, who) for who in (None, *Requester)}
            )
            for out in (True, False)
        )
        if outside.eq(inside):
            return inside
        return z3.If(self.sent[AREA].says[PostcodeArea.OUT_OF_AREA], outside, inside)

    def _by_place(self, table: Mapping[Living, Ages], outside: bool, requester: Requester | None) -> Term:
        answer = self.sent[PLACE]
        return _by_word(
            answer,
            {where: self._aged(table[Living(outside, requester, where)]) for where in (None, *answer.says)},
        )

    def _aged(self, found: Ages) -> Term:
        if found not in self._of_ages:
            self._of_ages[found] = self._stretches(found)
        return self._of_ages[found]

    def _stretches(self, found: Ages) -> Term:
        """Whether the age lies in one of the stretches that begin with an age of `found`."""
        if found == frozenset(self.ages):
            return z3.BoolVal(True)
        begins = [age for age in self.ages if age is not None]
        stretches = [
            self.sent.age.between(first, following - 1)
            for first, following in zip(begins, [*begins[1:], OLDEST_TOLD + 1], strict=True)
            if first in found
        ]
        unknown = [z3.Not(self.sent.age.known)] if None in found else []
        return z3.Or(*unknown, *stretches)


def _by_word(answer: Answer, terms: Mapping[str | None, Term]) -> Term:
    """What is true for each word an answer may be, None being no answer."""
    first = next(iter(terms.values()))
    if all(term.eq(first) for term in terms.values()):
        return first
    unknown = z3.And(z3.Not(answer.known), terms[None])
    said = [z3.And(answer.says[word], term) for word, term in terms.items() if word is not None]
    return z3.Or(unknown, *said)
