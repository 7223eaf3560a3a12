"""Which answer that nobody has given could change most, by the rules alone: each possible one is tried in the engine.

It tells what would become more urgent, or be offered first instead. Nothing is concluded from it, and what would be
less urgent or less help is not told: an answer is asked for to help, not to close a door.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from triage.ages import OLDEST
from triage.case import Case
from triage.directory import Offer
from triage.engine import conclude, read_words
from triage.facts import FACTS
from triage.rules.language import facts_named
from triage.rules.ruleset import RuleSet
from triage.substance_answer import screen_substance_use
from triage.suggestion import Suggestion
from triage.vocabulary import (
    Consent,
    Duration,
    Impact,
    ImpactArea,
    LookedAfter,
    Need,
    OfferKind,
    PostcodeArea,
    Priority,
    SafetyAnswer,
    SafetyQuestion,
    Thrive,
    Want,
    YesNo,
)

_YES, _NONE = "yes", "none"
_MOST_HELP_LAST = tuple(Thrive)
_LESS = frozenset([OfferKind.SELF_CARE, OfferKind.OUT_OF_AREA_SIGNPOST, OfferKind.ADULT_SERVICES_SIGNPOST])
_WRITTEN = ("sen_or_disability", "substance_use", "known_to_services")

Fits = Callable[[str, str], bool]
"""Of a field and an answer: whether it can be this person's."""


def _any_fits(_field: str, _answer: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class IfAnswered:
    """What these answers alike would change: to which priority, if it is more urgent; which offer would be first."""

    answers: tuple[str, ...]
    priority: Priority | None = None
    first_offer: OfferKind | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """An answer of the request document that is not known, and what it could change, the most urgent first."""

    field: str
    if_answered: tuple[IfAnswered, ...]

    @property
    def most_urgent(self) -> int:
        """The rank of the most urgent priority it could lead to."""
        return min((one.priority.rank for one in self.if_answered if one.priority), default=len(Priority))


def worth_asking(
    case: Case,
    offers: Sequence[Offer],
    ruleset: RuleSet,
    stands: Priority = Priority.ROUTINE,
    fits: Fits = _any_fits,
) -> tuple[Ask, ...]:
    """What is not known and could make this more urgent than `stands` or change the first offer; most urgent first.

    Answers that do not fit who it is about are not tried.
    """
    words, used = read_words(case), screen_substance_use(case.substance_use)
    now = conclude(case, words, used, offers, ruleset)
    stands = Priority.most_urgent(stands, now.priority)
    found = []
    for field, answers in _unknown(case, _fields_read(ruleset), fits):
        changes: dict[tuple, list[str]] = {}
        for answer, changed in answers:
            used_then = screen_substance_use(changed.substance_use) if field == "substance_use" else used
            then = conclude(changed, words, used_then, offers, ruleset)
            change = _change(now, then, stands)
            if change != (None, None):
                changes.setdefault(change, []).append(answer)
        if changes:
            told = [IfAnswered(tuple(given), *change) for change, given in changes.items()]
            found.append(Ask(field, tuple(sorted(told, key=_most_urgent_first))))
    return tuple(sorted(found, key=lambda ask: ask.most_urgent))


def _change(now: Suggestion, then: Suggestion, stands: Priority) -> tuple[Priority | None, OfferKind | None]:
    first = then.offers[0].kind
    is_less = first in _LESS or _MOST_HELP_LAST.index(then.thrive) < _MOST_HELP_LAST.index(now.thrive)
    return (
        then.priority if then.priority.rank < stands.rank else None,
        None if is_less or first is now.offers[0].kind else first,
    )


def _most_urgent_first(one: IfAnswered) -> int:
    return one.priority.rank if one.priority else len(Priority)


@lru_cache(maxsize=4)
def _fields_read(ruleset: RuleSet) -> frozenset[str]:
    """The answers that some rule turns on, as fields of a case or of its answers."""
    names = set().union(*(facts_named(rule.condition) for rule in ruleset.rules))
    return frozenset(FACTS[name].field.removeprefix("answers.") for name in names)


def _unknown(case: Case, read: frozenset[str], fits: Fits) -> Iterator[tuple[str, list[tuple[str, Case]]]]:
    """Each answer that is not known and that a rule reads, with the case as it would be for each way to answer."""
    for field, answers in _possible(case):
        if field in read or field.partition(".")[0] in read:
            fitting = ((answer, changed) for answer, changed in answers if fits(field, answer))
            yield field, [(answer, replace(case, **changed)) for answer, changed in fitting]


def _possible(case: Case) -> Iterator[tuple[str, list[tuple[str, Mapping[str, Any]]]]]:
    for question, given in case.safety.items():
        yield from _of_safety(case, question, given)
    if case.years is None:
        yield "age", [(str(age), {"age": age}) for age in range(OLDEST + 1)]
    if case.needs is None:
        yield "needs", [(need.value, {"needs": frozenset([need])}) for need in Need]
    if case.duration is Duration.NOT_GIVEN:
        yield (
            "duration",
            [(word.value, {"duration": word}) for word in Duration if word is not Duration.NOT_GIVEN],
        )
    for area in ImpactArea:
        if case.impact.get(area, Impact.NOT_GIVEN) is Impact.NOT_GIVEN:
            yield (
                f"impact.{area}",
                [
                    (word.value, {"impact": {**case.impact, area: word}})
                    for word in Impact
                    if word is not Impact.NOT_GIVEN
                ],
            )
    if case.wants is None:
        yield "wants", [(want.value, {"wants": frozenset([want])}) for want in Want]
    for name, words in _WORDS.items():
        unknown = words.NOT_GIVEN
        if getattr(case, name) is unknown:
            yield name, [(word.value, {name: word}) for word in words if word is not unknown]
    for name in _WRITTEN:
        if not getattr(case, name):
            yield name, [(answer, {name: answer}) for answer in (_YES, _NONE)]


_WORDS = {
    "pregnant": YesNo,
    "parent_of_under_2": YesNo,
    "looked_after": LookedAfter,
    "postcode_area": PostcodeArea,
    "gp_known": YesNo,
    "consent": Consent,
}


def _of_safety(case: Case, question: SafetyQuestion, given: SafetyAnswer) -> Iterator[tuple[str, list]]:
    """Not asked, or not sure: then a yes. Whoever did not want to say is not pressed."""
    answers = {
        SafetyAnswer.NOT_ASKED: (SafetyAnswer.YES, SafetyAnswer.UNSURE, SafetyAnswer.NO),
        SafetyAnswer.UNSURE: (SafetyAnswer.YES,),
    }.get(given, ())
    if answers:
        yield (
            f"safety.{question}",
            [(answer.value, {"safety": {**case.safety, question: answer}}) for answer in answers],
        )
