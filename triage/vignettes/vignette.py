"""A vignette: a made-up request, the answers that are acceptable, and the published criterion they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from json import dumps
from typing import Any

from triage.case import Case
from triage.vocabulary import Flag, OfferKind, Priority, Thrive


class Category(StrEnum):
    """What the request is chiefly about. A vignette has one; its request may name several needs."""

    BABIES = "babies"
    PERINATAL = "perinatal"
    ANXIETY = "anxiety"
    MOOD = "mood"
    SLEEP = "sleep"
    OCD = "ocd"
    TRAUMA = "trauma"
    BEREAVEMENT = "bereavement"
    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    PSYCHOSIS = "psychosis"
    EATING = "eating"
    ABUSE_AND_NEGLECT = "abuse_and_neglect"
    HARM_TO_OTHERS = "harm_to_others"
    SUBSTANCES = "substances"
    BEHAVIOUR = "behaviour"
    NEURODEVELOPMENTAL = "neurodevelopmental"
    FAMILY = "family"
    FRIENDSHIPS = "friendships"
    SCHOOL = "school"
    GENDER = "gender"
    LOOKED_AFTER = "looked_after"
    PHYSICAL_HEALTH = "physical_health"
    HOUSING_MONEY = "housing_money"
    YOUNG_ADULTS = "young_adults"
    PLACE_AND_AGE = "place_and_age"
    COMMUNICATION = "communication"
    ADVICE_ONLY = "advice_only"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return _CATEGORY_LABELS.get(self) or _in_words(self)


_CATEGORY_LABELS = {
    Category.PERINATAL: "Pregnancy and new parents",
    Category.SELF_HARM: "Self-harm",
    Category.OCD: "Obsessions and rituals",
    Category.EATING: "Eating and body image",
    Category.SUBSTANCES: "Alcohol and drugs",
    Category.NEURODEVELOPMENTAL: "Autism, ADHD and tics",
    Category.GENDER: "Gender identity",
    Category.LOOKED_AFTER: "In care and leaving care",
    Category.HOUSING_MONEY: "Housing and money",
    Category.PLACE_AND_AGE: "Out of area and over 25",
    Category.COMMUNICATION: "Languages and shorthand",
    Category.UNKNOWN: "Little or nothing known",
}


class Trap(StrEnum):
    """What could lead a triager, or a machine, astray."""

    ANSWERS_SAY_NO = "answers_say_no"
    HISTORY = "history"
    OTHER_PEOPLE = "other_people"
    IDIOM = "idiom"
    SAFETY_NETTING = "safety_netting"
    UNREADABLE = "unreadable"
    NOTHING_KNOWN = "nothing_known"
    UNSURE_OR_DECLINED = "unsure_or_declined"
    OUT_OF_AREA = "out_of_area"
    OVER_AGE = "over_age"
    INFANT = "infant"
    NEW_PARENT = "new_parent"
    LOOKED_AFTER = "looked_after"
    KNOWN_TO_SERVICES = "known_to_services"
    ONLY_INFORMATION = "only_information"
    NEURODEVELOPMENTAL_WAIT = "neurodevelopmental_wait"
    EXCLUSION = "exclusion"
    TOO_COMPLEX = "too_complex"

    @property
    def label(self) -> str:
        return _TRAP_LABELS.get(self) or _in_words(self)


_TRAP_LABELS = {
    Trap.ANSWERS_SAY_NO: "The answers say no, the words say otherwise",
    Trap.HISTORY: "It is told of the past",
    Trap.OTHER_PEOPLE: "It is told of somebody else",
    Trap.IDIOM: "A manner of speaking",
    Trap.SAFETY_NETTING: "Denials and advice on when to come back",
    Trap.UNREADABLE: "Another language, or pictures",
    Trap.ONLY_INFORMATION: "Asks only for information or advice",
    Trap.NEURODEVELOPMENTAL_WAIT: "Waits for an autism or ADHD assessment",
    Trap.EXCLUSION: "Alcohol or drugs used as a reason to exclude",
    Trap.TOO_COMPLEX: "Turned away elsewhere as too complex",
}


class AgeBand(StrEnum):
    """The ages a score is told by."""

    BABIES = "0-1"
    TODDLERS = "2-4"
    PRIMARY = "5-10"
    EARLY_TEENS = "11-13"
    MIDDLE_TEENS = "14-15"
    LATE_TEENS = "16-17"
    YOUNG_ADULTS = "18-25"
    OLDER = "over 25"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {"over 25": "Over 25", "unknown": "Age not known"}.get(
            self, f"Age {self.replace('-', ' to ')}"
        )


_LAST_YEARS = {
    1: AgeBand.BABIES,
    4: AgeBand.TODDLERS,
    10: AgeBand.PRIMARY,
    13: AgeBand.EARLY_TEENS,
    15: AgeBand.MIDDLE_TEENS,
    17: AgeBand.LATE_TEENS,
    25: AgeBand.YOUNG_ADULTS,
}


def age_band(years: int | None) -> AgeBand:
    if years is None:
        return AgeBand.UNKNOWN
    return next((band for last, band in _LAST_YEARS.items() if years <= last), AgeBand.OLDER)


def _in_words(word: StrEnum) -> str:
    return word.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a published document asks for, in our words, and where it stands."""

    name: str
    source: str
    says: str


@dataclass(frozen=True, slots=True)
class Acceptable:
    """Every answer within these is acceptable."""

    most_urgent: Priority
    least_urgent: Priority
    offers_any_of: tuple[OfferKind, ...]
    offers_first_of: tuple[OfferKind, ...] = ()
    """One of these stands among the first three."""
    offers_must_not: tuple[OfferKind, ...] = ()
    flags: tuple[Flag, ...] = ()
    flags_any_of: tuple[Flag, ...] = ()
    flags_must_not: tuple[Flag, ...] = ()
    thrive: tuple[Thrive, ...] = ()
    """Empty where every grouping is acceptable."""


@dataclass(frozen=True)
class Vignette:
    """One made-up request with its acceptable answers. `request` is its request document."""

    id: str
    title: str
    category: Category
    request: Mapping[str, Any]
    case: Case
    acceptable: Acceptable
    criterion: Criterion
    trap: Trap | None = None
    note: str = ""
    held_out: bool = False

    @property
    def age_band(self) -> AgeBand:
        return age_band(self.case.years)

    @cached_property
    def hash(self) -> str:
        """Changes with every word that a reviewer agreed or disagreed with."""
        told = [self.title, self.request, _words(self.acceptable), _words(self.criterion), self.note]
        return sha256(dumps(told, sort_keys=True).encode()).hexdigest()


def _words(value: Acceptable | Criterion) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}
