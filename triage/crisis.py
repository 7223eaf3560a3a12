"""Whom to call or text in a crisis: one list, with an owner and the day each line was last checked.

A wrong number here can cost a life. So nothing else in the software holds a crisis number, and a test
compares every digit with a second list.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from urllib.parse import quote

from triage.ages import is_within
from triage.data_entry import DataError, Entry, package_text, parse_csv, read_entries
from triage.vocabulary import Need, Requester

CHECK_EVERY = timedelta(days=183)
"""How long a check holds: every line is tried again at least twice a year."""

_EVERYONE = "everyone"
_YES_OR_EMPTY = {"yes": True, "": False}


class ContactChannel(StrEnum):
    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    WEB = "web"

    @property
    def label(self) -> str:
        return {"phone": "Call", "sms": "Text", "email": "Email", "web": "Go to"}[self]


class CrisisContactsError(DataError):
    """The list of crisis contacts has mistakes; `mistakes` lists them all."""


@dataclass(frozen=True, slots=True)
class CrisisContact:
    """One way to reach one service. Ages are whole years, both ends included; None means no limit."""

    service: str
    channel: ContactChannel
    value: str
    keyword: str
    audience: frozenset[Requester]
    min_age: int | None
    max_age: int | None
    needs: frozenset[Need]
    is_without_speech: bool
    hours: str
    what_for: str
    status: str
    source: str
    owner: str
    last_checked: date | None

    @property
    def href(self) -> str:
        """The link that opens the telephone, the message, the mail or the page."""
        digits = self.value.replace(" ", "")
        match self.channel:
            case ContactChannel.PHONE:
                return f"tel:{digits}"
            case ContactChannel.SMS:
                return f"sms:{digits}?body={quote(self.keyword)}" if self.keyword else f"sms:{digits}"
            case ContactChannel.EMAIL:
                return f"mailto:{self.value}"
            case ContactChannel.WEB:
                return self.value

    @property
    def how(self) -> str:
        """What to do, in words: 'Text SHOUT to 85258'."""
        if self.keyword:
            return f"{self.channel.label} {self.keyword} to {self.value}"
        return f"{self.channel.label} {self.value.removeprefix('https://')}"

    def is_for(self, age: int | None, audience: Requester | None) -> bool:
        """Whether it fits. An age or audience nobody knows rules nothing out."""
        is_reader = audience is None or audience in self.audience
        return is_reader and is_within(age, self.min_age, self.max_age)

    def is_overdue(self, today: date) -> bool:
        """Whether somebody should try this line again by now. One never checked is overdue."""
        return self.last_checked is None or self.last_checked + CHECK_EVERY < today


def load_crisis_contacts(text: str) -> tuple[CrisisContact, ...]:
    """Contacts from CSV text. Raises `CrisisContactsError` with every mistake in it."""
    mistakes: list[str] = []
    rows = [_spread(n, row) for n, row in enumerate(parse_csv(text), 2)]
    contacts = read_entries(rows, "row", _contact, mistakes, key="row")
    if mistakes:
        raise CrisisContactsError(mistakes)
    return contacts


@cache
def _reference() -> tuple[CrisisContact, ...]:
    return load_crisis_contacts(package_text("crisis_contacts.csv"))


def crisis_contacts(
    age: int | None = None,
    audience: Requester | str | None = None,
    needs: Collection[Need] | None = None,
) -> tuple[CrisisContact, ...]:
    """The contacts right for someone, in the order of the file; 999 and 111 are always the first of them.

    The file holds the one order: 999 and 111, then the lines for a child, for parents, for anyone, for one
    kind of need, and last those for people who cannot hear or speak on a telephone.
    `age` is that of the child, young person or young adult, and `audience` who is reading. With `needs`,
    a line for one kind of need is left out unless that need was named; without, all are listed.
    """
    fitting = _fitting(age, Requester(audience) if audience is not None else None)
    if needs is None:
        return fitting
    return tuple(contact for contact in fitting if not contact.needs or contact.needs.intersection(needs))


@lru_cache(maxsize=256)
def _fitting(age: int | None, audience: Requester | None) -> tuple[CrisisContact, ...]:
    return tuple(contact for contact in _reference() if contact.is_for(age, audience))


def overdue_contacts(today: date) -> tuple[CrisisContact, ...]:
    """The lines somebody should try again, for the banner that administrators see."""
    return tuple(contact for contact in _reference() if contact.is_overdue(today))


def _spread(n: int, row: dict[str, str]) -> dict:
    """A row with its number in the file, and with the cells that hold several words as lists."""
    audience = (row.get("audience") or "").split()
    everyone = list(Requester) if audience == [_EVERYONE] else audience
    without_speech = (row.get("without_speech") or "").strip()
    return {
        **row,
        "row": n,
        "audience": everyone,
        "needs": (row.get("needs") or "").split(),
        "without_speech": _YES_OR_EMPTY.get(without_speech, without_speech),
    }


def _contact(entry: Entry) -> CrisisContact:
    entry.number("row", 2, 10_000)
    channel = entry.word("channel", ContactChannel)
    value = entry.text("value")
    if channel in (ContactChannel.PHONE, ContactChannel.SMS) and not value.replace(" ", "").isdigit():
        entry.wrong(f"has the number '{value}', which should be digits and spaces")
    min_age, max_age = entry.ages(oldest=120)
    return CrisisContact(
        service=entry.text("service"),
        channel=channel,
        value=value,
        keyword=entry.text("keyword", needed=False),
        audience=frozenset(entry.words("audience", Requester)),
        min_age=min_age,
        max_age=max_age,
        needs=frozenset(entry.words("needs", Need, needed=False)),
        is_without_speech=entry.yes_no("without_speech", default=False),
        hours=entry.text("hours"),
        what_for=entry.text("what_for"),
        status=entry.text("status"),
        source=entry.text("source"),
        owner=entry.text("owner"),
        last_checked=entry.day("last_checked", needed=False),
    )
