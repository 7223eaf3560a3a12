"""Property 7: who somebody is changes nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from string import Formatter
from typing import Any

import z3

from triage.case import Case
from triage.engine import suggest
from triage.facts import FACTS
from triage.proof.answers import AREA, PLACE
from triage.proof.promise import Promise, Step, without_person
from triage.proof.report import Failure
from triage.rules.language import facts_named
from triage.suggestion import Suggestion
from triage.vocabulary import (
    Duration,
    Impact,
    ImpactArea,
    Need,
    OfferKind,
    PostcodeArea,
    Requester,
    SafetyAnswer,
    SafetyQuestion,
    Want,
    YesNo,
)

PROTECTED = (
    "ethnicity", "ethnic_category", "race", "nationality", "sex", "gender", "gender_identity", "name", "first_name",
    "last_name", "religion", "belief", "language", "sexual_orientation", "postcode", "address", "nhs_number",
)  # fmt: skip
"""What a request may come with and no rule may know."""

ALLOWED = frozenset(
    [
        "age", "requester", "text", "answers or text", "answers.safety", "answers.duration", "answers.impact",
        "answers.needs", "answers.wants", "answers.pregnant", "answers.parent_of_under_2", "answers.looked_after",
        "answers.sen_or_disability", "answers.substance_use", "answers.known_to_services", "answers.postcode_area",
        "answers.gp_known", "answers.consent",
        *(f"answers.safety.{question}" for question in SafetyQuestion),
        *(f"answers.impact.{area}" for area in ImpactArea),
    ]
)  # fmt: skip
"""The answers a rule may turn on. Age, pregnancy and disability are among them, as the help itself differs by them."""

_SAMPLES = 60
_WORDS = ("", "I get nervous before exams.", "I want to die.", "My dad hits me.")


class WhoTheyAreChangesNothing(Promise):
    number = 7
    name = "Who they are changes nothing"
    sentence = (
        "No rule reads a protected characteristic, and a request that differs only in ethnicity, sex, gender, name, "
        "religion, language or the place inside the area gets the same suggestion."
    )

    def steps(self) -> Iterator[Step]:
        yield Step("what the rules read", self.facts_not_allowed)
        yield Step("what a case holds", self.protected_in_case)
        yield Step("the same request from somebody else", self.treated_differently)
        for kind in OfferKind:
            yield Step(f"the place and {kind.label}", lambda kind=kind: self.turns_on_place(kind))

    def facts_not_allowed(self) -> Iterator[Failure]:
        for rule in self.proving.ruleset.rules:
            said = {name for _, name, _, _ in Formatter().parse(rule.because.text) if name}
            for name in sorted(facts_named(rule.condition) | said):
                if FACTS[name].field not in ALLOWED:
                    yield without_person(f"Rule '{rule.id}' reads '{name}', which no rule may turn on.")

    def protected_in_case(self) -> Iterator[Failure]:
        for field in fields(Case):
            if field.name in PROTECTED:
                yield without_person(f"A case holds '{field.name}', so a rule could be made to turn on it.")

    def treated_differently(self) -> Iterator[Failure]:
        draw = random.Random(7)  # noqa: S311
        places = list(self.proving.sent[PLACE].says)
        for _ in range(_SAMPLES):
            document = _some_document(draw)
            plain = self._suggested(document)
            for name in PROTECTED:
                told = self._suggested(_told_more(document, name))
                if told.to_document() != plain.to_document():
                    yield without_person(f"The suggestion changes with '{name}'.", str(document))
            for before, after in pairwise(places):
                one, other = (self._suggested(_living_in(document, place)) for place in (before, after))
                if _but_for_teams(one) != _but_for_teams(other):
                    yield without_person(f"The suggestion changes from {before} to {after}.", str(document))

    def _suggested(self, document: dict[str, Any]) -> Suggestion:
        return suggest(Case.from_document(document), self.proving.offers, self.proving.ruleset)

    def turns_on_place(self, kind: OfferKind) -> Iterator[Failure]:
        """Whether a kind is there in one place and not in another, every service open."""
        there = self.proving.when_all_are_open[kind]
        answer = self.proving.sent[PLACE]
        living = list(answer.says)
        inside = z3.Not(self.proving.sent[AREA].says[PostcodeArea.OUT_OF_AREA])
        for before, after in pairwise(living):
            in_one, in_other = (
                z3.substitute(
                    there, *((term, z3.BoolVal(word == place)) for word, term in answer.says.items())
                )
                for place in (before, after)
            )
            if somebody := self.proving.search.somebody(inside, z3.Xor(in_one, in_other)):
                yield self.proving.failure(
                    f"'{kind.label}' is there in one of {before} and {after} and not in the other.", somebody
                )

    def notes(self) -> Iterator[str]:
        yield "Which team of a kind it is, and whether it is open today, follows the place; the kind does not."
        yield (
            f"The other characteristics were tried on {_SAMPLES} drawn requests; beyond them it rests on a case not "
            "holding them."
        )


def _but_for_teams(suggestion: Suggestion) -> tuple:
    """A suggestion but for which team it is."""
    return (
        suggestion.red_flags,
        suggestion.priority,
        suggestion.thrive,
        suggestion.starts_now,
        {
            reason.rule
            for reason in suggestion.reasons
            if not reason.rule.startswith(("directory.", "package."))
        },
    )


def _told_more(document: dict[str, Any], name: str) -> dict[str, Any]:
    return {**document, name: "something", "answers": {**document["answers"], name: "something"}}


def _living_in(document: dict[str, Any], place: str) -> dict[str, Any]:
    answers = {**document["answers"], "place": place, "postcode_area": PostcodeArea.IN_AREA}
    return {**document, "answers": answers}


def _some_document(draw: random.Random) -> dict[str, Any]:
    """A drawn request: any mixture of answers."""
    return {
        "id": "somebody",
        "age": draw.choice([None, *range(27)]),
        "requester": draw.choice([None, *Requester]),
        "text": draw.choice(_WORDS),
        "answers": {
            "safety": {question: draw.choice(list(SafetyAnswer)) for question in SafetyQuestion},
            "impact": {area: draw.choice(list(Impact)) for area in ImpactArea},
            "duration": draw.choice(list(Duration)),
            "needs": draw.sample(list(Need), draw.randint(0, 3)),
            "wants": draw.sample(list(Want), draw.randint(0, 2)),
            "pregnant": draw.choice(list(YesNo)),
        },
    }
