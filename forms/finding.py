"""Looking around the public pages by topic, age, place and reader: none says who somebody is."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms import Form

from forms.fields import Line, ListOf
from triage.directory import reference_places
from triage.vocabulary import Need


@dataclass(frozen=True)
class AgeBand:
    """A few years of age, both ends included: a band says less about somebody than an age does."""

    name: str
    youngest: int
    oldest: int

    @property
    def label(self) -> str:
        return f"{self.youngest} to {self.oldest}"

    @property
    def middle(self) -> int:
        return (self.youngest + self.oldest) // 2

    def meets(self, min_age: int | None, max_age: int | None) -> bool:
        """Whether any of its years lie between these; None is no limit."""
        return (min_age is None or self.oldest >= min_age) and (max_age is None or self.youngest <= max_age)


AGE_BANDS = (AgeBand("0-4", 0, 4), AgeBand("5-11", 5, 11), AgeBand("12-17", 12, 17), AgeBand("18-25", 18, 25))

READERS = (
    ("young_person", "Me, I am the young person"),
    ("parent_carer", "Me, I am a parent or carer"),
    ("professional", "Me, I work with children or young people"),
)


def age_band(name: str) -> AgeBand | None:
    return next((band for band in AGE_BANDS if band.name == name), None)


def _age() -> ListOf:
    return ListOf(
        "How old is the child or young person?",
        [(band.name, band.label) for band in AGE_BANDS],
        empty="Any age",
    )


def _need() -> ListOf:
    return ListOf("What is it about?", [(need.value, need.label) for need in Need], empty="Anything")


class FindLines(Form):
    """Crisis lines by age and by who needs someone to talk to."""

    age = _age()
    who = ListOf("Who needs someone to talk to?", READERS, empty="Anyone")


class FindSelfCare(Form):
    """Self-care pages. The words are sent in the body of the form, so they are never in an address."""

    words = Line("Search in your own words", hint="For example: cannot sleep", longest=100)
    need = _need()
    age = _age()
    who = ListOf("Who is going to read it?", READERS, empty="Anyone")


class FindOffers(Form):
    """Offers by topic, age and place."""

    need = _need()
    age = _age()
    place = ListOf(
        "Where do you live?",
        [(place.slug, place.name) for place in reference_places()],
        empty="Anywhere in the area",
    )
