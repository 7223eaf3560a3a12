"""The rules a page is about: those in force, another version by its name, or a draft as far as it can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from flask import abort

from ifd import clock
from ifd.presenters.rules import ReadRule, read_rules
from ifd.queries import rule_sets
from triage.rules.loader import Look, look_over
from triage.rules.ruleset import Rule, Term
from triage.rules.splicing import NoSuchRule, lines_of, rule_written


@dataclass(frozen=True)
class Shown:
    """One text of rules. `address` is the name in the address, None for the rules in force."""

    name: str
    text: str
    address: str | None = None

    @cached_property
    def look(self) -> Look:
        return looked_over(self.text)

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.look.rules

    @property
    def terms(self) -> Mapping[str, Term]:
        return self.look.terms

    @property
    def sources(self) -> Mapping[str, str]:
        return self.look.sources

    @cached_property
    def read(self) -> tuple[ReadRule, ...]:
        return read_rules(self.rules, self.terms, self.sources, clock.london_date(clock.now()))

    @cached_property
    def by_id(self) -> dict[str, ReadRule]:
        return {one.rule.id: one for one in self.read}

    def as_written(self, rule_id: str) -> str:
        """The lines of one rule; '' where it cannot be found by itself."""
        try:
            return lines_of(self.text, rule_written(self.text, rule_id))
        except NoSuchRule:
            return ""


@lru_cache(maxsize=8)
def looked_over(text: str) -> Look:
    """The text read once, however many pages ask: several people read the same rules, and one types."""
    return look_over(text)


def shown_or_404(name: str | None) -> Shown:
    """The version of this name, or the rules in force."""
    if name is None:
        return Shown(*rule_sets.text_in_force(clock.london_date(clock.now())))
    return Shown(name, rule_sets.version_text(name) or abort(404), name)
