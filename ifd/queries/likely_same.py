"""Other requests that may be about the same person, by short reads of an index, and what clinicians said of each pair.

Each way of looking reads at most `MOST_A_WAY` rows, the newest, so a page takes as long with a large backlog as with
a small one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, union

from ifd.database import db
from ifd.models import Contact, ContactPoint, Organisation, SamePersonWord, Staff, SupportRequest, YoungPerson
from ifd.models.same_person import SAME, SOMEBODY_ELSE, TAKEN_BACK
from ifd.queries.scope import requests_visible_to
from ifd.search_words import search_name
from triage.lifecycle import Status
from triage.likely_same import Known, Likeness, Sure, likeness

MOST_A_WAY = 100
_CHANNELS = ("email", "sms", "phone")
_SURE = list(Sure)


@dataclass(frozen=True)
class Other:
    """Another request. `likeness` is None where only a clinician's word holds the two together."""

    reference: str
    name: str
    age: int | None
    status: Status
    holder: str
    received_at: datetime
    closed_at: datetime | None
    likeness: Likeness | None
    said: SamePersonWord | None

    @property
    def is_same(self) -> bool:
        return self.said is not None and self.said.word == SAME

    @property
    def is_somebody_else(self) -> bool:
        return self.said is not None and self.said.word == SOMEBODY_ELSE

    @property
    def is_sibling(self) -> bool:
        return not self.is_same and self.likeness is not None and self.likeness.sure is Sure.SIBLING


def others_like(staff: Staff, request: SupportRequest) -> list[Other]:
    """The others that `staff` may see: those said to be the same first, then the surest, then the newest."""
    said = words_on(request)
    sharing = set(db.session.scalars(_sharing_contacts(request))) if _reached_by(request) else set()
    rows = db.session.execute(_rows(staff, request, {*said, *sharing}))
    found = [_other(request, row, row.id in sharing, said.get(row.id)) for row in rows]
    return sorted((one for one in found if one.likeness or one.said), key=_first_to_last)


def words_on(request: SupportRequest) -> dict[int, SamePersonWord]:
    """The newest word on each pair this request is in, by the key of the other; what was taken back is no word."""
    words: dict[int, SamePersonWord] = {}
    for mine, theirs in (
        (SamePersonWord.one_id, SamePersonWord.other_id),
        (SamePersonWord.other_id, SamePersonWord.one_id),
    ):
        for word in db.session.scalars(
            select(SamePersonWord).where(mine == request.id).order_by(SamePersonWord.id)
        ):
            words[getattr(word, theirs.key)] = word
    return {other: word for other, word in words.items() if word.word != TAKEN_BACK}


def newest_word(one_id: int, other_id: int) -> SamePersonWord | None:
    """What was said last of a pair, the smaller key first."""
    return db.session.scalar(
        select(SamePersonWord)
        .where(SamePersonWord.one_id == one_id, SamePersonWord.other_id == other_id)
        .order_by(SamePersonWord.id.desc())
        .limit(1)
    )


def _sharing_contacts(request: SupportRequest) -> Select:
    """Requests with a telephone or e-mail of this one's family. A referrer's is shared by many who are strangers."""
    ways = [
        select(Contact.request_id)
        .join(ContactPoint, ContactPoint.contact_id == Contact.id)
        .where(ContactPoint.value_search == value, Contact.who != "referrer")
        .order_by(ContactPoint.id.desc())
        .limit(MOST_A_WAY)
        for value in sorted(_reached_by(request))
    ]
    return _together(ways)


def _reached_by(request: SupportRequest) -> set[str]:
    return {
        point.value_search
        for contact in request.contacts
        for point in contact.points
        if contact.who != "referrer" and point.channel in _CHANNELS and point.value_search
    }


def _people_like(person: YoungPerson) -> Iterator[Select]:
    """Whoever has the same number, date of birth or name."""
    if person.nhs_number:
        yield _people(YoungPerson.nhs_number == person.nhs_number)
    if person.birth_date:
        yield _people(YoungPerson.birth_date == person.birth_date)
    if person.family_name_search and person.given_name_search:
        yield _people(
            YoungPerson.family_name_search == person.family_name_search,
            YoungPerson.given_name_search == person.given_name_search,
        )


def _people(*who) -> Select:
    return select(YoungPerson.id).where(*who).order_by(YoungPerson.id.desc()).limit(MOST_A_WAY)


def _together(ways: Iterable[Select]) -> Select:
    """The union of reads that each stop at their limit."""
    return union(*(select(way.subquery()) for way in ways))


def _rows(staff: Staff, request: SupportRequest, ids: set[int]) -> Select:
    ways = [select(SupportRequest.id).where(SupportRequest.id.in_(sorted(ids)))]
    if people := list(_people_like(request.young_person)):
        ways.append(select(SupportRequest.id).where(SupportRequest.young_person_id.in_(_together(people))))
    return (
        requests_visible_to(staff)
        .with_only_columns(
            SupportRequest.id,
            SupportRequest.reference,
            SupportRequest.age_years,
            SupportRequest.status,
            SupportRequest.received_at,
            SupportRequest.closed_at,
            Organisation.name.label("holder"),
            YoungPerson,
        )
        .join(YoungPerson, YoungPerson.id == SupportRequest.young_person_id)
        .join(Organisation, Organisation.id == SupportRequest.holder_id)
        .where(SupportRequest.id.in_(union(*ways)), SupportRequest.id != request.id)
    )


def _other(request: SupportRequest, row, shares_contact: bool, said: SamePersonWord | None) -> Other:
    person = row.YoungPerson
    return Other(
        reference=row.reference,
        name=" ".join(filter(None, (person.preferred_name or person.given_name, person.family_name))),
        age=row.age_years,
        status=row.status,
        holder=row.holder,
        received_at=row.received_at,
        closed_at=row.closed_at,
        likeness=likeness(_known(request.young_person, request), _known(person, row), shares_contact),
        said=said,
    )


def _known(person: YoungPerson, asked) -> Known:
    return Known(
        given=person.given_name_search,
        preferred=search_name(person.preferred_name),
        family=person.family_name_search,
        born=person.birth_date,
        born_about=None if asked.age_years is None else asked.received_at.year - asked.age_years,
        nhs_number=person.nhs_number,
        postcode=person.postcode,
    )


def _first_to_last(other: Other) -> tuple:
    sure = _SURE.index(other.likeness.sure) if other.likeness else len(_SURE)
    return not other.is_same, other.is_somebody_else, sure, -other.received_at.timestamp(), other.reference
