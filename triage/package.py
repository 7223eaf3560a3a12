"""From the kinds of offer that rules ask for to a package of offers that are there, for this age and open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from triage.directory import Offer
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

    def add(self, wanted: Iterable[tuple[OfferEffect, str]]) -> None:
        """Add each wanted effect in the order of its place in a package, then of its rule."""
        for effect, why in sorted(wanted, key=_place):
            self._add_first(effect.kinds, why)

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
                self.offers[kind] = SuggestedOffer(kind, best.slug, why)
                return
            if kind in ALWAYS_THERE:
                self.offers[kind] = SuggestedOffer(kind, None, why)
                return
            if suited:
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


def _is_for_others(offer: Offer, person: Person) -> bool:
    """Offers for this kind of requester come first; among them the order of the directory holds."""
    return person.requester is not None and person.requester not in offer.audience
