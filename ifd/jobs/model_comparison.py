"""Comparing two versions on the same later months, which neither has learned from.

What stands in the report: `{"from", "until", "rows", "champion": figures, "challenger": figures, "rules": figures}`,
figures as `triage.ml.measuring.of_opinions` names them, with groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from ifd import clock
from ifd.database import reading_briefly
from ifd.jobs import classifier
from ifd.jobs.batches import in_batches
from ifd.jobs.classifier import Models
from ifd.jobs.long_work import Cannot, Say
from ifd.jobs.model_groups import figures_by_group
from ifd.jobs.within import TooSlow
from ifd.queries import decided_requests, model_versions
from ifd.queries.decided_requests import BEGINNING, Decided
from ifd.queries.protected import Protected

FEWEST = 50
_AT_ONCE = 100

TOO_FEW_LATER = (
    "There are {rows} requests decided after both versions had learned; at least {fewest} are needed. Compare again "
    "when more are decided."
)
NO_VERSION = "There is no version {name} any more."
NOT_LOADED = "{name} cannot be compared: {reason}"
SLOW = "it was not loaded in time. Ask again, and if that does not help, tell whoever looks after the computers."


def compare(champion: str, challenger: str, until: date, say: Say) -> dict:
    """The report on two versions, by their names, until the end of a day. Cannot, where too few were decided since."""
    names = (champion, challenger)
    versions = [_version(name) for name in names]
    since, before = _after([learned_until for _, learned_until in versions]), _day_after(until)
    models = [_loaded(name, key) for name, (key, _) in zip(names, versions, strict=True)]
    later = _Later()
    total = decided_requests.how_many_decided(since, before)
    found = decided_requests.decided_between(since, before)
    for batch in in_batches((one for one in found if one.subject.case is not None), _AT_ONCE):
        later.add(batch, models)
        say(len(later.right), max(total, len(later.right)), "Asking both about each request")
    if len(later.right) < FEWEST:
        raise Cannot(TOO_FEW_LATER.format(rows=len(later.right), fewest=FEWEST))
    return {
        "from": since.date().isoformat(),
        "until": until.isoformat(),
        "rows": len(later.right),
        "champion": later.figures_of(0),
        "challenger": later.figures_of(1),
        "rules": later.figures_of_rules(),
    }


def _version(name: str) -> tuple[int, date | None]:
    with reading_briefly():
        version = model_versions.find_version(name)
        if version is None:
            raise Cannot(NO_VERSION.format(name=name))
        return version.id, version.learned_until


def _after(days: Sequence[date | None]) -> datetime:
    """The beginning of the day after all that either learned from."""
    known = [day for day in days if day is not None]
    return _day_after(max(known)) if known else BEGINNING


def _day_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.LONDON)


def _loaded(name: str, version_id: int) -> Models:
    from triage.ml.errors import ModelUnreadable

    try:
        return classifier.models_of(version_id)
    except ModelUnreadable as reason:
        raise Cannot(NOT_LOADED.format(name=name, reason=reason)) from reason
    except TooSlow as reason:
        raise Cannot(NOT_LOADED.format(name=name, reason=SLOW)) from reason


class _Later:
    """What both said of the same requests, beside what was right and what the rules had suggested first."""

    def __init__(self) -> None:
        self.right: list[str] = []
        self.rules: list[str] = []
        self.whose: dict[object, Protected] = {}
        self.said: tuple[list, list] = ([], [])

    def add(self, batch: Sequence[Decided], models: Sequence[Models]) -> None:
        from triage.ml.examples import example_of

        examples = [example_of(one.subject.case, one.subject.names) for one in batch]
        for place, one in enumerate(batch, start=len(self.right)):
            self.whose[place] = one.protected
        self.right += [one.kind.value for one in batch]
        self.rules += [one.suggested for one in batch]
        for said, one in zip(self.said, models, strict=True):
            said += one.offer.opinions(examples)

    def figures_of(self, which: int) -> dict:
        """Of all answers of one version, of those it stands by, and by group."""
        from triage.ml.groups import seen_in
        from triage.ml.measuring import of_opinions

        said = self.said[which]
        groups = figures_by_group(seen_in(said, self.right, range(len(said))), self.whose)
        told = {name: [asdict(one) for one in rows] for name, rows in groups.items()}
        return {**of_opinions(said, self.right), "groups": told}

    def figures_of_rules(self) -> dict:
        """How often the first suggestion of the rules is what was right."""
        agree = sum(rules == right for rules, right in zip(self.rules, self.right, strict=True))
        return {"accuracy": agree / len(self.right)}
