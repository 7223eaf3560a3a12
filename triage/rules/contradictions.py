"""Parts of a condition that can never hold together, such as an age under 13 and over 40.

A plain look at what `and` joins, quick enough for whoever is typing. It finds only what stands there in so many
words: whether a rule can ever hold is for the proof to judge.
"""

from __future__ import annotations

from collections.abc import Iterator

from triage.facts import Fact, Kind
from triage.rules.language import OPPOSITE, SIGNS, All, Among, Any, Compare, Condition, Named, Not, Unknown

_Compared = tuple[Fact, str, int | str | tuple[str, ...]]


def contradictions(condition: Condition) -> list[str]:
    """A sentence for each fact of which two things are asked that nobody can be."""
    return list(dict.fromkeys(_found(condition)))


def _found(condition: Condition) -> Iterator[str]:
    match condition:
        case All():
            by_fact: dict[str, list[_Compared]] = {}
            for fact, sign, value in _compared(condition):
                by_fact.setdefault(fact.name, []).append((fact, sign, value))
            yield from (_sentence(asked) for asked in by_fact.values() if not _can_hold(asked))
            for part in _joined(condition):
                yield from _found(part)
        case Any(parts):
            for part in parts:
                yield from _found(part)
        case Not(of) | Unknown(of):
            yield from _found(of)


def _joined(condition: All) -> Iterator[Condition]:
    """All that must hold, however it is bracketed."""
    for part in condition.parts:
        yield from _joined(part) if isinstance(part, All) else (part,)


def _compared(condition: Condition) -> Iterator[_Compared]:
    """What is asked of facts wherever the condition holds, terms opened."""
    match condition:
        case All():
            for part in _joined(condition):
                yield from _compared(part)
        case Named(_, of):
            yield from _compared(of)
        case Compare(fact, sign, value):
            yield fact, sign, value
        case Among(fact, words):
            yield fact, "in", words
        case Not(Compare(fact, sign, value)):
            yield fact, OPPOSITE[sign], value
        case Not(Among(fact, words)):
            yield fact, "not in", words


def _can_hold(asked: list[_Compared]) -> bool:
    """Whether one value fits all: one of the words, or a whole number at, beside or between those that are named."""
    fact = asked[0][0]
    named = [value for _, _, value in asked]
    values = fact.words if fact.kind is Kind.WORD else [value + step for value in named for step in (-1, 0, 1)]
    return any(all(_fits(value, sign, other) for _, sign, other in asked) for value in values)


def _fits(value: int | str, sign: str, other: int | str | tuple[str, ...]) -> bool:
    return (value in other) is (sign == "in") if isinstance(other, tuple) else SIGNS[sign](value, other)


def _sentence(asked: list[_Compared]) -> str:
    told = " and ".join(dict.fromkeys(f"{fact.name} {sign} {_value(value)}" for fact, sign, value in asked))
    return f"nobody can be all of this: {told}"


def _value(value: int | str | tuple[str, ...]) -> str:
    return str([str(each) for each in value]) if isinstance(value, tuple) else str(value)
