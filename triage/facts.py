"""The facts a rule may speak of: each declared with a name, a type and a label in plain English.

A fact is true, false (or a number, or a word) or None, which means nobody knows. Nothing here is a protected
characteristic: ethnicity, sex, name and religion are not facts, so no rule can turn on them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from triage.case import Case
from triage.kinds_of_harm import Harm
from triage.something import is_something
from triage.vocabulary import (
    Consent,
    Duration,
    Flag,
    Impact,
    ImpactArea,
    LookedAfter,
    Need,
    PostcodeArea,
    Requester,
    SafetyAnswer,
    SafetyQuestion,
    Want,
    YesNo,
)


class Kind(Enum):
    """The type of a fact."""

    TRUTH = "true or false"
    NUMBER = "a whole number"
    WORD = "one of a list of words"


@dataclass(frozen=True, slots=True)
class Fact:
    """One declared fact. `field` is the answer of the request document it is read from."""

    name: str
    kind: Kind
    label: str
    field: str
    words: tuple[str, ...] = ()


QUESTION_LABELS = {
    SafetyQuestion.SUICIDAL_THOUGHTS_NOW: "thoughts of suicide now",
    SafetyQuestion.SUICIDE_PLAN_OR_INTENT: "a plan or intent to end their life",
    SafetyQuestion.SELF_HARM_LAST_MONTH: "self-harm in the last month",
    SafetyQuestion.FEELS_UNSAFE_OR_BEING_HURT: "feeling unsafe or being hurt",
    SafetyQuestion.RISK_TO_OTHERS: "a risk to other people",
    SafetyQuestion.UNUSUAL_EXPERIENCES: "hearing or seeing things others do not",
    SafetyQuestion.RAPID_WEIGHT_LOSS_OR_FAINTING: "rapid weight loss or fainting",
    SafetyQuestion.IMMEDIATE_DANGER: "immediate danger",
}
_AREA_LABELS = {
    ImpactArea.SCHOOL_OR_WORK: "school or work",
    ImpactArea.HOME: "life at home",
    ImpactArea.FRIENDS: "friendships",
    ImpactArea.SLEEP: "sleep",
    ImpactArea.EATING: "eating",
}
_HARM_LABELS = {
    Harm.SEXUAL: "their words speak of sexual harm",
    Harm.AT_HOME: "their words speak of harm at home or by a partner",
    Harm.EXPLOITATION: "their words speak of being used by others",
}


def _declare() -> Iterable[Fact]:
    yield Fact("age", Kind.NUMBER, "age in years", "age")
    yield Fact("requester", Kind.WORD, "who is asking", "requester", tuple(Requester))
    for question, label in QUESTION_LABELS.items():
        yield Fact(f"safety.{question}", Kind.TRUTH, label, f"answers.safety.{question}")
    for question, label in QUESTION_LABELS.items():
        yield Fact(
            f"unsure.{question}",
            Kind.TRUTH,
            f"unsure or would not say: {label}",
            f"answers.safety.{question}",
        )
    yield Fact("safety_asked", Kind.TRUTH, "at least one safety question was put", "answers.safety")
    yield Fact("duration", Kind.WORD, "how long it has gone on", "answers.duration", tuple(Duration)[:-1])
    for area, label in _AREA_LABELS.items():
        yield Fact(
            f"impact.{area}", Kind.WORD, f"impact on {label}", f"answers.impact.{area}", tuple(Impact)[:-1]
        )
    yield Fact("impact.anywhere", Kind.TRUTH, "some impact on daily life", "answers.impact")
    yield Fact("impact.a_lot_anywhere", Kind.TRUTH, "a lot of impact in one area of life", "answers.impact")
    yield Fact(
        "impact.a_lot_in_several",
        Kind.TRUTH,
        "a lot of impact in two or more areas of life",
        "answers.impact",
    )
    for need in Need:
        yield Fact(f"needs.{need}", Kind.TRUTH, f"need: {need.label.lower()}", "answers.needs")
    for want in Want:
        yield Fact(f"wants.{want}", Kind.TRUTH, f"would like: {want.label.lower()}", "answers.wants")
    yield Fact("pregnant", Kind.TRUTH, "pregnant", "answers.pregnant")
    yield Fact("parent_of_under_2", Kind.TRUTH, "parent of a child under 2", "answers.parent_of_under_2")
    yield Fact("looked_after", Kind.TRUTH, "looked after", "answers.looked_after")
    yield Fact("care_leaver", Kind.TRUTH, "care leaver", "answers.looked_after")
    yield Fact(
        "sen_or_disability", Kind.TRUTH, "special educational need or disability", "answers.sen_or_disability"
    )
    yield Fact("substance_use", Kind.TRUTH, "uses alcohol or drugs", "answers.substance_use")
    yield Fact("known_to_services", Kind.TRUTH, "known to a service already", "answers.known_to_services")
    yield Fact("out_of_area", Kind.TRUTH, "lives outside the area", "answers.postcode_area")
    yield Fact("gp_known", Kind.TRUTH, "GP known", "answers.gp_known")
    yield Fact("consent", Kind.WORD, "who agreed to the request", "answers.consent", tuple(Consent)[:-1])
    yield Fact("has_text", Kind.TRUTH, "something written in their own words", "text")
    yield Fact("text_unreadable", Kind.TRUTH, "words in a language the screen cannot read", "text")
    for harm, label in _HARM_LABELS.items():
        yield Fact(f"abuse.{harm}", Kind.TRUTH, label, "text")
    for flag in Flag:
        yield Fact(f"flags.{flag}", Kind.TRUTH, f"red flag: {flag.label.lower()}", "answers or text")


FACTS: dict[str, Fact] = {fact.name: fact for fact in _declare()}
PLACE_OF: dict[str, int] = {name: place for place, name in enumerate(FACTS)}

_FIRST_FLAG = PLACE_OF[f"flags.{next(iter(Flag))}"]
_NO_FLAGS = [False] * len(Flag)
_HARM_NOT_SAID = [None] * len(Harm)
_HARM_PLACE = {harm: PLACE_OF[f"abuse.{harm}"] for harm in Harm}
_FLAG_PLACE = {flag: _FIRST_FLAG + n for n, flag in enumerate(Flag)}
_SAFETY_TRUTH = {SafetyAnswer.YES: True, SafetyAnswer.NO: False}
_HESITANT = frozenset([SafetyAnswer.UNSURE, SafetyAnswer.DECLINED])
_YES_NO_TRUTH = {YesNo.YES: True, YesNo.NO: False}

Facts = list[Any]
"""The value of every fact, in the order of `FACTS`."""


def facts_of(case: Case, text_unreadable: bool = False) -> Facts:
    """What this case says, before any red flag is known."""
    answers = case.safety.values()
    hesitant = [answer in _HESITANT for answer in answers]
    truths = [_SAFETY_TRUTH.get(answer) for answer in answers]
    impacts = [None if impact is Impact.NOT_GIVEN else impact for impact in case.impact.values()]
    needs, wants = case.needs, case.wants
    return [
        case.years,
        case.requester,
        *truths,
        *hesitant,
        any(hesitant) or any(truth is not None for truth in truths),
        None if case.duration is Duration.NOT_GIVEN else case.duration,
        *impacts,
        *_impact_overall(impacts),
        *(_ALL_NEEDS_UNKNOWN if needs is None else [need in needs for need in _NEEDS]),
        *(_ALL_WANTS_UNKNOWN if wants is None else [want in wants for want in _WANTS]),
        _YES_NO_TRUTH.get(case.pregnant),
        _YES_NO_TRUTH.get(case.parent_of_under_2),
        *_care(case.looked_after),
        is_something(case.sen_or_disability),
        is_something(case.substance_use),
        is_something(case.known_to_services),
        None
        if case.postcode_area is PostcodeArea.NOT_GIVEN
        else case.postcode_area is PostcodeArea.OUT_OF_AREA,
        _YES_NO_TRUTH.get(case.gp_known),
        None if case.consent is Consent.NOT_GIVEN else case.consent,
        bool(case.text and not case.text.isspace()),
        text_unreadable,
        *_HARM_NOT_SAID,
        *_NO_FLAGS,
    ]


def set_flag(facts: Facts, flag: Flag, truth: bool | None) -> None:
    """Raise a flag among the facts. True is certain, None is possible; a raised flag is never taken back."""
    place = _FLAG_PLACE[flag]
    if facts[place] is not True:
        facts[place] = truth


def set_harm(facts: Facts, harm: Harm) -> None:
    """Note a kind of harm that was named; one that was not named stays unknown."""
    facts[_HARM_PLACE[harm]] = True


_NEEDS, _WANTS = tuple(Need), tuple(Want)
_ALL_NEEDS_UNKNOWN = [None] * len(Need)
_ALL_WANTS_UNKNOWN = [None] * len(Want)


def _impact_overall(impacts: list[Impact | None]) -> tuple[bool | None, bool | None, bool | None]:
    """Some anywhere, a lot anywhere, a lot in several; an area nobody spoke of may yet be the one."""
    a_lot = impacts.count(Impact.A_LOT)
    unsaid = impacts.count(None)
    felt = a_lot + impacts.count(Impact.SOME)
    return _reaches(felt, unsaid, 1), _reaches(a_lot, unsaid, 1), _reaches(a_lot, unsaid, 2)


def _reaches(known: int, unsaid: int, needed: int) -> bool | None:
    if known >= needed:
        return True
    return None if known + unsaid >= needed else False


def _care(looked_after: LookedAfter) -> tuple[bool | None, bool | None]:
    if looked_after is LookedAfter.NOT_GIVEN:
        return None, None
    return looked_after is LookedAfter.YES, looked_after is LookedAfter.CARE_LEAVER
