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
from triage.proof.answers import AREA, PLACE, REQUESTER, Sent, Term
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


def turning_ages(ruleset: RuleSet, offers: Iterable[Offer]) -> list[int]:
    """The first age of each stretch of years in which every offer is for all or for none."""
    limits = {offer.min_age or 0 for offer in offers}
    limits |= {offer.max_age + 1 for offer in offers if offer.max_age is not None}
    return sorted(age for age in limits | {0, OLDEST + 1} if age <= OLDEST_TOLD)


def available(sent: Sent, ruleset: RuleSet, offers: Sequence[Offer]) -> Available:
    """For each kind of offer, when it is there for somebody."""
    directory = by_kind(offers)
    ages = (None, *turning_ages(ruleset, offers))
    people = {living: [person(ruleset, age, living) for age in ages] for living in ways_of_living(sent)}
    return {
        kind: _formula(sent, ages, {
            living: frozenset(each.age for each in same if kind in chosen(each, (kind,), directory).offers)
            for living, same in people.items()
        })
        for kind in OfferKind
    }  # fmt: skip


def _formula(sent: Sent, ages: Sequence[int | None], table: Mapping[Living, Ages]) -> Term:
    """The table in few words: what makes no difference is not asked."""
    return _split(
        sent[AREA].says[PostcodeArea.OUT_OF_AREA],
        *(
            _by_requester(
                sent, ages, {living[1:]: found for living, found in table.items() if living.outside is out}
            )
            for out in (True, False)
        ),
    )


def _by_requester(sent: Sent, ages: Sequence[int | None], table: Mapping[tuple, Ages]) -> Term:
    answer = sent[REQUESTER]
    tables = {}
    for (who, where), found in table.items():
        tables.setdefault(who, {})[where] = found
    return _by_word(answer, {who: _by_place(sent, ages, places) for who, places in tables.items()})


def _by_place(sent: Sent, ages: Sequence[int | None], table: Mapping[str | None, Ages]) -> Term:
    return _by_word(sent[PLACE], {where: _of_age(sent, ages, found) for where, found in table.items()})


def _by_word(answer, terms: Mapping[str | None, Term]) -> Term:
    """What is true for each word an answer may be, None being no answer."""
    first = next(iter(terms.values()))
    if all(term.eq(first) for term in terms.values()):
        return first
    unknown = z3.And(z3.Not(answer.known), terms[None])
    return z3.Or(
        unknown, *(z3.And(answer.says[word], term) for word, term in terms.items() if word is not None)
    )


def _split(condition: Term, when_true: Term, when_false: Term) -> Term:
    return when_true if when_true.eq(when_false) else z3.If(condition, when_true, when_false)


def _of_age(sent: Sent, ages: Sequence[int | None], found: Ages) -> Term:
    """Whether the age lies in one of the stretches that begin with an age of `found`."""
    if found == frozenset(ages):
        return z3.BoolVal(True)
    begins = [age for age in ages if age is not None]
    stretches = [
        sent.age.between(first, next_first - 1)
        for first, next_first in zip(begins, [*begins[1:], OLDEST_TOLD + 1], strict=True)
        if first in found
    ]
    unknown = [z3.Not(sent.age.known)] if None in found else []
    return z3.Or(*unknown, *stretches)
