"""The directory of service offers: who does what in the area, for whom, where, and how to get there.

The directory is data (`data/offers.yaml`), so an area puts its own in without touching the code. Loading
is strict: a directory with a mistake is refused whole, with every mistake in a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, partial

from triage.ages import is_within
from triage.data_entry import DataError, Entry, package_text, parse_yaml, read_entries
from triage.postcode import read_postcode
from triage.vocabulary import OfferKind, Requester, Thrive

EVERYWHERE = ("all",)
"""The `areas` of an offer that serves every place."""

_NEVER_EXCLUDES = ("substance", "alcohol", "drug", "complex", "dual diagnosis")


class DirectoryError(DataError):
    """The directory has mistakes; `mistakes` lists them all."""


class Delivery(StrEnum):
    FACE_TO_FACE = "face_to_face"
    ONLINE = "online"
    PHONE = "phone"
    GROUP = "group"
    AT_SCHOOL = "at_school"
    HOME = "home"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Capacity(StrEnum):
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"open": "Taking people on", "full": "Full for now", "closed": "Closed"}[self]


class OrganisationKind(StrEnum):
    FRONT_DOOR = "front_door"
    NHS = "nhs"
    COUNCIL = "council"
    CHARITY = "charity"
    COMPANY = "company"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the area, with the postcode districts that lie mostly in it."""

    slug: str
    name: str
    postcode_districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A partner in the alliance, or a national service that the area points to."""

    slug: str
    name: str
    kind: OrganisationKind
    ods_code: str
    description: str


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach an offer; any may be empty, not all."""

    phone: str = ""
    email: str = ""
    web: str = ""

    def __str__(self) -> str:
        return " · ".join(way for way in (self.phone, self.email, self.web) if way)


@dataclass(frozen=True, slots=True)
class Offer:
    """One service offer. Ages are whole years, both ends included; None means there is no limit."""

    slug: str
    kind: OfferKind
    name: str
    provider: str
    min_age: int | None
    max_age: int | None
    areas: tuple[str, ...]
    audience: tuple[Requester, ...]
    thrive: tuple[Thrive, ...]
    delivery: tuple[Delivery, ...]
    summary: str
    what_happens: str
    criteria: tuple[str, ...]
    exclusions: tuple[str, ...]
    route_in: str
    opening: str
    contact: Contact
    mhsds_team_type: str
    capacity: Capacity
    self_refer: bool
    starts_now: bool
    takes_requests: bool
    wait_note: str
    owner: str
    review_date: date
    source: str

    @property
    def is_open(self) -> bool:
        """Whether people are being taken on. A full offer may still be the best: that is unmet need."""
        return self.capacity is Capacity.OPEN

    def is_for_age(self, age: int | None) -> bool:
        """Whether the offer is for this age. An age nobody knows rules nothing out."""
        return is_within(age, self.min_age, self.max_age)

    def is_for_place(self, place: str | None) -> bool:
        """Whether the offer serves this place. A place nobody knows rules nothing out."""
        return place is None or self.areas == EVERYWHERE or place in self.areas


@dataclass(frozen=True, slots=True)
class Directory:
    """A whole, checked directory."""

    places: tuple[Place, ...]
    organisations: tuple[Organisation, ...]
    offers: tuple[Offer, ...]

    def place_of(self, postcode: str) -> Place | None:
        """The place a postcode lies in. None means not in our list, never that the person is out of area."""
        read = read_postcode(postcode)
        if read is None:
            return None
        return next((place for place in self.places if read.district in place.postcode_districts), None)


