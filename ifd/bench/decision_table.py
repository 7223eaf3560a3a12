"""The same rules as decision tables of the zen engine, the fastest table that can be had from the registry.

It stands beside our own in `ifd bench decide` and is a dependency of development only. Each rule is a row whose
cell says when the rule is certainly true, so nothing is left out that our rules do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from click import ClickException

from triage.facts import FACTS, Fact, Facts
from triage.rules.ruleset import Rule, RuleSet
from triage.rules.two_valued import certainly


class DecisionTables:
    """Two tables, as the rules run: those that find red flags, then those that may speak of flags."""

    def __init__(self, ruleset: RuleSet) -> None:
        try:
            import zen
        except ModuleNotFoundError:
            raise ClickException(
                "`ifd bench decide` compares with the zen engine, which only development installs: run `make dev`."
            ) from None
        engine = zen.ZenEngine()
        self._flags = engine.create_decision(json.dumps(_table(ruleset.flag_rules)))
        self._others = engine.create_decision(json.dumps(_table(ruleset.other_rules)))

    def __call__(self, facts: dict[str, Any]) -> list[tuple[str, str]]:
        """The id of each rule that holds, with its sentence; `facts` as `nested` makes them."""
        found = self._flags.evaluate(facts)["result"]
        flags = facts["flags"] | {row["flag"]: True for row in found}
        found = found + self._others.evaluate({**facts, "flags": flags})["result"]
        return [(row["rule"], row["because"]) for row in found]


def nested(facts: Facts) -> dict[str, Any]:
    """Facts as the table reads them: `safety.immediate_danger` lies in `safety`; None is unknown."""
    document: dict[str, Any] = {}
    for name, value in zip(FACTS, facts, strict=True):
        *groups, last = name.split(".")
        inside = document
        for group in groups:
            inside = inside.setdefault(group, {})
        # A fact beside a group of the same name would be overwritten by it; none is, and that stays so.
        inside[last] = value
    return document


def _table(rules: Sequence[Rule]) -> dict[str, Any]:
    outputs = ("rule", "because", "flag")
    rows = [
        {
            "_id": rule.id,
            "when": certainly(rule.condition, _Zen()),
            "rule": _quoted(rule.id),
            "because": _sentence(rule),
            "flag": _quoted(rule.flag or ""),
        }
        for rule in rules
    ]
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": "when", "name": "When"}],
        "outputs": [{"id": name, "name": name, "field": name} for name in outputs],
        "rules": rows,
    }
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "content": {}},
            {"id": "rules", "type": "decisionTableNode", "name": "rules", "content": table},
            {"id": "out", "type": "outputNode", "name": "out", "content": {}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
            {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
        ],
    }


def _sentence(rule: Rule) -> str:
    """The rule's sentence in the table's own way of putting facts into words."""
    names = list(FACTS)
    pieces = (
        words + ("" if place is None else f"${{{names[place]}}}") for words, place in rule.because.pieces
    )
    return "`" + "".join(pieces) + "`"


def _quoted(word: str) -> str:
    return json.dumps(str(word))


class _Zen:
    """The signs of the zen expression language. A fact nobody knows is null, which no sign holds for here."""

    def always(self) -> str:
        return "true"

    def never(self) -> str:
        return "false"

    def is_true(self, fact: Fact) -> str:
        return f"({fact.name} == true)"

    def is_false(self, fact: Fact) -> str:
        return f"({fact.name} == false)"

    def compares(self, fact: Fact, sign: str, value: int | str) -> str:
        return f"({fact.name} != null and {fact.name} {sign} {json.dumps(value)})"

    def among(self, fact: Fact, words: tuple[str, ...]) -> str:
        return f"({fact.name} in {json.dumps(words)})"

    def not_among(self, fact: Fact, words: tuple[str, ...]) -> str:
        return f"({fact.name} != null and {fact.name} not in {json.dumps(words)})"

    def opposite(self, of: str) -> str:
        return f"(not {of})"

    def all_of(self, parts: Iterable[str]) -> str:
        return "(" + " and ".join(parts) + ")"

    def any_of(self, parts: Iterable[str]) -> str:
        return "(" + " or ".join(parts) + ")"
