"""The three clocks of a request, worked out from what happened to it and from nothing else.

All three start when the request is received, for the family feels the whole wait. A hand-back restarts
nothing: the clocks run on from the first day. Days are London days and the day of receipt is day 0.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from triage.calendar import london_day
from triage.lifecycle import Event
from triage.targets import Clock, TargetRule, target_for
from triage.vocabulary import OfferKind, Priority


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with the moment it was so in the world; for an allocation also the offer and its kind."""

    event: Event
    at: datetime
    offer: int | None = None
    kind: OfferKind | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one clock says.

    `stopped_at` without `has_happened` is a wait that ended by closing: nobody waits, nothing was reached.
    `offer` is where it was reached or, while the clock runs, who has the request now; None is the front door.
    """

    clock: Clock
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    has_happened: bool
    offer: int | None

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None

    def is_late(self, now: datetime) -> bool:
        """Whether the target has been missed: still waiting after it, or reached after it."""
        return (self.stopped_at or now) > self.due_at

    def days(self, now: datetime) -> int:
        """Whole days waited, until it stopped or until now."""
        return days_between(self.started_at, self.stopped_at or now)


def days_between(start: datetime, end: datetime) -> int:
    """From London date to London date, however long the nights between were."""
    return (london_day(end) - london_day(start)).days


def read(
    happenings: Iterable[Happening],
    *,
    priority: Priority,
    age: int | None,
    closures: Collection[date] = (),
    rules: tuple[TargetRule, ...] | None = None,
) -> tuple[Reading, ...]:
    """The three clocks after `happenings`, in the order they were recorded; the first is the receipt.

    When the priority changes, read again: each target counts from the original start.
    """
    wait = _Wait()
    for happening in happenings:
        wait.go_through(happening)
    if wait.started_at is None:
        raise ValueError("A request that was never received has no clocks.")
    return tuple(wait.reading(clock, priority, age, closures, rules) for clock in Clock)


@dataclass
class _Wait:
    """One wait as it goes along: from receipt until help, or until it is closed."""

    started_at: datetime | None = None
    sent: Happening | None = None  # the allocation it is with; None while the front door holds it
    reached: dict[Clock, tuple[datetime, Happening | None]] = field(default_factory=dict)
    closed_at: datetime | None = None

    def go_through(self, happening: Happening) -> None:
        match happening.event:
            case Event.RECEIVED:
                self.started_at = happening.at
            case Event.ALLOCATED:
                self._begin_anew_after_help(happening.at)
                self.sent = happening
                self._reach(Clock.ALLOCATION, happening.at)
            case Event.FIRST_CONTACT if Clock.FIRST_CONTACT not in self.reached:
                self._reach(Clock.FIRST_CONTACT, happening.at)
            case Event.HELP_STARTED if Clock.HELP_STARTED not in self.reached:
                self._reach(Clock.HELP_STARTED, happening.at)
            case Event.HANDED_BACK:
                self._return_to_front_door()
                # Help that ended in a hand-back was not the help that was asked for.
                self.reached.pop(Clock.HELP_STARTED, None)
            case Event.CLOSED:
                self.closed_at = happening.at
            case Event.REOPENED | Event.ADDED_TO | Event.PRIORITY_RAISED if self.closed_at:
                self.closed_at = None
                self._begin_anew_after_help(happening.at)
                self._return_to_front_door()

    def reading(
        self,
        clock: Clock,
        priority: Priority,
        age: int | None,
        closures: Collection[date],
        rules: tuple[TargetRule, ...] | None,
    ) -> Reading:
        stopped_at, sent = self.reached.get(clock, (None, self.sent))
        has_happened = stopped_at is not None
        if not has_happened and self.closed_at:
            stopped_at, sent = max(self.closed_at, self.started_at), None
        target = target_for(clock, priority, sent.kind if sent else None, age, rules)
        return Reading(
            clock,
            self.started_at,
            target.due(self.started_at, closures),
            stopped_at,
            has_happened,
            sent.offer if sent else None,
        )

    def _reach(self, clock: Clock, at: datetime) -> None:
        # Dates are typed by people: nothing is reached before it was asked for.
        self.reached[clock] = max(at, self.started_at), self.sent

    def _return_to_front_door(self) -> None:
        self.sent = None
        self.reached.pop(Clock.ALLOCATION, None)

    def _begin_anew_after_help(self, at: datetime) -> None:
        """Once help has started that wait is over: whoever is sent on or comes back later waits anew."""
        if Clock.HELP_STARTED in self.reached:
            self.started_at, self.reached, self.sent = at, {}, None
