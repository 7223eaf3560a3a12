"""Scoring answers on vignettes: right, too late, too soon, offers and flags missing or too many, told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from triage.vignettes.answers import Answer
from triage.vignettes.vignette import Acceptable, Vignette

_FIRST = 3


class Fault(StrEnum):
    """One way in which an answer is not acceptable."""

    NO_ANSWER = "no_answer"
    UNDER_TRIAGE = "under_triage"
    OVER_TRIAGE = "over_triage"
    OFFER_MISSING = "offer_missing"
    OFFER_MUST_NOT = "offer_must_not"
    FLAG_MISSED = "flag_missed"
    FLAG_TOO_MANY = "flag_too_many"
    THRIVE = "thrive"

    @property
    def is_unsafe(self) -> bool:
        """Somebody would wait too long, hear nothing, or be sent where they must not be."""
        return self in (Fault.NO_ANSWER, Fault.UNDER_TRIAGE, Fault.OFFER_MUST_NOT)

    @property
    def label(self) -> str:
        return _FAULT_LABELS.get(self) or self.value.replace("_", " ")


_FAULT_LABELS = {
    Fault.UNDER_TRIAGE: "under-triage",
    Fault.OVER_TRIAGE: "over-triage",
    Fault.OFFER_MUST_NOT: "must-not offer",
    Fault.THRIVE: "other grouping",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing of an answer that is not acceptable, and why, in words."""

    fault: Fault
    what: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A vignette and all that is wrong with the answer to it."""

    vignette: Vignette
    wrongs: tuple[Wrong, ...]

    @property
    def is_right(self) -> bool:
        return not self.wrongs

    @property
    def faults(self) -> frozenset[Fault]:
        return frozenset(wrong.fault for wrong in self.wrongs)

    @property
    def is_unsafe(self) -> bool:
        return any(fault.is_unsafe for fault in self.faults)

    def __str__(self) -> str:
        criterion = self.vignette.criterion
        wrongs = "; ".join(wrong.what for wrong in self.wrongs)
        return f"{self.vignette.id}: {wrongs} ({criterion.source}: {criterion.says})"


def mark(vignette: Vignette, answer: Answer | None) -> Mark:
    """What of the answer is not acceptable; None is somebody left without any."""
    if answer is None:
        return Mark(vignette, (Wrong(Fault.NO_ANSWER, "there is no suggestion for it"),))
    acceptable = vignette.acceptable
    wrongs = (
        *_timing(acceptable, answer),
        *_offers(acceptable, answer),
        *_flags(acceptable, answer),
        *_thrive(acceptable, answer),
    )
    return Mark(vignette, wrongs)


def mark_all(vignettes: Iterable[Vignette], answers: Mapping[str, Answer]) -> tuple[Mark, ...]:
    """Every vignette with the answer of its id."""
    return tuple(mark(vignette, answers.get(vignette.id)) for vignette in vignettes)


def _timing(acceptable: Acceptable, answer: Answer) -> Iterator[Wrong]:
    given, least, most = answer.priority, acceptable.least_urgent, acceptable.most_urgent
    if given.rank > least.rank:
        yield Wrong(Fault.UNDER_TRIAGE, f"too late: {given}, and at least {least} is acceptable")
    if given.rank < most.rank:
        yield Wrong(Fault.OVER_TRIAGE, f"too soon: {given}, and at most {most} is acceptable")


def _offers(acceptable: Acceptable, answer: Answer) -> Iterator[Wrong]:
    given = answer.offers
    if acceptable.offers_any_of and not set(given) & set(acceptable.offers_any_of):
        yield Wrong(Fault.OFFER_MISSING, f"offers none of {_list(acceptable.offers_any_of)}")
    elif acceptable.offers_first_of and not set(given[:_FIRST]) & set(acceptable.offers_first_of):
        first = _list(acceptable.offers_first_of)
        yield Wrong(Fault.OFFER_MISSING, f"has none of {first} among its first {_FIRST} offers")
    for kind in acceptable.offers_must_not:
        if kind in given:
            yield Wrong(Fault.OFFER_MUST_NOT, f"offers {kind}, which is not for them")


def _flags(acceptable: Acceptable, answer: Answer) -> Iterator[Wrong]:
    for flag in acceptable.flags:
        if flag not in answer.flags:
            yield Wrong(Fault.FLAG_MISSED, f"misses the flag {flag}")
    if acceptable.flags_any_of and not answer.flags & set(acceptable.flags_any_of):
        yield Wrong(Fault.FLAG_MISSED, f"misses each of the flags {_list(acceptable.flags_any_of)}")
    for flag in acceptable.flags_must_not:
        if flag in answer.flags:
            yield Wrong(Fault.FLAG_TOO_MANY, f"raises the flag {flag} in vain")


def _thrive(acceptable: Acceptable, answer: Answer) -> Iterator[Wrong]:
    if acceptable.thrive and answer.thrive not in acceptable.thrive:
        yield Wrong(
            Fault.THRIVE, f"suggests {answer.thrive or 'no grouping'}, not {_list(acceptable.thrive)}"
        )


def _list(words: Iterable[StrEnum]) -> str:
    return " or ".join(words)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some vignettes were answered acceptably, and how many have each fault."""

    number: int
    right: int
    faults: Mapping[Fault, int]

    def to_document(self) -> dict[str, int]:
        return {"number": self.number, "right": self.right, **{fault: self.faults[fault] for fault in Fault}}


def tally(marks: Iterable[Mark]) -> Tally:
    marks = tuple(marks)
    faults = Counter(fault for each in marks for fault in each.faults)
    return Tally(len(marks), sum(each.is_right for each in marks), faults)


def tallies(
    marks: Iterable[Mark], group_of: Callable[[Vignette], StrEnum | None], order: Iterable[StrEnum]
) -> dict[StrEnum, Tally]:
    """A tally for each group that has any vignette, in `order`."""
    marks = tuple(marks)
    groups = {group: [each for each in marks if group_of(each.vignette) is group] for group in order}
    return {group: tally(members) for group, members in groups.items() if members}
