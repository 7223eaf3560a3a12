"""For whom a self-care page or a crisis line is, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from forms.finding import AgeBand
from triage.crisis import CrisisContact, crisis_contacts
from triage.library import Resource
from triage.vocabulary import Need, Requester

_SHOWN_ABOVE = ("999", "111", "https://111.nhs.uk")
_FOREMOST = 4
_READERS = {
    Requester.YOUNG_PERSON: "young people",
    Requester.PARENT_CARER: "parents and carers",
    Requester.PROFESSIONAL: "professionals",
}


def for_whom(page: Resource) -> str:
    """'For young people aged 12 to 17 to read.', 'About ages 0 to 4, for parents and carers.'"""
    readers = " and ".join(_READERS[reader] for reader in Requester if reader in page.audiences)
    about = _ages(page.min_age, page.max_age)
    if page.audiences == {Requester.YOUNG_PERSON}:
        return f"For {readers}{f' aged {about}' if about else ''}."
    return f"For {readers}{f', about ages {about}' if about else ''}."


@dataclass(frozen=True)
class HelpLine:
    """One service and every way to reach it."""

    name: str
    what_for: str
    ways: tuple[CrisisContact, ...]

    @property
    def is_without_speech(self) -> bool:
        return self.ways[0].is_without_speech

    @property
    def is_for_one_need(self) -> bool:
        return bool(self.ways[0].needs)


def help_lines(contacts: Iterable[CrisisContact]) -> list[HelpLine]:
    """Contacts put together by service, in the order of the list."""
    by_service: dict[str, list[CrisisContact]] = {}
    for contact in contacts:
        by_service.setdefault(contact.service, []).append(contact)
    return [HelpLine(name, ways[0].what_for, tuple(ways)) for name, ways in by_service.items()]


def lines_by_band(
    band: AgeBand | None, requester: Requester | str | None, needs: Collection[Need] | None = None
) -> list[HelpLine]:
    """Every line beside 999 and 111 for somebody of whom only a few years of age are known.

    One that may fit is not left out.
    """
    fitting = crisis_contacts(audience=requester or None, needs=needs)
    return help_lines(
        contact
        for contact in fitting
        if contact.value not in _SHOWN_ABOVE
        and (band is None or band.meets(contact.min_age, contact.max_age))
    )


def foremost(lines: Iterable[HelpLine]) -> list[HelpLine]:
    """The first few lines for anything, and those for the very needs that were named."""
    lines = list(lines)
    for_anything = [line for line in lines if not line.is_for_one_need and not line.is_without_speech]
    first = for_anything[:_FOREMOST]
    return [line for line in lines if line in first or line.is_for_one_need or line.is_without_speech]


def lines_to_talk_to(age: int | None, requester: Requester | None, needs: Collection[Need] = ()) -> list[HelpLine]:
    """Whom somebody could talk to now, beside 999 and 111, which every such page shows first by itself."""
    fitting = crisis_contacts(age, requester, needs)
    return help_lines(contact for contact in fitting if contact.value not in _SHOWN_ABOVE)


def _ages(youngest: int | None, oldest: int | None) -> str:
    if youngest is None and oldest is None:
        return ""
    if oldest is None:
        return f"{youngest} and over"
    return f"{youngest or 0} to {oldest}"
