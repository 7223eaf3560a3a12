"""What changed in the text of the rules from one version to another, rule by rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from triage.rules.ruleset import Rule, RuleSet

_SAID_AS = {"condition": "when", "raises": "raise", "offers": "offer", "examples": "fires and quiet"}
_FOLLOWS = ("line", "when", "evidence_places")
"""Fields of a rule that follow from others or from where it stands."""


@dataclass(frozen=True, slots=True)
class TextChanges:
    """Rules by id: those added, those taken out, and those changed with the fields that changed."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    in_another_order: bool
    reach_changed: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.in_another_order or self.reach_changed)

    def to_document(self) -> dict[str, Any]:
        return {
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": {rule: list(names) for rule, names in self.changed.items()},
            "in_another_order": self.in_another_order,
            "reach_changed": self.reach_changed,
        }

    def sentences(self) -> list[str]:
        told = [f"Rule '{rule}' is added." for rule in self.added]
        told += [f"Rule '{rule}' is taken out." for rule in self.removed]
        told += [f"Rule '{rule}' is changed in: {', '.join(names)}." for rule, names in self.changed.items()]
        told += ["The rules stand in another order."] * self.in_another_order
        told += ["Other kinds of offer reach people beyond the area or over 25."] * self.reach_changed
        return told


def changes_in_text(before: RuleSet, after: RuleSet) -> TextChanges:
    was, now = ({rule.id: rule for rule in each.rules} for each in (before, after))
    both = [name for name in was if name in now]
    return TextChanges(
        added=tuple(name for name in now if name not in was),
        removed=tuple(name for name in was if name not in now),
        changed={name: differing for name in both if (differing := _differing(was[name], now[name]))},
        in_another_order=both != [name for name in now if name in was],
        reach_changed=before.reach != after.reach,
    )


def _differing(was: Rule, now: Rule) -> tuple[str, ...]:
    """The fields, as a rule file calls them, in which two rules of one id differ."""
    if replace(was, line=0) == replace(now, line=0):
        return ()
    return tuple(
        _SAID_AS.get(field.name, field.name)
        for field in fields(Rule)
        if field.name not in _FOLLOWS and getattr(was, field.name) != getattr(now, field.name)
    )