def load_directory(text: str, name: str = "offers.yaml") -> Directory:
    """A directory from YAML text. Raises `DirectoryError` with every mistake in it."""
    try:
        document = parse_yaml(text, name)
    except DataError as error:
        raise DirectoryError(error.mistakes) from None
    if not isinstance(document, dict):
        raise DirectoryError([f"{name} should hold places, organisations and offers."])
    mistakes: list[str] = []
    places = read_entries(document.get("places"), "place", _place, mistakes)
    organisations = read_entries(document.get("organisations"), "organisation", _organisation, mistakes)
    known_places = {place.slug for place in places}
    known_organisations = {organisation.slug for organisation in organisations}
    read = partial(_offer, known_places=known_places, known_organisations=known_organisations)
    offers = read_entries(document.get("offers"), "offer", read, mistakes)
    if mistakes:
        raise DirectoryError(mistakes)
    return Directory(places, organisations, offers)


@cache
def reference() -> Directory:
    """The directory that comes with the software: a believable area with made-up providers."""
    return load_directory(package_text("offers.yaml"))


def reference_directory() -> tuple[Offer, ...]:
    return reference().offers


def reference_organisations() -> tuple[Organisation, ...]:
    return reference().organisations


def reference_places() -> tuple[Place, ...]:
    return reference().places


def words_that_never_exclude(sentence: str) -> tuple[str, ...]:
    """Words in an exclusion over which nobody may be left out."""
    return tuple(word for word in _NEVER_EXCLUDES if word in sentence.lower())


def _place(entry: Entry) -> Place:
    return Place(entry.slug(), entry.text("name"), entry.texts("postcode_districts"))


def _organisation(entry: Entry) -> Organisation:
    return Organisation(
        slug=entry.slug(),
        name=entry.text("name"),
        kind=entry.word("kind", OrganisationKind),
        ods_code=entry.text("ods_code", needed=False),
        description=entry.text("description"),
    )


def _offer(entry: Entry, known_places: set[str], known_organisations: set[str]) -> Offer:
    min_age, max_age = entry.ages()
    return Offer(
        slug=entry.slug(),
        kind=entry.word("kind", OfferKind),
        name=entry.text("name"),
        provider=_provider(entry, known_organisations),
        min_age=min_age,
        max_age=max_age,
        areas=_areas(entry, known_places),
        audience=entry.words("audience", Requester),
        thrive=entry.words("thrive", Thrive),
        delivery=entry.words("delivery", Delivery),
        summary=entry.text("summary"),
        what_happens=entry.text("what_happens"),
        criteria=entry.texts("criteria"),
        exclusions=_exclusions(entry),
        route_in=entry.text("route_in"),
        opening=entry.text("opening"),
        contact=_contact(entry),
        mhsds_team_type=entry.text("mhsds_team_type", needed=False),
        capacity=entry.word("capacity", Capacity),
        self_refer=entry.yes_no("self_refer", default=False),
        starts_now=entry.yes_no("starts_now", default=False),
        takes_requests=entry.yes_no("takes_requests", default=True),
        wait_note=entry.text("wait_note"),
        owner=entry.text("owner"),
        review_date=entry.day("review_date"),
        source=entry.text("source"),
    )


def _provider(entry: Entry, known: set[str]) -> str:
    provider = entry.slug("provider")
    if provider and provider not in known:
        entry.wrong(f"names the provider '{provider}', which is not in the list of organisations")
    return provider


def _areas(entry: Entry, known: set[str]) -> tuple[str, ...]:
    areas = entry.texts("areas")
    for area in areas:
        if area not in known and areas != EVERYWHERE:
            entry.wrong(f"serves '{area}', which is not in the list of places; for everywhere write [all]")
    return areas


def _exclusions(entry: Entry) -> tuple[str, ...]:
    exclusions = entry.texts("exclusions", needed=False)
    for sentence in exclusions:
        for word in words_that_never_exclude(sentence):
            entry.wrong(f"excludes people over '{word}'; there is no wrong door, so this is not allowed")
    return exclusions


def _contact(entry: Entry) -> Contact:
    contact = Contact(
        phone=entry.text("phone", needed=False),
        email=entry.text("email", needed=False),
        web=entry.text("web", needed=False),
    )
    if contact == Contact():
        entry.wrong("has no way to reach it: give a phone, an email or a web address")
    return contact
