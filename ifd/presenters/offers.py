"""What the public reads about an offer, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from ifd.models import ServiceOffer
from ifd.queries.directory import OLDEST, place_name
from triage.directory import EVERYWHERE, Capacity, Delivery
from triage.vocabulary import Need, OfferKind, Requester

_FOR = {
    Requester.YOUNG_PERSON: "young people",
    Requester.PARENT_CARER: "parents and carers",
    Requester.PROFESSIONAL: "people who work with children or young people",
}
_SHORT_NAMES = {"CAMHS": "CAMHS is the NHS mental health team for under 18s."}
_HOW = {
    Delivery.FACE_TO_FACE: "face to face",
    Delivery.ONLINE: "online",
    Delivery.PHONE: "by telephone",
    Delivery.GROUP: "in a group",
    Delivery.AT_SCHOOL: "at school",
    Delivery.HOME: "at home",
}


def ages(offer: ServiceOffer) -> str:
    """'Ages 11 to 25', 'Up to age 17', 'Age 16 and over', 'Any age'."""
    has_youngest, has_oldest = offer.min_age > 0, offer.max_age < OLDEST
    if has_youngest and has_oldest:
        return f"Ages {offer.min_age} to {offer.max_age}"
    if has_oldest:
        return f"Up to age {offer.max_age}"
    return f"Age {offer.min_age} and over" if has_youngest else "Any age"


def places(offer: ServiceOffer) -> str:
    """Where it is, as a list in words."""
    if tuple(offer.details["areas"]) == EVERYWHERE:
        return "The whole area"
    return listed([place_name(slug) for slug in offer.details["areas"]])


def facts(offer: ServiceOffer) -> list[tuple[str, str]]:
    """The rest of what people ask, as pairs of a name and a value."""
    contact = offer.details["contact"]
    pairs = [
        ("Who runs it", offer.organisation.name),
        ("Where", places(offer)),
        ("How", listed([_HOW[Delivery(word)] for word in offer.details["delivery"]]).capitalize()),
        ("Who comes", listed([_FOR[Requester(word)] for word in offer.details["audience"]]).capitalize()),
        ("Open", offer.details["opening"]),
        ("Telephone", contact["phone"]),
        ("E-mail", contact["email"]),
        ("On the web", contact["web"]),
    ]
    return [(name, value) for name, value in pairs if value]


def capacity_label(value: str) -> str:
    """'Full for now'."""
    return Capacity(value).label


def kinds_for(need: Need) -> frozenset[OfferKind]:
    """The kinds of offer to show somebody who looks around for this need."""
    return _kinds()[need]


@dataclass(frozen=True)
class Group:
    """Offers that belong together under a heading families understand."""

    name: str
    offers: tuple[ServiceOffer, ...]

    @property
    def anchor(self) -> str:
        return f"group-{self.offers[0].kind.replace('_', '-')}"


def grouped(offers: Iterable[ServiceOffer]) -> list[Group]:
    """The offers by group, everyday help first; a group with none is left out. No offer is lost."""
    by_group: dict[str, list[ServiceOffer]] = {name: [] for name in _groups().values()}
    for offer in offers:
        by_group[_groups()[OfferKind(offer.kind)]].append(offer)
    return [Group(name, tuple(found)) for name, found in by_group.items() if found]


def explained(text: str) -> str:
    """A sentence for the short names in a text that families may not know; nothing where there is none."""
    return " ".join(sentence for short, sentence in _SHORT_NAMES.items() if short in text)


def listed(words: list[str]) -> str:
    """'a, b and c'."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


@cache
def _groups() -> dict[OfferKind, str]:
    """The name of the group of each kind, in the order of the groups. Every kind has exactly one."""
    said = yaml.safe_load((files("ifd") / "data" / "offer_groups.yaml").read_text(encoding="utf-8"))
    named = [(OfferKind(kind), group["name"]) for group in said for kind in group["kinds"]]
    if sorted(kind for kind, _name in named) != sorted(OfferKind):
        raise ValueError("offer_groups.yaml should name every kind of offer exactly once.")
    return dict(named)


@cache
def _kinds() -> dict[Need, frozenset[OfferKind]]:
    said = yaml.safe_load((files("ifd") / "data" / "offers_for_needs.yaml").read_text(encoding="utf-8"))
    for_anyone = said["for_anyone"]
    return {
        need: frozenset(OfferKind(kind) for kind in (*said["needs"][need.value], *for_anyone))
        for need in Need
    }
