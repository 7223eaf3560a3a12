"""What a version learns from: each decided request once, as the classifier sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from ifd import clock
from ifd.jobs import classifier
from ifd.jobs.long_work import Say
from ifd.queries import decided_requests
from ifd.queries.decided_requests import BEGINNING, Decided
from ifd.queries.protected import Protected

if TYPE_CHECKING:
    from triage.ml.examples import Example


@dataclass
class Lesson:
    """Row by row: what is read, what it is known by, and what was right. `whose` is never learned from."""

    examples: list[Example] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    whose: list[Protected] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    not_read: int = 0

    def add(self, decided: Decided, example: Example) -> None:
        self.examples.append(example)
        self.keys.append(classifier.key_of(decided.subject.request_id))
        self.kinds.append(decided.kind.value)
        self.needs.append(decided.primary_reason)
        self.whose.append(decided.protected)
        self.days.append(clock.london_date(decided.decided_at))

    @property
    def learned_from(self) -> date:
        return min(self.days)

    @property
    def learned_until(self) -> date:
        return max(self.days)


def lesson_of_decisions(before: datetime, say: Say) -> Lesson:
    """All that was decided before then. Of a document that cannot be read any more nothing is learned."""
    from triage.ml.examples import example_of

    lesson, total = Lesson(), decided_requests.how_many_decided(BEGINNING, before)
    for place, decided in enumerate(decided_requests.decided_between(BEGINNING, before)):
        say(place, max(total, place), "Reading what was decided")
        if decided.subject.case is None:
            lesson.not_read += 1
        else:
            lesson.add(decided, example_of(decided.subject.case, decided.subject.names))
    return lesson
