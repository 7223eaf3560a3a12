"""Requests treated by two versions of the rules: who would be treated differently, and how. Nothing is written.

A stream goes in and a stream comes out, so a year of requests needs no more memory than a day.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from triage.ages import AGE_BANDS, band_of
from triage.case import Case
from triage.directory import Offer
from triage.engine import suggest
from triage.rules.ruleset import RuleSet
from triage.suggestion import Suggestion
from triage.vocabulary import Flag, OfferKind, Priority, Thrive

MOST_SHOWN = 200
_CRISIS_HELP = frozenset([OfferKind.CRISIS_111, OfferKind.CRISIS_TEAM])
_MOST_HELP_LAST = tuple(Thrive)


class Change(StrEnum):
    """One way in which somebody would be treated differently, what matters most first: less of anything."""

    PRIORITY_LOWERED = "priority_lowered"
    CRISIS_HELP_LOST = "crisis_help_lost"
    FLAG_LOST = "flag_lost"
    THRIVE_LOWERED = "thrive_lowered"
    OFFER_LOST = "offer_lost"
    QUESTION_LOST = "question_lost"
    PRIORITY_RAISED = "priority_raised"
    CRISIS_HELP_GAINED = "crisis_help_gained"
    FLAG_GAINED = "flag_gained"
    THRIVE_RAISED = "thrive_raised"
    OFFER_GAINED = "offer_gained"
    OFFERS_REORDERED = "offers_reordered"
    QUESTION_GAINED = "question_gained"
    QUESTIONS_PUT_OTHERWISE = "questions_put_otherwise"
    STARTS_NOW_CHANGED = "starts_now_changed"


_IMPORTANCE = {change: place for place, change in enumerate(Change)}
LESS = frozenset(list(Change)[: _IMPORTANCE[Change.QUESTION_LOST] + 1])
"""The changes by which somebody gets less than before."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a suggestion comes to for a person, in codes: no words of theirs and none of ours."""

    priority: Priority
    thrive: Thrive
    flags: tuple[Flag, ...]
    offers: tuple[OfferKind, ...]
    questions: tuple[str, ...]
    """The fields they would fill, in order."""
    starts_now: tuple[str, ...]
    wordings: tuple[str, ...] = ()
    """The questions as they are put."""

    @classmethod
    def of(cls, suggestion: Suggestion) -> Treatment:
        return cls(
            suggestion.priority,
            suggestion.thrive,
            tuple(dict.fromkeys(found.flag for found in suggestion.red_flags)),
            tuple(offered.kind for offered in suggestion.offers),
            tuple(asked.field for asked in suggestion.missing),
            tuple(item.id for item in suggestion.starts_now),
            tuple(asked.question for asked in suggestion.missing),
        )

    def to_document(self) -> dict[str, Any]:
        return {
            "priority": self.priority.value,
            "thrive": self.thrive.value,
            "flags": [flag.value for flag in self.flags],
            "offers": [kind.value for kind in self.offers],
            "questions": list(self.questions),
            "starts_now": list(self.starts_now),
        }


@dataclass(frozen=True, slots=True)
class Replayed:
    """One request under both versions. `changes` is empty where nobody would notice a difference."""

    key: int | str
    age: int | None
    before: Treatment
    after: Treatment
    changes: tuple[Change, ...]

    @property
    def importance(self) -> tuple[int, ...]:
        """Smaller for what a person should look at first: the worst change, how far it falls, then the next."""
        fall = self.before.priority.rank - self.after.priority.rank
        first, *others = (_IMPORTANCE[change] for change in self.changes)
        return (first, fall, self.before.priority.rank, *others)

    def to_document(self) -> dict[str, Any]:
        """In codes, and of both sides only what differs."""
        before, after = self.before.to_document(), self.after.to_document()
        differing = [name for name in before if before[name] != after[name]]
        return {
            "request": self.key,
            "changes": [change.value for change in self.changes],
            "before": {name: before[name] for name in differing},
            "after": {name: after[name] for name in differing},
        }


def replay(
    cases: Iterable[tuple[int | str, Case]], before: RuleSet, after: RuleSet, offers: Sequence[Offer]
) -> Iterator[Replayed]:
    """Each case, with the key it is known by, under both versions and the same offers."""
    for key, case in cases:
        was, would_be = (Treatment.of(suggest(case, offers, ruleset)) for ruleset in (before, after))
        yield Replayed(key, case.years, was, would_be, changes_between(was, would_be))


