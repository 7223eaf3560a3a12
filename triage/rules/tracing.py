"""The full trace of a decision: every condition of every rule, what it expected, what was found, what came of it.

A rule that did not hold is in the trace as well as one that did: 'why was this not suggested?' needs both. Each
condition is worked out once for a case, however many rules share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from triage.facts import Facts
from triage.rules.compiling import value_of
from triage.rules.language import (
    All,
    Always,
    Among,
    Compare,
    Condition,
    Is,
    Named,
    Not,
    Truth,
    Unknown,
)
from triage.rules.language import Any as OneOf
from triage.rules.ruleset import Rule


class Finding(NamedTuple):
    """One condition about one fact. `found` is None, and `truth` too, where nobody knows."""

    fact: str
    expected: str
    found: Any
    truth: Truth


class TracedRule(NamedTuple):
    """What became of one rule: it holds where `truth` is True; None means it turned on something unknown."""

    rule: Rule
    truth: Truth
    findings: tuple[Finding, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The facts nobody knows that it turned on."""
        return tuple(dict.fromkeys(finding.fact for finding in self.findings if finding.truth is None))


class Tracer:
    """Traces the same rules for case after case."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._run = _Writing().function(self.rules)

    def __call__(self, facts: Facts) -> list[TracedRule]:
        """Every rule, in order, with what became of it in this case."""
        return self._run(facts)


Leaf = Is | Compare | Among


def leaves_of(condition: Condition) -> Iterator[Leaf]:
    """The conditions about a single fact that a condition is made of, as they are written, with repeats."""
    match condition:
        case Is() | Compare() | Among():
            yield condition
        case Unknown(of) | Not(of) | Named(_, of):
            yield from leaves_of(of)
        case All(parts) | OneOf(parts):
            for part in parts:
                yield from leaves_of(part)


def _expected(leaf: Leaf) -> tuple[str, str]:
    match leaf:
        case Is(fact):
            return fact.name, "yes"
        case Compare(fact, sign, value):
            return fact.name, f"{sign} {value}"
        case Among(fact, words):
            return fact.name, "one of " + ", ".join(words)


class _Writing:
    """Writes one Python function in which every distinct condition is a variable of three values.

    Plain tuples are made and given their class: a named tuple made the usual way takes three times as long.
    """

    def __init__(self) -> None:
        self.names: dict[Condition, str] = {}
        self.findings: dict[Leaf, str] = {}
        self.lines: list[str] = []

    def name_of(self, condition: Condition) -> str:
        if condition not in self.names:
            text = self.text_of(condition)
            self.names[condition] = f"t{len(self.names)}"
            self.lines.append(f"    {self.names[condition]} = {text}")
        return self.names[condition]

    def text_of(self, condition: Condition) -> str:
        match condition:
            case Always():
                return "True"
            case Is(fact):
                return value_of(fact)
            case Compare(fact, sign, value):
                return f"None if {value_of(fact)} is None else {value_of(fact)} {sign} {value!r}"
            case Among(fact, words):
                return f"None if {value_of(fact)} is None else {value_of(fact)} in {words!r}"
            case Named(_, of):
                return self.name_of(of)
            case Unknown(of):
                return f"{self.name_of(of)} is None"
            case Not(of):
                return "None if {0} is None else not {0}".format(self.name_of(of))
            case All(parts):
                return self._kleene(parts, "False", "True")
            case OneOf(parts):
                return self._kleene(parts, "True", "False")
        raise TypeError(condition)

    def _kleene(self, parts: Sequence[Condition], deciding: str, otherwise: str) -> str:
        """One deciding part decides; failing that, one unknown part leaves the whole unknown."""
        names = [self.name_of(part) for part in parts]
        decided, unknown = (" or ".join(f"{name} is {value}" for name in names) for value in (deciding, None))
        return f"{deciding} if {decided} else None if {unknown} else {otherwise}"

    def finding_of(self, leaf: Leaf) -> str:
        """The variable that holds the finding of a condition about a single fact."""
        if leaf not in self.findings:
            self.findings[leaf] = f"f{len(self.findings)}"
            fact, expected = _expected(leaf)
            found = f"new(Finding, ({fact!r}, {expected!r}, {value_of(leaf.fact)}, {self.name_of(leaf)}))"
            self.lines.append(f"    {self.findings[leaf]} = {found}")
        return self.findings[leaf]

    def function(self, rules: Sequence[Rule]) -> Callable[[Facts], list[TracedRule]]:
        traced = []
        for place, rule in enumerate(rules):
            truth = self.name_of(rule.condition)
            findings = map(self.finding_of, dict.fromkeys(leaves_of(rule.condition)))
            traced.append(f"new(TracedRule, (rules[{place}], {truth}, ({''.join(f'{f},' for f in findings)})))")
        lines = ["def run(f):", *self.lines, f"    return [{', '.join(traced)}]"]
        scope = {"Finding": Finding, "TracedRule": TracedRule, "new": tuple.__new__, "rules": rules}
        # As in compiling.py: only list positions, and numbers and words checked against the declared facts.
        exec(compile("\n".join(lines), "<trace>", "exec"), scope)  # noqa: S102
        return scope["run"]

