"""Property 1: nobody leaves with nothing."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from triage.case import OLDEST
from triage.crisis import crisis_contacts
from triage.proof.packing import Packing
from triage.proof.promise import Promise, Step, without_person
from triage.proof.report import Failure
from triage.starts_now import starts_now
from triage.vocabulary import Need, Priority, Requester

_AGES = (None, *range(OLDEST + 1))


class NobodyWithout(Promise):
    number = 1
    name = "Nobody leaves with nothing"
    sentence = "Every possible request gets at least one offer and something that starts now."

    def steps(self) -> Iterator[Step]:
        yield Step("an offer for everybody, with every service that can close closed", self.without_offer)
        yield Step("something that starts now for every age, requester and priority", self.without_start)

    def without_offer(self) -> Iterator[Failure]:
        decision = self.proving.decision
        package = Packing(decision.ruleset, decision.fired, self.proving.when_all_are_closed)
        if somebody := self.proving.search.somebody(z3.Not(package.something())):
            yield self.proving.failure(
                "The rules offer them nothing when every service that can close is closed.", somebody
            )

    def without_start(self) -> Iterator[Failure]:
        """Topics only add lines and pages, so no topic and every topic stand for whatever is named."""
        for age in _AGES:
            for requester in (None, *Requester):
                if not crisis_contacts(age, requester, ()):
                    yield without_person(f"No crisis line is for {_told(age, requester)}.")
                for priority in Priority:
                    for topics in ((), tuple(Need)):
                        if not starts_now(topics, age, requester, priority):
                            yield without_person(
                                f"Nothing starts now for {_told(age, requester)} at {priority.label}."
                            )

    def notes(self) -> Iterator[str]:
        yield "The engine's own last resort is not counted: the rules themselves give the offer."
        yield f"What starts now was asked for every age from 0 to {OLDEST} and unknown, every requester and priority."


def _told(age: int | None, requester: Requester | None) -> str:
    aged = "somebody of unknown age" if age is None else f"age {age}"
    return f"{aged}, {requester.label.lower() if requester else 'requester unknown'}"
