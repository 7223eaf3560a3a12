"""A condition told in English, as one sentence that reads in one way only.

Three truth values. What is told as so is certain; 'known to' and 'no sign of' mean certainly not so; what
nobody knows is neither, and a rule turns on it only where its sentence says that nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from triage.facts import Fact, Kind
from triage.rules.language import (
    OPPOSITE,
    All,
    Always,
    Among,
    Any,
    Compare,
    Condition,
    Is,
    Named,
    Not,
    Unknown,
    facts_named,
)
from triage.rules.phrases import (
    Phrase,
    folded,
    is_not_so,
    is_so,
    is_unknown,
    subject,
    word,
)
from triage.rules.ruleset import Term

THREE_TRUTHS = (
    "What a sentence says is certain: somebody answered it or wrote it.",
    "‘Known to be’, ‘known not to’ and ‘no sign of’ mean that it is certainly not so.",
    "What nobody has said is neither. It never counts as a no, and a rule turns on it only where its sentence "
    "says that nobody knows.",
)
"""The three truth values, explained once for whoever reads the sentences."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence that is true, false or unknown by itself, and the condition it tells."""

    phrase: Phrase
    tells: Condition

    @property
    def words(self) -> str:
        return self.phrase.words


@dataclass(frozen=True, slots=True)
class Joined:
    """Pieces of which all must hold, or any."""

    word: str
    parts: tuple[Told, ...]


Told = Clause | Joined


def tell(condition: Condition, terms: Mapping[str, Term] | None = None) -> Told:
    """A condition in pieces, for a sentence (`sentence`) or a list in which lists may stand."""
    return _Telling(terms or {}).certain(condition)


def sentence(told: Told) -> str:
    """The pieces as one sentence without its full stop.

    Pieces are joined by ' and ' or ' or '; those of a piece that holds such joints by ', and '; the next by
    '; and '; what is deeper stands in brackets. So the stronger the stop, the later it is read.
    """
    return told.words if isinstance(told, Clause) else _joints(told)[0]


def tell_condition(condition: Condition, terms: Mapping[str, Term] | None = None) -> str:
    """A condition as one sentence without its full stop."""
    return sentence(tell(condition, terms))


_STOPS = ("", ",", ";")


def _joints(told: Told) -> tuple[str, int]:
    """The words, and how many levels of joints are in them."""
    if isinstance(told, Clause):
        return told.words, 0
    inner = [_joints(part) for part in told.parts]
    inner = [(f"({words})", 0) if depth == len(_STOPS) else (words, depth) for words, depth in inner]
    depth = max(depth for _, depth in inner)
    return f"{_STOPS[depth]} {told.word} ".join(words for words, _ in inner), depth + 1


