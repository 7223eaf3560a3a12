"""A case: one request document, read strictly and held as typed facts.

Every field but `id` may be missing, and a missing field is *unknown*, never *no*. A value outside the
contract is refused with the field, what was found and what is allowed, and all such problems are told at
once. Fields the contract does not name are ignored, except among the safety answers: a safety question that
nobody reads could hide a yes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, NamedTuple

from triage.vocabulary import (
    Channel,
    Consent,
    Duration,
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

LONGEST_ID = 200
LONGEST_TEXT = 20_000
LONGEST_SHORT_TEXT = 2_000
OLDEST = 120


class Problem(NamedTuple):
    """One thing wrong with a request document."""

    field: str
    found: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.field}: found {self.found}; allowed: {self.allowed}"


class CaseError(ValueError):
    """A request document cannot be used; `problems` holds each thing to put right."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(". ".join(map(str, problems)))


_NOT_ASKED = dict.fromkeys(SafetyQuestion, SafetyAnswer.NOT_ASKED)
_NOT_GIVEN = dict.fromkeys(ImpactArea, Impact.NOT_GIVEN)


@dataclass(frozen=True, slots=True)
class Case:
    """One request for support, as the engine sees it. None and the words for 'not given' mean unknown."""

    id: str
    age: int | None = None
    age_months: int | None = None
    requester: Requester | None = None
    profession: str = ""
    channel: Channel | None = None
    text: str = ""
    safety: Mapping[SafetyQuestion, SafetyAnswer] = field(default_factory=_NOT_ASKED.copy)
    duration: Duration = Duration.NOT_GIVEN
    impact: Mapping[ImpactArea, Impact] = field(default_factory=_NOT_GIVEN.copy)
    needs: frozenset[Need] | None = None
    pregnant: YesNo = YesNo.NOT_GIVEN
    parent_of_under_2: YesNo = YesNo.NOT_GIVEN
    looked_after: LookedAfter = LookedAfter.NOT_GIVEN
    sen_or_disability: str | None = None
    substance_use: str | None = None
    known_to_services: str | None = None
    postcode_area: PostcodeArea = PostcodeArea.NOT_GIVEN
    place: str | None = None
    """The part of the area they live in, by its name in the directory, where the sender knows it."""
    gp_known: YesNo = YesNo.NOT_GIVEN
    consent: Consent = Consent.NOT_GIVEN
    wants: frozenset[Want] | None = None

    @property
    def years(self) -> int | None:
        """The age in whole years, worked out from the months where only those were given."""
        if self.age is None and self.age_months is not None:
            return self.age_months // 12
        return self.age

    @classmethod
    def from_document(cls, document: Any) -> Case:
        """Read a request document. Raises `CaseError` with every problem in it."""
        if not isinstance(document, Mapping):
            raise CaseError([Problem("document", describe(document), "one JSON object with at least an id")])
        return _read(document)


def _read(document: Mapping) -> Case:
    top = _Reader(document, "")
    answers = top.inner("answers")
    safety, impact = answers.inner("safety"), answers.inner("impact")
    safety.refuse_unknown(_SAFETY_WORDS)
    case = Case(
        id=top.required_id(),
        age=top.whole("age", OLDEST),
        age_months=top.whole("age_months", OLDEST * 12),
        requester=top.word("requester", _REQUESTER, None),
        profession=top.text("profession", LONGEST_SHORT_TEXT) or "",
        channel=top.word("channel", _CHANNEL, None),
        text=top.text("text", LONGEST_TEXT) or "",
        safety=safety.words(_NOT_ASKED, _SAFETY_ANSWER),
        duration=answers.word("duration", _DURATION, Duration.NOT_GIVEN),
        impact=impact.words(_NOT_GIVEN, _IMPACT),
        needs=answers.several("needs", _NEED),
        pregnant=answers.word("pregnant", _YES_NO, YesNo.NOT_GIVEN),
        parent_of_under_2=answers.word("parent_of_under_2", _YES_NO, YesNo.NOT_GIVEN),
        looked_after=answers.word("looked_after", _LOOKED_AFTER, LookedAfter.NOT_GIVEN),
        sen_or_disability=answers.text("sen_or_disability", LONGEST_SHORT_TEXT),
        substance_use=answers.text("substance_use", LONGEST_SHORT_TEXT),
        known_to_services=answers.text("known_to_services", LONGEST_SHORT_TEXT),
        postcode_area=answers.word("postcode_area", _POSTCODE_AREA, PostcodeArea.NOT_GIVEN),
        place=answers.text("place", LONGEST_ID) or None,
        gp_known=answers.word("gp_known", _YES_NO, YesNo.NOT_GIVEN),
        consent=answers.word("consent", _CONSENT, Consent.NOT_GIVEN),
        wants=answers.several("wants", _WANT),
    )
    if case.age is not None and case.age_months is not None and case.age_months // 12 != case.age:
        top.wrong(
            "age_months", case.age_months, f"months that agree with the age of {case.age}, or leave one out"
        )
    if top.problems:
        raise CaseError(top.problems)
    return case


