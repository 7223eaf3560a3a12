"""Conditions turned into one Python function, for speed.

Three truth values need care: Python's own `and` and `or` know two. So each condition is written twice, once
for 'is certainly true' and once for 'is certainly false', and each of those is an ordinary two-valued
expression. What is neither is unknown. The same pair is what a prover needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from triage.facts import PLACE_OF, Facts
from triage.rules.language import All, Always, Among, Any, Compare, Condition, Is, Named, Not, Unknown

Fired = Callable[[Facts], list[int]]


def compile_conditions(conditions: Sequence[Condition]) -> Fired:
    """A function from facts to the positions of the conditions that are certainly true, in order."""
    lines = ["def fired(f):", "    found = []"]
    for position, condition in enumerate(conditions):
        lines.append(f"    if {certainly(condition)}: found.append({position})")
    lines.append("    return found")
    scope: dict = {}
    # The text holds only list positions, and numbers and words already checked against the declared facts.
    exec(compile("\n".join(lines), "<rule set>", "exec"), {}, scope)  # noqa: S102
    return scope["fired"]


def certainly(condition: Condition) -> str:
    """Python text that is true when the condition is certainly true."""
    match condition:
        case Always():
            return "True"
        case Is(fact):
            return f"(f[{PLACE_OF[fact.name]}] is True)"
        case Unknown(of):
            return f"(not {certainly(of)} and not {certainly_not(of)})"
        case Compare(fact, sign, value):
            return f"({_known(fact.name)} and f[{PLACE_OF[fact.name]}] {sign} {value!r})"
        case Among(fact, words):
            return f"(f[{PLACE_OF[fact.name]}] in {words!r})"
        case Not(of):
            return certainly_not(of)
        case All(parts):
            return _joined(" and ", map(certainly, parts))
        case Any(parts):
            return _joined(" or ", map(certainly, parts))
        case Named(_, of):
            return certainly(of)
    raise TypeError(condition)


def certainly_not(condition: Condition) -> str:
    """Python text that is true when the condition is certainly false."""
    match condition:
        case Always():
            return "False"
        case Is(fact):
            return f"(f[{PLACE_OF[fact.name]}] is False)"
        case Unknown(of):
            return f"({certainly(of)} or {certainly_not(of)})"
        case Compare(fact, sign, value):
            return f"({_known(fact.name)} and not f[{PLACE_OF[fact.name]}] {sign} {value!r})"
        case Among(fact, words):
            return f"({_known(fact.name)} and f[{PLACE_OF[fact.name]}] not in {words!r})"
        case Not(of):
            return certainly(of)
        case All(parts):
            return _joined(" or ", map(certainly_not, parts))
        case Any(parts):
            return _joined(" and ", map(certainly_not, parts))
        case Named(_, of):
            return certainly_not(of)
    raise TypeError(condition)


def _known(name: str) -> str:
    return f"f[{PLACE_OF[name]}] is not None"


def _joined(word: str, parts) -> str:
    return "(" + word.join(parts) + ")"
