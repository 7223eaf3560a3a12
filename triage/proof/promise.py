"""What every property has in common: a promise in English, steps that look for somebody it is broken for, and notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import ClassVar, NamedTuple

from triage.directory import Capacity, Offer
from triage.proof.answers import Sent
from triage.proof.availability import Available, all_with, available
from triage.proof.decision import Decision
from triage.proof.person import Someone, example, in_english
from triage.proof.report import Failure
from triage.proof.running import Treatment, treat
from triage.proof.search import Search
from triage.rules.ruleset import RuleSet


class Step(NamedTuple):
    """One question to the solver: what is looked at, and the failures found."""

    says: str
    failures: Callable[[], Iterable[Failure]]


class Proving:
    """What the properties share: the rule set and directory, everybody possible, and the search among them."""

    def __init__(self, ruleset: RuleSet, offers: Sequence[Offer]) -> None:
        self.ruleset, self.offers = ruleset, tuple(offers)
        self.sent = Sent(self.offers)
        self.search = Search(self.sent)

    @cached_property
    def decision(self) -> Decision:
        return Decision(self.sent, self.ruleset, available(self.sent, self.ruleset, self.offers))

    @cached_property
    def when_all_are_open(self) -> Available:
        return available(self.sent, self.ruleset, all_with(self.offers, Capacity.OPEN))

    @cached_property
    def when_all_are_closed(self) -> Available:
        return available(self.sent, self.ruleset, all_with(self.offers, Capacity.CLOSED))

    def treated(self, somebody: Someone) -> Treatment:
        return treat(somebody, self.ruleset, self.offers)

    def failure(self, sentence: str, somebody: Someone, *told: str) -> Failure:
        """A failure shown on one person: what the running engine makes of them, then whatever else is told."""
        treated = self.treated(somebody)
        lines = (
            in_english(somebody),
            f"They get: {treated.told()}.",
            f"By the rules: {treated.by()}.",
            *told,
        )
        return Failure(sentence, example(treated.facts), lines)


class Promise:
    """One property, over one rule set and directory."""

    number: ClassVar[int]
    name: ClassVar[str]
    sentence: ClassVar[str]

    def __init__(self, proving: Proving) -> None:
        self.proving = proving

    def steps(self) -> Iterator[Step]:
        raise NotImplementedError

    def notes(self) -> Iterable[str]:
        """What was read into the promise and what is not covered, once the steps are done."""
        return ()


def without_person(sentence: str, *told: str) -> Failure:
    """A failure that is not about one person."""
    return Failure(sentence, {}, told)