def _by_value(words: type[StrEnum]) -> dict[str, StrEnum]:
    return {word.value: word for word in words}


_REQUESTER = _by_value(Requester)
_CHANNEL = _by_value(Channel)
_SAFETY_ANSWER = _by_value(SafetyAnswer)
_SAFETY_WORDS = _by_value(SafetyQuestion)
_DURATION = _by_value(Duration)
_IMPACT = _by_value(Impact)
_NEED = _by_value(Need)
_YES_NO = _by_value(YesNo)
_LOOKED_AFTER = _by_value(LookedAfter)
_POSTCODE_AREA = _by_value(PostcodeArea)
_CONSENT = _by_value(Consent)
_WANT = _by_value(Want)


class _Reader:
    """Reads one JSON object field by field; the problems are collected in a list that is shared."""

    __slots__ = ("at", "problems", "values")

    def __init__(self, values: Mapping, at: str, problems: list[Problem] | None = None) -> None:
        self.values = values
        self.at = at
        self.problems = [] if problems is None else problems

    def wrong(self, name: str, found: Any, allowed: str) -> None:
        self.problems.append(Problem(self.at + name, describe(found), allowed))

    def inner(self, name: str) -> _Reader:
        values = self.values.get(name)
        if values is not None and not isinstance(values, Mapping):
            self.wrong(name, values, "an object with named fields")
            values = None
        return _Reader(values or {}, f"{self.at}{name}.", self.problems)

    def required_id(self) -> str:
        value = self.values.get("id")
        if isinstance(value, str) and value.strip() and len(value) <= LONGEST_ID:
            return value
        self.wrong("id", value, f"text of 1 to {LONGEST_ID} characters, the sender's own")
        return ""

    def whole(self, name: str, highest: int) -> int | None:
        value = self.values.get(name)
        if value is None:
            return None
        # JSON does not tell 14 from 14.0, and many programs write the second.
        if type(value) is float and value.is_integer():
            value = int(value)
        if type(value) is int and 0 <= value <= highest:
            return value
        self.wrong(name, value, f"a whole number from 0 to {highest}, or null when not known")
        return None

    def text(self, name: str, longest: int) -> str | None:
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            self.wrong(name, value, f"text of up to {longest:,} characters")
            return None
        if len(value) > longest:
            self.problems.append(
                Problem(
                    self.at + name,
                    f"{len(value):,} characters",
                    f"up to {longest:,} characters; send it in parts",
                )
            )
            return None
        return value

    def word(self, name: str, words: Mapping[str, StrEnum], otherwise: Any) -> Any:
        value = self.values.get(name)
        if value is None:
            return otherwise
        try:
            return words[value]
        except (KeyError, TypeError):
            self.wrong(name, value, ", ".join(words))
            return otherwise

    def words(self, names: Mapping[StrEnum, StrEnum], words: Mapping[str, StrEnum]) -> dict:
        if not self.values:
            return dict(names)
        return {name: self.word(name.value, words, otherwise) for name, otherwise in names.items()}

    def several(self, name: str, words: Mapping[str, StrEnum]) -> frozenset | None:
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            self.wrong(name, value, "a list of: " + ", ".join(words))
            return None
        try:
            # Nothing chosen is nothing said: a list left empty is not a no to everything in it.
            return frozenset([words[item] for item in value]) or None
        except (KeyError, TypeError):
            for item in value:
                if not isinstance(item, str) or item not in words:
                    self.wrong(name, item, ", ".join(words))
            return None

    def refuse_unknown(self, words: Mapping[str, StrEnum]) -> None:
        for name in self.values:
            if name not in words:
                near = get_close_matches(str(name), words, 1)
                meant = f" (did you mean {near[0]}?)" if near else ""
                self.problems.append(
                    Problem(self.at.rstrip("."), f"the question {describe(name)}", ", ".join(words) + meant)
                )


def describe(value: Any) -> str:
    """What was found, short enough for one line and safe to print whatever it holds."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 200:
        return "a very large number"
    shown = ascii(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
