"""Conditions turned into one Python function, for speed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from triage.facts import PLACE_OF, Fact, Facts
from triage.rules.language import Condition
from triage.rules.two_valued import certainly

Fired = Callable[[Facts], list[int]]


def compile_conditions(conditions: Sequence[Condition]) -> Fired:
    """A function from facts to the positions of the conditions that are certainly true, in order."""
    lines = ["def fired(f):", "    found = []"]
    for position, condition in enumerate(conditions):
        lines.append(f"    if {certainly(condition, PYTHON)}: found.append({position})")
    lines.append("    return found")
    scope: dict = {}
    # The text holds only list positions, and numbers and words already checked against the declared facts.
    exec(compile("\n".join(lines), "<rule set>", "exec"), {}, scope)  # noqa: S102
    return scope["fired"]


class _Python:
    """Python text over `f`, the list of facts."""

    def always(self) -> str:
        return "True"

    def never(self) -> str:
        return "False"

    def is_true(self, fact: Fact) -> str:
        return f"({value_of(fact)} is True)"

    def is_false(self, fact: Fact) -> str:
        return f"({value_of(fact)} is False)"

    def compares(self, fact: Fact, sign: str, value: int | str) -> str:
        return f"({value_of(fact)} is not None and {value_of(fact)} {sign} {value!r})"

    def among(self, fact: Fact, words: tuple[str, ...]) -> str:
        return f"({value_of(fact)} in {words!r})"

    def not_among(self, fact: Fact, words: tuple[str, ...]) -> str:
        return f"({value_of(fact)} is not None and {value_of(fact)} not in {words!r})"

    def opposite(self, of: str) -> str:
        return f"(not {of})"

    def all_of(self, parts: Iterable[str]) -> str:
        return "(" + " and ".join(parts) + ")"

    def any_of(self, parts: Iterable[str]) -> str:
        return "(" + " or ".join(parts) + ")"


PYTHON = _Python()


def value_of(fact: Fact) -> str:
    """Python text for the value of a fact."""
    return f"f[{PLACE_OF[fact.name]}]"
