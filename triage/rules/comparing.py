"""What differs between two versions of the rules, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """One rule that both have; `fields` are those that differ."""

    before: Rule
    after: Rule
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedTerm:
    """A term that came, went or means something else; `rules` turn on it in the later version."""

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

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.terms or self.is_reordered)


def compare(
    before: Sequence[Rule],
    after: Sequence[Rule],
    terms_before: Mapping[str, Term] | None = None,
    terms_after: Mapping[str, Term] | None = None,
) -> Comparison:
    """How the later rules differ from the earlier ones."""
    was, now = {rule.id: rule for rule in before}, {rule.id: rule for rule in after}
    both = [name for name in now if name in was]
    pairs = [ChangedRule(was[name], now[name], _differing(was[name], now[name])) for name in both]
    return Comparison(
        added=tuple(rule for rule in after if rule.id not in was),
        removed=tuple(rule for rule in before if rule.id not in now),
        changed=tuple(pair for pair in pairs if pair.fields),
        terms=tuple(_changed_terms(terms_before or {}, terms_after or {})),
        is_reordered=both != [name for name in was if name in now],
    )


def _differing(before: Rule, after: Rule) -> tuple[str, ...]:
    return tuple(name for name, look in _LOOKED_AT.items() if look(before) != look(after))


def _changed_terms(before: Mapping[str, Term], after: Mapping[str, Term]) -> list[ChangedTerm]:
    names = dict.fromkeys((*after, *before))
    pairs = [ChangedTerm(name, before.get(name), after.get(name)) for name in names]
    return [pair for pair in pairs if _meaning(pair.before) != _meaning(pair.after)]


def _meaning(term: Term | None) -> tuple[str, str] | None:
    return None if term is None else (term.called, " ".join(term.when.split()))
