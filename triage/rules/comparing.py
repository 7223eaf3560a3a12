"""What differs between two versions of the rules, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from triage.rules.ruleset import Rule, Term

_LOOKED_AT: Mapping[str, Callable[[Rule], Any]] = {
    "title": lambda rule: rule.title,
    "when": lambda rule: " ".join(rule.when.split()),
    "flag": lambda rule: rule.flag,
    "evidence": lambda rule: rule.evidence,
    "raise": lambda rule: rule.raises,
    "thrive": lambda rule: rule.thrive,
    "offer": lambda rule: rule.offers,
    "starts_now": lambda rule: rule.starts_now,
    "ask": lambda rule: rule.ask,
    "because": lambda rule: " ".join(rule.because.text.split()),
    "source": lambda rule: rule.source,
    "owner": lambda rule: rule.owner,
    "review": lambda rule: rule.review,
    "fires": lambda rule: [example.values for example in rule.examples if example.fires],
    "quiet": lambda rule: [example.values for example in rule.examples if not example.fires],
}


class Rules(Protocol):
    """What is compared: a rule set, or as much as can be read of its text (`loader.Look`)."""

    rules: tuple[Rule, ...]
    terms: Mapping[str, Term]
    reach: Mapping


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """One rule that both have; `fields` are those that differ."""

    before: Rule
    after: Rule
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedTerm:
    """A term that came, went or means something else."""

    name: str
    before: Term | None
    after: Term | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came, what went and what changed. Rules of the same name are the same rule."""

    added: tuple[Rule, ...]
    removed: tuple[Rule, ...]
    changed: tuple[ChangedRule, ...]
    terms: tuple[ChangedTerm, ...]
    is_reordered: bool
    is_reach_changed: bool

    def __bool__(self) -> bool:
        named = self.added or self.removed or self.changed or self.terms
        return bool(named) or self.is_reordered or self.is_reach_changed

    def to_document(self) -> dict[str, Any]:
        """The same by the names of rules and terms."""
        return {
            "added": [rule.id for rule in self.added],
            "removed": [rule.id for rule in self.removed],
            "changed": {pair.after.id: list(pair.fields) for pair in self.changed},
            "terms": [term.name for term in self.terms],
            "is_reordered": self.is_reordered,
            "is_reach_changed": self.is_reach_changed,
        }

    def sentences(self) -> list[str]:
        """Each difference, a sentence each; none where the rules say the same."""
        told = [f"Rule '{rule.id}' is added." for rule in self.added]
        told += [f"Rule '{rule.id}' is taken out." for rule in self.removed]
        told += [f"Rule '{pair.after.id}' is changed in: {', '.join(pair.fields)}." for pair in self.changed]
        told += [f"Term '{term.name}' {_what_became_of(term)}." for term in self.terms]
        told += ["The rules stand in another order."] * self.is_reordered
        told += ["Other kinds of offer reach people beyond the area or over 25."] * self.is_reach_changed
        return told


def compare(before: Rules, after: Rules) -> Comparison:
    """How the later rules differ from the earlier ones."""
    was, now = ({rule.id: rule for rule in each.rules} for each in (before, after))
    both = [name for name in now if name in was]
    pairs = [ChangedRule(was[name], now[name], _differing(was[name], now[name])) for name in both]
    return Comparison(
        added=tuple(rule for rule in after.rules if rule.id not in was),
        removed=tuple(rule for rule in before.rules if rule.id not in now),
        changed=tuple(pair for pair in pairs if pair.fields),
        terms=tuple(_changed_terms(before.terms, after.terms)),
        is_reordered=both != [name for name in was if name in now],
        is_reach_changed=before.reach != after.reach,
    )


def _differing(before: Rule, after: Rule) -> tuple[str, ...]:
    return tuple(name for name, look in _LOOKED_AT.items() if look(before) != look(after))


def _changed_terms(before: Mapping[str, Term], after: Mapping[str, Term]) -> list[ChangedTerm]:
    names = dict.fromkeys((*after, *before))
    pairs = [ChangedTerm(name, before.get(name), after.get(name)) for name in names]
    return [pair for pair in pairs if _meaning(pair.before) != _meaning(pair.after)]


def _meaning(term: Term | None) -> tuple[str, str] | None:
    return None if term is None else (term.called, " ".join(term.when.split()))


def _what_became_of(term: ChangedTerm) -> str:
    if term.before is None:
        return "is added"
    return "is taken out" if term.after is None else "means something else"
