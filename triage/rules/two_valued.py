"""A condition of three truth values as two ordinary ones: when it is certainly true, and when certainly false.

What is neither is unknown. This is the one definition of what a condition means to whatever runs or studies it:
the compiled rules (`compiling.py`), the proof (`triage.proof`) and the bench each say only how their own language
writes the few signs of `Language`. The plain reading they all must agree with is `language.evaluate`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from triage.facts import Fact
from triage.rules.language import All, Always, Among, Any, Compare, Condition, Is, Named, Not, Unknown

T = TypeVar("T")


class Language(Protocol[T]):
    """What a language of two truth values must be able to say. None of it holds for a fact nobody knows."""

    def always(self) -> T: ...
    def never(self) -> T: ...
    def is_true(self, fact: Fact) -> T: ...
    def is_false(self, fact: Fact) -> T: ...
    def compares(self, fact: Fact, sign: str, value: int | str) -> T: ...
    def among(self, fact: Fact, words: tuple[str, ...]) -> T: ...
    def not_among(self, fact: Fact, words: tuple[str, ...]) -> T: ...
    def opposite(self, of: T) -> T: ...
    def all_of(self, parts: Iterable[T]) -> T: ...
    def any_of(self, parts: Iterable[T]) -> T: ...


_OPPOSITE_SIGN = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def certainly(condition: Condition, say: Language[T]) -> T:
    """When the condition is certainly true."""
    match condition:
        case Always():
            return say.always()
        case Is(fact):
            return say.is_true(fact)
        case Compare(fact, sign, value):
            return say.compares(fact, sign, value)
        case Among(fact, words):
            return say.among(fact, words)
        case Unknown(of):
            return say.opposite(say.any_of([certainly(of, say), certainly_not(of, say)]))
        case Not(of):
            return certainly_not(of, say)
        case All(parts):
            return say.all_of([certainly(part, say) for part in parts])
        case Any(parts):
            return say.any_of([certainly(part, say) for part in parts])
        case Named(_, of):
            return certainly(of, say)
    raise TypeError(condition)


def certainly_not(condition: Condition, say: Language[T]) -> T:
    """When the condition is certainly false."""
    match condition:
        case Always():
            return say.never()
        case Is(fact):
            return say.is_false(fact)
        case Compare(fact, sign, value):
            return say.compares(fact, _OPPOSITE_SIGN[sign], value)
        case Among(fact, words):
            return say.not_among(fact, words)
        case Unknown(of):
            return say.any_of([certainly(of, say), certainly_not(of, say)])
        case Not(of):
            return certainly(of, say)
        case All(parts):
            return say.any_of([certainly_not(part, say) for part in parts])
        case Any(parts):
            return say.all_of([certainly_not(part, say) for part in parts])
        case Named(_, of):
            return certainly_not(of, say)
    raise TypeError(condition)
