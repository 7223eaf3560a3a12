"""The worklist: what needs doing, most urgent first, at the same speed whatever the backlog.

A page is read from the worklist index by one short seek for each status and priority, merged. There is no
offset and no exact count: both get slower with every request that waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, func, literal, select, tuple_, union_all

from ifd.database import Instant, db
from ifd.models import Organisation, RedFlag, Staff, SupportRequest, YoungPerson
from ifd.models.support_request import TOO_MANY_HAND_BACKS
from ifd.queries.scope import requests_visible_to
from triage.ages import AGE_BANDS
from triage.lifecycle import Status
from triage.vocabulary import Flag, Need, Priority, Requester

PAGE_SIZE = 25
COUNT_CAP = 200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WITH_A_PARTNER = (Status.ALLOCATED, Status.ACCEPTED, Status.IN_CONTACT)


@dataclass(frozen=True)
class View:
    """One list by what needs doing. `which` narrows it: mine, handed_back, handed_back_twice or late."""

    slug: str
    title: str
    about: str
    statuses: tuple[Status, ...]
    which: str = ""


VIEWS = {
    view.slug: view
    for view in (
        View("to-decide", "To decide", "Requests waiting for a clinician's decision.", (Status.RECEIVED,)),
        View(
            "mine",
            "Mine",
            "Requests you have claimed.",
            tuple(status for status in Status if status.is_open),
            "mine",
        ),
        View(
            "handed-back",
            "Handed back",
            "Handed back by a partner. The family has not been told no: choose another way.",
            (Status.RECEIVED,),
            "handed_back",
        ),
        View(
            "handed-back-twice",
            "For a named lead",
            "Handed back twice or more: a lead takes each of these by name.",
            (Status.RECEIVED,),
            "handed_back_twice",
        ),
        View(
            "with-partners",
            "With partners",
            "Sent to a service, where help has not yet started.",
            _WITH_A_PARTNER,
        ),
        View(
            "late",
            "Late",
            "The next step should have happened by now, here or with a partner.",
            (Status.RECEIVED, *_WITH_A_PARTNER),
            "late",
        ),
    )
}


@dataclass(frozen=True)
class Filters:
    """What the reader narrowed the list to. Never anything about one person: it is part of the address."""

    priority: Priority | None = None
    ages: str = ""
    requester: Requester | None = None

    @property
    def are_set(self) -> bool:
        return bool(self.priority or self.ages or self.requester)


@dataclass(frozen=True)
class Place:
    """Where a page ended: the next one starts after it, whatever came or went meanwhile."""

    rank: int
    due_at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.rank}.{(self.due_at - _EPOCH) // timedelta(microseconds=1)}.{self.id}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """The place an address names; None when it names none, which is the start."""
        try:
            rank, microseconds, identity = (int(part) for part in text.split("."))
            due_at = _EPOCH + timedelta(microseconds=microseconds)
        except (ValueError, OverflowError):
            return None
        return cls(rank, due_at, identity) if 0 <= rank < len(Priority) and 0 < identity < 2**31 else None


@dataclass(frozen=True)
class Row:
    """One line of the worklist."""

    id: int
    reference: str
    name: str
    age: int | None
    requester: Requester
    needs: tuple[Need, ...]
    priority: Priority
    status: Status
    due_at: datetime
    received_at: datetime
    hand_backs: int
    holder: str
    claimed_by: str
    claimed_at: datetime | None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class Page:
    rows: tuple[Row, ...]
    next: Place | None


def read_page(
    staff: Staff,
    view: View,
    filters: Filters,
    *,
    now: datetime,
    after: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page:
    """One page of a list: one statement for the lines and one for their red flags."""
    keys = _merged(staff, view, filters, now, after, size + 1)
    found = db.session.execute(_lines(keys)).all()
    flags = _flags([line.id for line in found[:size]])
    rows = tuple(_row(line, flags.get(line.id, ())) for line in found[:size])
    last = rows[-1] if len(found) > size else None
    return Page(rows, Place(last.priority.rank, last.due_at, last.id) if last else None)


def count(staff: Staff, view: View, *, now: datetime, cap: int = COUNT_CAP) -> int:
    """How many there are, never counting further than one past `cap`."""
    keys = _merged(staff, view, Filters(), now, None, cap + 1)
    return db.session.scalar(select(func.count()).select_from(keys))


def _merged(staff: Staff, view: View, filters: Filters, now: datetime, after: Place | None, limit: int):
    """The keys of the next `limit` requests, from every stretch of the index they may be in."""
    stretches = [
        stretch.order_by(SupportRequest.priority_rank, SupportRequest.due_at, SupportRequest.id).limit(limit)
        for stretch in _stretches(staff, view, filters, now, after)
    ]
    every = union_all(*(select(stretch.subquery()) for stretch in stretches)).subquery()
    return select(every).order_by(every.c.priority_rank, every.c.due_at, every.c.id).limit(limit).subquery()


def _stretches(
    staff: Staff, view: View, filters: Filters, now: datetime, after: Place | None
) -> Iterator[Select]:
    keys = (
        requests_visible_to(staff)
        .with_only_columns(SupportRequest.id, SupportRequest.priority_rank, SupportRequest.due_at)
        .where(*_conditions(view, filters, staff, now))
    )
    ranks = [filters.priority.rank] if filters.priority else range(len(Priority))
    if view.which == "mine":
        # Few rows, found by the index of claims: walking the worklist for them would read all of it.
        yield keys.where(
            SupportRequest.status.in_(view.statuses), SupportRequest.priority_rank.in_(ranks), *_beyond(after)
        )
        return
    for status in view.statuses:
        for rank in ranks:
            stretch = keys.where(SupportRequest.status == status, SupportRequest.priority_rank == rank)
            if after is None or rank > after.rank:
                yield stretch
            elif rank == after.rank:
                yield stretch.where(
                    tuple_(SupportRequest.due_at, SupportRequest.id)
                    > tuple_(literal(after.due_at, Instant), literal(after.id))
                )
    if after is not None and filters.priority and filters.priority.rank < after.rank:
        yield keys.where(literal(False))


def _beyond(after: Place | None) -> list:
    """Past the place, in the whole order. The plus keeps SQLite from walking the worklist for these few rows."""
    if after is None:
        return []
    key = tuple_(SupportRequest.priority_rank + 0, SupportRequest.due_at, SupportRequest.id)
    return [key > tuple_(literal(after.rank), literal(after.due_at, Instant), literal(after.id))]


def _conditions(view: View, filters: Filters, staff: Staff, now: datetime) -> list:
    conditions = {
        "": [],
        "mine": [SupportRequest.claimed_by_id == staff.id],
        # Written out rather than bound, so that the small index of requests handed back is seen to fit.
        "handed_back": [SupportRequest.hand_backs > literal(0, literal_execute=True)],
        "handed_back_twice": [
            SupportRequest.hand_backs > literal(0, literal_execute=True),
            SupportRequest.hand_backs >= TOO_MANY_HAND_BACKS,
        ],
        "late": [SupportRequest.due_at < now],
    }[view.which]
    if filters.requester:
        conditions = [*conditions, SupportRequest.requester == filters.requester]
    return [*conditions, *_ages(filters.ages)]


def _ages(band: str) -> list:
    if band not in AGE_BANDS:
        return []
    ages = AGE_BANDS[band]
    return [SupportRequest.age_years.between(*ages) if ages else SupportRequest.age_years.is_(None)]


def _lines(keys) -> Select:
    return (
        select(
            SupportRequest.id,
            SupportRequest.reference,
            SupportRequest.age_years,
            SupportRequest.requester,
            SupportRequest.priority,
            SupportRequest.status,
            SupportRequest.due_at,
            SupportRequest.received_at,
            SupportRequest.hand_backs,
            SupportRequest.claimed_at,
            SupportRequest.document["answers"]["needs"].label("needs"),
            YoungPerson.preferred_name,
            YoungPerson.given_name,
            Organisation.name.label("holder"),
            Staff.name.label("claimed_by"),
        )
        .join(keys, keys.c.id == SupportRequest.id)
        .join(YoungPerson, YoungPerson.id == SupportRequest.young_person_id)
        .join(Organisation, Organisation.id == SupportRequest.holder_id)
        .outerjoin(Staff, Staff.id == SupportRequest.claimed_by_id)
        .order_by(keys.c.priority_rank, keys.c.due_at, keys.c.id)
    )


def _row(line, flags: tuple[Flag, ...]) -> Row:
    return Row(
        id=line.id,
        reference=line.reference,
        name=line.preferred_name or line.given_name,
        age=line.age_years,
        requester=line.requester,
        needs=tuple(Need(need) for need in line.needs or ()),
        priority=line.priority,
        status=line.status,
        due_at=line.due_at,
        received_at=line.received_at,
        hand_backs=line.hand_backs,
        holder=line.holder,
        claimed_by=line.claimed_by or "",
        claimed_at=line.claimed_at,
        flags=flags,
    )


def _flags(ids: list[int]) -> dict[int, tuple[Flag, ...]]:
    """The red flags of these requests, gravest first."""
    found: dict[int, set[Flag]] = {}
    if ids:
        for identity, flag in db.session.execute(
            select(RedFlag.request_id, RedFlag.flag).where(RedFlag.request_id.in_(ids)).distinct()
        ):
            found.setdefault(identity, set()).add(flag)
    order = list(Flag)
    return {identity: tuple(sorted(flags, key=order.index)) for identity, flags in found.items()}
