"""The waits of every offer, live and exact, from the tally that is kept with each change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy import or_, select

from ifd.database import db
from ifd.models import ServiceOffer, SupportRequest, WaitTally
from ifd.queries.happenings import closures, happenings_of_all
from triage import clocks
from triage.targets import Clock
from triage.vocabulary import Priority
from triage.waits import RUNNING, WINDOW, Key, Spread, asked_in, may_be_shown, rounded, spread_of, tally_key


@dataclass
class _Counted:
    """Waits of one kind as they are added up."""

    finished: Counter[int] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)
    began: Counter[int] = field(default_factory=Counter)  # by the ordinal of the day


@dataclass(frozen=True)
class Waits:
    """Finished waits of the last thirteen weeks, and those still waiting. `asked` is when half of the first asked."""

    finished: Spread | None
    waiting: Spread | None
    asked: date | None


@dataclass(frozen=True)
class OfferWaits:
    """The waits of one offer, by clock, and by priority within each: those are worked out when they are asked for."""

    offer: ServiceOffer
    clocks: Mapping[Clock, Waits]
    parts: Mapping[Clock, Mapping[Priority, _Counted]] = field(repr=False)

    @cached_property
    def by_priority(self) -> Mapping[Clock, Mapping[Priority, Waits]]:
        return {
            clock: {priority: _waits(part) for priority, part in parts.items()}
            for clock, parts in self.parts.items()
        }


@dataclass(frozen=True)
class PublicWait:
    """What the public may know of the wait for one offer, from asking to when help started."""

    slug: str
    name: str
    spread: Spread | None
    count_about: int
    asked: date | None


def live_waits(today: date) -> list[OfferWaits]:
    """Every offer that anybody waits for or has waited for lately, by name."""
    counted = _count(today, *Clock)
    return [_of_offer(offer, counted) for offer in _offers(counted)]


def public_waits(today: date) -> list[PublicWait]:
    """From asking to help, for each offer of the directory. Figures of fewer than five people are left out."""
    counted = _count(today, Clock.HELP_STARTED)
    return [_for_public(offer, counted) for offer in _offers(counted) if offer.is_current]


def public_wait(slug: str, today: date) -> PublicWait | None:
    """The same for one offer."""
    return next((wait for wait in public_waits(today) if wait.slug == slug), None)


def counted() -> dict[Key, int]:
    """The tally as it is kept."""
    rows = db.session.execute(select(WaitTally).where(WaitTally.n != 0)).scalars()
    return {(row.offer_id, row.clock, row.priority, row.day, row.days): row.n for row in rows}


def recounted() -> dict[Key, int]:
    """The tally as it should be: from the events of every request, as if nothing had ever been counted."""
    facts = {
        row.id: (row.priority, row.age_years)
        for row in db.session.execute(
            select(SupportRequest.id, SupportRequest.priority, SupportRequest.age_years)
        )
    }
    closed_days, tally = closures(), Counter()
    for request_id, happenings in happenings_of_all():
        priority, age = facts[request_id]
        for reading in clocks.read(happenings, priority=priority, age=age, closures=closed_days):
            if key := tally_key(reading, priority.value):
                tally[key] += 1
    return dict(tally)


def differences() -> dict[Key, tuple[int, int]]:
    """Where the tally and a recount differ, as (kept, recounted): empty when every count is right."""
    kept, right = counted(), recounted()
    return {
        key: (kept.get(key, 0), right.get(key, 0))
        for key in kept.keys() | right.keys()
        if kept.get(key, 0) != right.get(key, 0)
    }


def _count(today: date, *clocks: Clock) -> dict[tuple[int, str, str], _Counted]:
    """The waits of each offer, clock and priority. Thousands of rows go through here, so each is touched once."""
    kept = WaitTally.__table__.c
    recent = select(kept.offer_id, kept.clock, kept.priority, kept.day, kept.days, kept.n).where(
        kept.n > 0, kept.clock.in_(clocks), or_(kept.days == RUNNING, kept.day > today - WINDOW)
    )
    counted: defaultdict[tuple[int, str, str], _Counted] = defaultdict(_Counted)
    now = today.toordinal()
    for offer_id, clock, priority, day, days, n in db.session.execute(recent).all():
        sort, began = counted[offer_id, clock, priority], day.toordinal()
        if days == RUNNING:
            waited = max(now - began, 0)
            sort.waiting[waited] = sort.waiting.get(waited, 0) + n
        else:
            sort.finished[days] = sort.finished.get(days, 0) + n
            sort.began[began - days] = sort.began.get(began - days, 0) + n
    return counted


def _offers(counted: Mapping[tuple[int, str, str], _Counted]) -> Iterable[ServiceOffer]:
    return db.session.scalars(
        select(ServiceOffer)
        .where(ServiceOffer.id.in_({offer_id for offer_id, _clock, _priority in counted}))
        .order_by(ServiceOffer.name)
    )


def _of_offer(offer: ServiceOffer, counted: Mapping[tuple[int, str, str], _Counted]) -> OfferWaits:
    parts = {
        clock: {
            priority: counted[offer.id, clock.value, priority.value]
            for priority in Priority
            if (offer.id, clock.value, priority.value) in counted
        }
        for clock in Clock
    }
    return OfferWaits(offer, {clock: _waits(_together(part.values())) for clock, part in parts.items()}, parts)


def _together(parts: Iterable[_Counted]) -> _Counted:
    whole = _Counted()
    for part in parts:
        whole.finished.update(part.finished)
        whole.waiting.update(part.waiting)
        whole.began.update(part.began)
    return whole


def _waits(counted: _Counted) -> Waits:
    return Waits(spread_of(counted.finished), spread_of(counted.waiting), asked_in(counted.began))


def _for_public(offer: ServiceOffer, counted: Mapping[tuple[int, str, str], _Counted]) -> PublicWait:
    found = _of_offer(offer, counted).clocks[Clock.HELP_STARTED]
    spread = found.finished if may_be_shown(found.finished) else None
    return PublicWait(
        offer.slug,
        offer.name,
        spread,
        rounded(spread.count) if spread else 0,
        found.asked if spread else None,
    )
