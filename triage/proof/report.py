"""What a proof or a comparison found, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


def quoted(rule_ids: Iterable[str]) -> str:
    """Rules in a sentence: each id in quotation marks, by which a page knows where to put the title."""
    return ", ".join(f"'{rule_id}'" for rule_id in rule_ids) or "none"


@dataclass(frozen=True, slots=True)
class Failure:
    """One way a property is broken: a sentence, the smallest person it is broken for, and their story.

    `person` holds facts as in a rule's examples; it is empty where the fault is not about one person.
    """

    sentence: str
    person: Mapping[str, Any]
    told: tuple[str, ...]

    def to_document(self) -> dict[str, Any]:
        return {"sentence": self.sentence, "person": dict(self.person), "told": list(self.told)}


@dataclass(frozen=True, slots=True)
class Property:
    """One promise, and whether it holds for everybody. `notes` say what was read into it and not covered."""

    number: int
    name: str
    sentence: str
    holds: bool
    seconds: float
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()

    def to_document(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "name": self.name,
            "sentence": self.sentence,
            "holds": self.holds,
            "seconds": round(self.seconds, 2),
            "failures": [failure.to_document() for failure in self.failures],
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """Every property of one rule set with one directory."""

    ruleset: str
    properties: tuple[Property, ...]

    @property
    def holds(self) -> bool:
        return all(each.holds for each in self.properties)

    @property
    def seconds(self) -> float:
        return sum(each.seconds for each in self.properties)

    def to_document(self) -> dict[str, Any]:
        return {
            "ruleset": self.ruleset,
            "holds": self.holds,
            "seconds": round(self.seconds, 2),
            "properties": [each.to_document() for each in self.properties],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a change treats somebody differently, with the smallest such person.

    `before` and `after` are what the running engine makes of that person; `rules` are those that did it.
    """

    sentence: str
    person: Mapping[str, Any]
    told: tuple[str, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    rules: tuple[str, ...] = ()

    def to_document(self) -> dict[str, Any]:
        return {
            "sentence": self.sentence,
            "person": dict(self.person),
            "told": list(self.told),
            "before": dict(self.before),
            "after": dict(self.after),
            "rules": list(self.rules),
        }
