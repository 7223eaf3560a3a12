"""What an answer could change, as a sentence: 'if yes, this becomes urgent'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ifd.presenters.coded_words import in_a_sentence
from ifd.presenters.summary import answers_of, words_for
from triage.vocabulary import Priority
from triage.worth_asking import Ask, IfAnswered

MOST = 5
_AGE = "age"


@dataclass(frozen=True)
class Line:
    """One question, and what answers to it would change. `anchor` is the answer's place on the page, if it has one."""

    question: str
    anchor: str
    changes: str


@dataclass(frozen=True)
class Shown:
    """The lines to see at once, and the others."""

    first: tuple[Line, ...]
    others: tuple[Line, ...]


def worth_asking_of(asks: Sequence[Ask], document: dict) -> Shown:
    """In the order they come."""
    answers = {answer.field: answer for answer in answers_of(document)}
    lines = tuple(
        Line(
            answers[ask.field].question if ask.field in answers else "Age",
            answers[ask.field].anchor if ask.field in answers else "",
            "; ".join(_change(ask.field, one) for one in ask.if_answered),
        )
        for ask in asks
    )
    return Shown(lines[:MOST], lines[MOST:])


def _change(field: str, one: IfAnswered) -> str:
    words = (
        _ages(one.answers)
        if field == _AGE
        else (in_a_sentence(words_for(field, each)) for each in one.answers)
    )
    if one.priority:
        becomes = "an emergency" if one.priority is Priority.EMERGENCY else one.priority.label.lower()
        return f"if {_either(words)}, this becomes {becomes}"
    return f"if {_either(words)}, the first offer is {in_a_sentence(one.first_offer.label)}"


def _either(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def _ages(answers: Iterable[str]) -> Iterable[str]:
    """'0 to 1' for ages that follow one another."""
    ages = sorted(map(int, answers))
    for _, run in groupby(enumerate(ages), key=lambda pair: pair[1] - pair[0]):
        first, *rest = (age for _, age in run)
        yield f"{first} to {rest[-1]}" if rest else str(first)
