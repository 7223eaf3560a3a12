"""From the kinds of offer that rules ask for to a package of offers that are there, for this age and open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from triage.ages import OLDEST
from triage.directory import EVERYWHERE, Offer
from triage.rules.ruleset import OfferEffect
from triage.suggestion import SuggestedOffer, Unmet
from triage.vocabulary import OfferKind, Requester

# These exist whatever a directory says: 111 and the public library are there for everyone in England, and the
# front door team itself does the rest. They cannot be closed by leaving them out.
ALWAYS_THERE = frozenset(
    [
        OfferKind.CRISIS_111,
        OfferKind.SAFEGUARDING,
        OfferKind.SELF_CARE,
        OfferKind.OUT_OF_AREA_SIGNPOST,
        OfferKind.ADULT_SERVICES_SIGNPOST,
        OfferKind.PROFESSIONAL_CONSULTATION,
    ]
)

LONGEST = 6
"""Offers in a package: a family cannot take in more, and a clinician should see the main one at once."""

# What somebody can use on the day they ask. A shortened package keeps at least one.
TODAY = frozenset(
    [
        OfferKind.CRISIS_111,
        OfferKind.CRISIS_TEAM,
        OfferKind.SAFEGUARDING,
        OfferKind.SELF_CARE,
        OfferKind.ONLINE_COUNSELLING,
    ]
)
_CAMHS = frozenset([OfferKind.CAMHS_MORE_HELP, OfferKind.CAMHS_HELP])
_THERAPY = _CAMHS | {OfferKind.YOUNG_ADULT_TEAM, OfferKind.TALKING_THERAPIES, OfferKind.LOOKED_AFTER_TEAM}
# In a long package these wait: what they give is part of another offer in it.
COVERED_BY = {
    OfferKind.CAMHS_HELP: frozenset([OfferKind.CAMHS_MORE_HELP]),
    OfferKind.WELLBEING_PRACTITIONER: _THERAPY,
    OfferKind.SINGLE_SESSION: _THERAPY,
    OfferKind.COUNSELLING: _THERAPY,
    OfferKind.TALKING_THERAPIES: frozenset([OfferKind.YOUNG_ADULT_TEAM]),
}
_AGES = range(OLDEST + 1)


@dataclass(frozen=True, slots=True)
class Person:
    """What choosing an offer turns on."""

    age: int | None
    place: str | None
    requester: Requester | None
    reach: frozenset[OfferKind] | None
    """The kinds open to somebody out of area or over 25; None for everybody else, who may have any."""


@dataclass(slots=True)
class Package:
    """Offers chosen so far, in order, each kind once."""

    person: Person
    by_kind: Mapping[OfferKind, Sequence[Offer]]
    offers: dict[OfferKind, SuggestedOffer] = field(default_factory=dict)
    unmet: dict[OfferKind, Unmet] = field(default_factory=dict)
    later: tuple[OfferKind, ...] = ()
    """Kinds that fit but were left out to keep the package short; told in the reasons."""
    turns_on_place: bool = False
    """Whether a team could not be named because nobody knows where they live."""

    def add(self, wanted: Iterable[tuple[OfferEffect, str]]) -> None:
        """Add each wanted effect in the order of its place in a package, then of its rule."""
        for effect, why in sorted(wanted, key=_place):
            self._add_first(effect.kinds, why)

    def shorten(self) -> None:
        """Keep the package short: leave out what another offer covers, then from the end.

        Crisis help stands first and stays, and so does something that starts today.
        """
        kinds = list(self.offers)
        kept = kinds.copy()
        for kind, covered_by in COVERED_BY.items():
            if len(kept) > LONGEST and kind in kept[1:] and covered_by.intersection(kept):
                kept.remove(kind)
        kept, cut = kept[:LONGEST], kept[LONGEST:]
        if cut and not TODAY.intersection(kept):
            kept[-1] = next((kind for kind in cut if kind in TODAY), kept[-1])
        self.later = tuple(kind for kind in kinds if kind not in kept)
        self.offers = {kind: self.offers[kind] for kind in kept}

    def speaks_of(self, effects: Iterable[OfferEffect]) -> bool:
        """Whether any of these is in the package, left for later, or would be in it if it were open."""
        told = {*self.offers, *self.later, *self.unmet}
        return any(not told.isdisjoint(effect.kinds) for effect in effects)

    def _add_first(self, kinds: Sequence[OfferKind], why: str) -> None:
        """The first kind that fits; one that is there for this person but not open is noted as unmet."""
        for kind in kinds:
            if kind in self.offers:
                return
            if self.person.reach is not None and kind not in self.person.reach:
                continue
            suited = [offer for offer in self.by_kind.get(kind, ()) if _suits(offer, self.person)]
            if open_now := [offer for offer in suited if offer.is_open]:
                best = min(open_now, key=lambda offer: _is_for_others(offer, self.person))
                if _surely_suits(best, self.person):
                    self.offers[kind] = SuggestedOffer(kind, best.slug, why)
                    return
                if self.person.age is not None or _cover_every_age(open_now):
                    # Which team it is turns on the age or the place: the kind is offered, and that is asked.
                    self.offers[kind] = SuggestedOffer(kind, None, why)
                    self.turns_on_place |= not _is_surely_there(best, self.person)
                    return
            if kind in ALWAYS_THERE:
                self.offers[kind] = SuggestedOffer(kind, None, why)
                return
            if suited and not open_now:
                note = (
                    f"{kind.label} would come first, but {suited[0].name} is {suited[0].capacity} at present."
                )
                self.unmet.setdefault(kind, Unmet(kind, note))


def by_kind(offers: Iterable[Offer]) -> dict[OfferKind, list[Offer]]:
    kinds: dict[OfferKind, list[Offer]] = {}
    for offer in offers:
        kinds.setdefault(offer.kind, []).append(offer)
    return kinds


def _place(wanted: tuple[OfferEffect, str]) -> int:
    return wanted[0].place


def _suits(offer: Offer, person: Person) -> bool:
    return offer.is_for_age(person.age) and offer.is_for_place(person.place)


def _surely_suits(offer: Offer, person: Person) -> bool:
    """Whether it would suit them whatever is not known of them."""
    is_of_age = person.age is not None or (offer.min_age is None and offer.max_age is None)
    return is_of_age and _is_surely_there(offer, person)


def _is_surely_there(offer: Offer, person: Person) -> bool:
    return person.place is not None or offer.areas == EVERYWHERE


def _cover_every_age(offers: Iterable[Offer]) -> bool:
    return all(any(offer.is_for_age(age) for offer in offers) for age in _AGES)


def _is_for_others(offer: Offer, person: Person) -> bool:
    """Offers for this kind of requester come first; among them the order of the directory holds."""
    return person.requester is not None and person.requester not in offer.audience