class _Telling:
    """Turns a condition round so that every 'not' stands at a fact or a term, where it can be said plainly."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self.terms = terms

    def certain(self, condition: Condition) -> Told:
        """That it is certainly so."""
        match condition:
            case Not(of):
                return self.certainly_not(of)
            case All(parts):
                return _of_one_age(condition) or _joined("and", map(self.certain, parts))
            case Any((Not(one), Unknown(other)) | (Unknown(other), Not(one))) if one == other:
                return self.not_certain(one, condition)
            case Any((Compare(fact, "!=", value), Unknown(other)) | (Unknown(other), Compare(fact, "!=", value))) if (
                fact.kind is Kind.WORD and facts_named(other) == {fact.name} and not isinstance(other, Named)
            ):
                return self.not_certain(Compare(fact, "==", value), condition)
            case Any(parts):
                return _joined("or", map(self.certain, parts))
        return Clause(self.so(condition), condition)

    def certainly_not(self, condition: Condition) -> Told:
        match condition:
            case Not(of):
                return self.certain(of)
            case All(parts):
                return _joined("or", map(self.certainly_not, parts))
            case Any(parts):
                return _joined("and", map(self.certainly_not, parts))
        return Clause(self.not_so(condition), Not(condition))

    def not_certain(self, of: Condition, whole: Condition) -> Told:
        """The safe side of a no: certainly not, or not known."""
        return Clause(Phrase(f"it is not certain that {self.bracketed(of)}"), whole)

    def so(self, condition: Condition) -> Phrase:
        match condition:
            case Always():
                return Phrase("whoever it is")
            case Is(fact):
                return is_so(fact)
            case Unknown(of):
                return self.unknown(of)
            case Compare(fact, sign, value) if fact.kind is Kind.NUMBER:
                return Phrase(number_in_words(fact, sign, int(value)))
            case Compare(fact, "==", value):
                return Phrase(f"{subject(fact)} is {{}}", _one_of(fact, (value,)), any_of="one of")
            case Compare(fact, _, value):
                return Phrase(f"{subject(fact)} is known not to be {_one_of(fact, (value,))}")
            case Among(fact, words):
                return Phrase(f"{subject(fact)} is {_one_of(fact, words)}")
            case Named(name, _):
                return Phrase(self.called(name))
        raise TypeError(condition)

    def not_so(self, condition: Condition) -> Phrase:
        match condition:
            case Always():
                return Phrase("nobody at all")
            case Is(fact):
                return is_not_so(fact)
            case Unknown(of):
                return self.known(of)
            case Compare(fact, sign, value):
                return self.so(Compare(fact, OPPOSITE[sign], value))
            case Among(fact, words):
                return Phrase(f"{subject(fact)} is known not to be {_one_of(fact, words)}")
            case Named(name, _):
                return Phrase(f"{self.called(name)} is known not to be so")
        raise TypeError(condition)

    def unknown(self, of: Condition) -> Phrase:
        match of:
            case Is(fact) | Compare(fact) | Among(fact):
                return is_unknown(fact)
        return Phrase(f"nobody knows whether {self.bracketed(of)}")

    def known(self, of: Condition) -> Phrase:
        """The opposite of unknown: yes or no, but said."""
        match of:
            case Compare(fact) | Among(fact):
                return Phrase(f"{subject(fact)} is known")
        return Phrase(f"it is known for certain whether {self.bracketed(of)}")

    def bracketed(self, of: Condition) -> str:
        """A condition inside a clause of another: in brackets unless it is a clause itself."""
        told = self.certain(of)
        return told.words if isinstance(told, Clause) else f"({sentence(told)})"

    def called(self, name: str) -> str:
        return f"‘{self.terms[name].called}’" if name in self.terms else f"‘{name.replace('_', ' ')}’"


def _joined(joint: str, parts: Iterator[Told]) -> Told:
    """Parts of the same joint lie side by side, those of one frame fold into one; one part needs no joint."""
    flat: list[Told] = []
    for part in parts:
        flat += part.parts if isinstance(part, Joined) and part.word == joint else [part]
    flat = _fold(joint, flat)
    return flat[0] if len(flat) == 1 else Joined(joint, tuple(flat))


def _fold(joint: str, parts: list[Told]) -> list[Told]:
    """'low mood' is a need or 'sleep' is a need: at least one of them is. Each stands where the first stood."""
    alike: dict[object, list[Told]] = {}
    for place, part in enumerate(parts):
        can_fold = isinstance(part, Clause) and part.phrase.item
        alike.setdefault(part.phrase.frame if can_fold else place, []).append(part)
    return [same[0] if len(same) == 1 else _as_one(joint, same) for same in alike.values()]


def _as_one(joint: str, clauses: list[Clause]) -> Clause:
    whole = (Any if joint == "or" else All)(tuple(clause.tells for clause in clauses))
    return Clause(Phrase(folded([clause.phrase for clause in clauses], joint)), whole)


def _of_one_age(condition: All) -> Clause | None:
    """'5 <= age < 13' as one clause; None for anything else."""
    match condition.parts:
        case (Compare(fact, (">" | ">=") as low, lowest), Compare(other, ("<" | "<=") as high, highest)) if (
            fact is other and fact.kind is Kind.NUMBER
        ):
            first, last = int(lowest) + (low == ">"), int(highest) - (high == "<")
            if first < last:
                return Clause(Phrase(f"{_who(fact)} {first} to {last}"), condition)
    return None


def number_in_words(fact: Fact, sign: str, value: int) -> str:
    """'they are aged under 13'."""
    match sign:
        case "==":
            return f"{_who(fact)} {value}"
        case "!=":
            return f"{subject(fact)} is known not to be {value}"
    return f"{_who(fact)} {_THAN[sign]} {value}"


_THAN = {"<": "under", "<=": "at most", ">": "over", ">=": "at least"}


def _who(fact: Fact) -> str:
    return "they are aged" if fact.name == "age" else f"{subject(fact)} is"


def _one_of(fact: Fact, words: tuple[str, ...]) -> str:
    quoted = [f"‘{word(fact, each)}’" for each in words]
    return quoted[0] if len(quoted) == 1 else f"one of ({', '.join(quoted)})"
