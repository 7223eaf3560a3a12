"""What differs between two texts of rules, told for a page."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff

from ifd.presenters.rules import RuleChange, changes_told
from ifd.web.rules.shown import Shown
from triage.rules.comparing import ChangedTerm, compare


@dataclass(frozen=True)
class Changes:
    """Rules that changed, came and went; terms; and every line that differs."""

    before: Shown
    after: Shown
    rules: dict[str, list[RuleChange]]
    terms: tuple[ChangedTerm, ...]
    is_reordered: bool
    is_reach_changed: bool
    lines: list[str]

    @property
    def in_few_words(self) -> str:
        """'2 rules changed, 1 added'."""
        counted = [(len(found), words) for words, found in self.rules.items() if found]
        told = [f"{n} {'rule' if n == 1 else 'rules'} {words}" for n, words in counted]
        told += [f"{len(self.terms)} {'term' if len(self.terms) == 1 else 'terms'} changed"] if self.terms else []
        told += ["the order changed"] if self.is_reordered else []
        told += ["what reaches people beyond the area or over 25 changed"] if self.is_reach_changed else []
        return ", ".join(told) or ("no rule differs" if self.lines else "nothing differs")


def changes_between(before: Shown, after: Shown) -> Changes:
    found = compare(before.look, after.look)
    return Changes(
        before,
        after,
        changes_told(found, before.by_id, after.by_id),
        found.terms,
        found.is_reordered,
        found.is_reach_changed,
        lines_between(before.text, after.text),
    )


def lines_between(before: str, after: str) -> list[str]:
    """Every line that differs, with a minus before what went and a plus before what came."""
    return list(unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=2))[2:]
