"""One box that finds a request: by reference, date of birth, phone, e-mail, NHS number or name.

What was typed may be read in several ways; the first that finds anything is shown. Every way is a short read
of an index, and more than a screenful is never fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from nhs_number import is_valid
from sqlalchemy import ColumnElement, Select, and_, select, union

from ifd.database import db
from ifd.models import Contact, ContactPoint, Organisation, Staff, SupportRequest, YoungPerson
from ifd.queries.scope import requests_visible_to
from ifd.search_words import search_name, search_phone, search_value
from triage.lifecycle import Status

MOST = 20
SHORTEST_NAME = 2
_MOST_NAMES = 5
_REFERENCE = re.compile(r"([2-9A-HJ-NP-Z]{4})[\s-]*([2-9A-HJ-NP-Z]{4})", re.IGNORECASE)
_LAST = "\U0010ffff"
_NUMBERS = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4}|\d{2})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Hit:
    """A request that was found, as far as a call handler needs to tell it from others."""

    reference: str
    name: str
    age: int | None
    birth_date: date | None
    postcode: str
    status: Status
    holder: str
    received_at: datetime
    next_news_at: datetime


@dataclass(frozen=True)
class Found:
    """What was found, read as what; `is_cut` when there is more than fits."""

    read_as: str
    hits: tuple[Hit, ...]
    is_cut: bool = False


def find(staff: Staff, words: str, *, today: date, most: int = MOST) -> Found:
    """The requests that fit, newest first; the ways it could be read are tried in turn."""
    read_as = ""
    for read_as, matching in _readings(words.strip(), today, most):
        rows = db.session.execute(_hits(staff, matching, most + 1)).all()
        if rows:
            return Found(read_as, tuple(_hit(row) for row in rows[:most]), len(rows) > most)
    return Found(read_as, ())


def read_date(text: str, today: date) -> date | None:
    """A date of birth as people say it: 4/5/2012, 4.5.12, 2012-05-04, 4 May 2012. None when it is not one."""
    text = text.strip()
    if match := _ISO.fullmatch(text):
        return _day(*match.groups(), today)
    if match := _NUMBERS.fullmatch(text):
        return _day(match[3], match[2], match[1], today)
    if (match := _WORDS.fullmatch(text)) and match[2][:3].lower() in _MONTHS:
        return _day(match[3], str(_MONTHS.index(match[2][:3].lower()) + 1), match[1], today)
    if re.fullmatch(r"[0-3]\d[01]\d{5}", text):
        return _day(text[4:], text[2:4], text[:2], today)
    return None


def _readings(words: str, today: date, most: int) -> Iterator[tuple[str, Select]]:
    """Each way to read the words, with the requests (by id) that fit it."""
    if match := _REFERENCE.fullmatch(words):
        yield (
            "a reference",
            select(SupportRequest.id).where(SupportRequest.reference == f"{match[1]}-{match[2]}".upper()),
        )
    if "@" in words:
        yield "an e-mail address", _with_contact(search_value("email", words))
        return
    if born := read_date(words, today):
        yield "a date of birth", _about(YoungPerson.birth_date == born, most)
    digits = re.sub(r"\D", "", words)
    if len(digits) == 10 and not re.search(r"[^\d\s-]", words) and is_valid(digits):
        yield "an NHS number", _about(YoungPerson.nhs_number == digits, most)
    if len(digits) >= 7 and not re.search(r"[^\W\d_]", words):
        yield "a telephone number", _with_contact(search_phone(words))
        return
    names = search_name(words.replace(",", " ")).split()[:_MOST_NAMES]
    if sum(map(len, names)) >= SHORTEST_NAME:
        yield "a name", _named(names, most)


def _named(names: list[str], most: int) -> Select:
    """People whose names begin so. One word may be either name; of several, either may come first."""
    if len(names) == 1:
        ways = [
            _begins(YoungPerson.family_name_search, names[0]),
            _begins(YoungPerson.given_name_search, names[0]),
        ]
    else:
        splits = [(" ".join(names[:place]), " ".join(names[place:])) for place in range(1, len(names))]
        ways = [
            and_(
                _begins(YoungPerson.family_name_search, family), _begins(YoungPerson.given_name_search, given)
            )
            for one, other in splits
            for given, family in ((one, other), (other, one))
        ]
        whole = " ".join(names)
        ways += [
            _begins(YoungPerson.family_name_search, whole),
            _begins(YoungPerson.given_name_search, whole),
        ]
    people = union(
        *(select(select(YoungPerson.id).where(way).limit(most + 1).subquery().c.id) for way in ways)
    )
    return select(SupportRequest.id).where(SupportRequest.young_person_id.in_(people))


def _begins(column, start: str) -> ColumnElement[bool]:
    """Whether a name begins so, in a form each engine answers from an index."""
    if db.engine.dialect.name == "postgresql":
        return column.startswith(start, autoescape=True)
    return and_(column >= start, column < start + _LAST)


def _about(who: ColumnElement[bool], most: int) -> Select:
    people = select(YoungPerson.id).where(who).limit(most + 1)
    return select(SupportRequest.id).where(SupportRequest.young_person_id.in_(people))


def _with_contact(value: str) -> Select:
    return (
        select(Contact.request_id)
        .join(ContactPoint, ContactPoint.contact_id == Contact.id)
        .where(ContactPoint.value_search == value, ContactPoint.value_search != "")
    )


def _hits(staff: Staff, matching: Select, limit: int) -> Select:
    return (
        requests_visible_to(staff)
        .with_only_columns(
            SupportRequest.reference,
            YoungPerson.given_name,
            YoungPerson.preferred_name,
            YoungPerson.family_name,
            SupportRequest.age_years,
            YoungPerson.birth_date,
            YoungPerson.postcode,
            SupportRequest.status,
            Organisation.name.label("holder"),
            SupportRequest.received_at,
            SupportRequest.next_news_at,
        )
        .join(YoungPerson, YoungPerson.id == SupportRequest.young_person_id)
        .join(Organisation, Organisation.id == SupportRequest.holder_id)
        .where(SupportRequest.id.in_(matching))
        .order_by(SupportRequest.received_at.desc(), SupportRequest.id.desc())
        .limit(limit)
    )


def _hit(row) -> Hit:
    called = f" ({row.preferred_name})" if row.preferred_name and row.preferred_name != row.given_name else ""
    return Hit(
        row.reference,
        f"{row.given_name}{called} {row.family_name}".strip(),
        row.age_years,
        row.birth_date,
        row.postcode,
        row.status,
        row.holder,
        row.received_at,
        row.next_news_at,
    )


def _day(year: str, month: str, day: str, today: date) -> date | None:
    full = int(year)
    if len(year) == 2:
        full += 2000 if 2000 + full <= today.year else 1900
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None