def changes_between(before: Treatment, after: Treatment) -> tuple[Change, ...]:
    """How the second differs from the first, what matters most first."""
    fell = after.priority.rank - before.priority.rank
    grew = _MOST_HELP_LAST.index(after.thrive) - _MOST_HELP_LAST.index(before.thrive)
    had, has = set(before.offers), set(after.offers)
    asked, asks = set(before.questions), set(after.questions)
    is_so = {
        Change.PRIORITY_LOWERED: fell > 0,
        Change.PRIORITY_RAISED: fell < 0,
        Change.CRISIS_HELP_LOST: had & _CRISIS_HELP - has,
        Change.CRISIS_HELP_GAINED: has & _CRISIS_HELP - had,
        Change.FLAG_LOST: set(before.flags) - set(after.flags),
        Change.FLAG_GAINED: set(after.flags) - set(before.flags),
        Change.THRIVE_LOWERED: grew < 0,
        Change.THRIVE_RAISED: grew > 0,
        Change.OFFER_LOST: had - has,
        Change.OFFER_GAINED: has - had,
        Change.OFFERS_REORDERED: had == has and before.offers != after.offers,
        Change.QUESTION_LOST: asked - asks,
        Change.QUESTION_GAINED: asks - asked,
        Change.QUESTIONS_PUT_OTHERWISE: asked == asks and before.wordings != after.wordings,
        Change.STARTS_NOW_CHANGED: before.starts_now != after.starts_now,
    }
    return tuple(change for change in Change if is_so[change])


@dataclass(slots=True)
class Tally:
    """How many would be treated differently, and the `MOST_SHOWN` that a person should look at first."""

    requests: int = 0
    not_read: int = 0
    """Requests that could not be read as a case; they are counted, never left out in silence."""
    different: int = 0
    less: int = 0
    """Those who would get less of something, whatever more they got besides."""
    changes: Counter = field(default_factory=Counter)
    moves: Counter = field(default_factory=Counter)
    """From one priority to another."""
    bands: dict[str, Counter] = field(default_factory=dict)
    _first: list[tuple] = field(default_factory=list)

    @property
    def looked_at(self) -> int:
        return self.requests + self.not_read

    def readable(self, cases: Iterable[tuple[int | str, Case | None]]) -> Iterator[tuple[int | str, Case]]:
        """The cases without those that are None, which are counted as not read."""
        for key, case in cases:
            if case is None:
                self.not_read += 1
            else:
                yield key, case

    def add(self, replayed: Replayed) -> None:
        band = self.bands.setdefault(band_of(replayed.age), Counter())
        self.requests += 1
        band["requests"] += 1
        if not replayed.changes:
            return
        self.different += 1
        band["different"] += 1
        self.changes.update(replayed.changes)
        band.update(replayed.changes)
        if not LESS.isdisjoint(replayed.changes):
            self.less += 1
            band["less"] += 1
        if replayed.before.priority is not replayed.after.priority:
            self.moves[replayed.before.priority, replayed.after.priority] += 1
        self._keep_if_first(replayed)

    def _keep_if_first(self, replayed: Replayed) -> None:
        # The heap's root is the one to look at last; of two alike the earlier one stays.
        entry = (tuple(-n for n in replayed.importance), -self.requests, replayed)
        if len(self._first) < MOST_SHOWN:
            heapq.heappush(self._first, entry)
        else:
            heapq.heappushpop(self._first, entry)

    @property
    def shown(self) -> list[Replayed]:
        """What to look at first, first."""
        return [replayed for *_order, replayed in sorted(self._first, reverse=True, key=lambda one: one[:2])]

    def to_document(self) -> dict[str, Any]:
        """Counts in the order of `Change`, and the requests shown, in codes."""
        return {
            "requests": self.requests,
            "not_read": self.not_read,
            "different": self.different,
            "less": self.less,
            "changes": {change.value: self.changes[change] for change in Change if self.changes[change]},
            "moves": [
                {"from": was.value, "to": would_be.value, "requests": n}
                for (was, would_be), n in sorted(self.moves.items(), key=lambda move: _as_ranks(move[0]))
            ],
            "ages": {
                band: {name: self.bands[band][name] for name in _IN_A_BAND}
                for band in sorted(self.bands, key=_order_of_band)
            },
            "shown": [replayed.to_document() for replayed in self.shown],
        }


_IN_A_BAND = ("requests", "different", "less", "priority_lowered", "priority_raised")


def _as_ranks(move: tuple[Priority, Priority]) -> tuple[bool, int, int]:
    """Lowered moves first."""
    was, would_be = move
    return (would_be.rank < was.rank, was.rank, would_be.rank)


def _order_of_band(band: str) -> tuple[bool, int]:
    return (band not in AGE_BANDS, list(AGE_BANDS).index(band) if band in AGE_BANDS else 0)
