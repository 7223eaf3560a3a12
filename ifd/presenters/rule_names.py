"""Rules named by their titles, each with a link, in sentences that a check wrote with their ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

_QUOTED = re.compile(r"'([^'\s]+)'")


@dataclass(frozen=True)
class RuleNames:
    """The titles of rules by id, and where each is read or changed; None where there is no such page."""

    titles: Mapping[str, str]
    address: Callable[[str], str] | None = None

    def one(self, rule_id: str) -> Markup:
        """The title of a rule, linked; an id that nobody knows as it is."""
        if rule_id not in self.titles:
            return escape(rule_id)
        title = self.titles[rule_id]
        if self.address is None:
            return Markup("‘{}’").format(title)
        return Markup('‘<a href="{}">{}</a>’').format(self.address(rule_id), title)

    def listed(self, rule_ids: Iterable[str]) -> Markup:
        return Markup(", ").join(map(self.one, rule_ids)) or Markup("none")

    def told(self, line: str) -> Markup:
        """A line with a title for each id, which stand in quotation marks."""
        pieces = _QUOTED.split(line)  # text, id, text, id, ... text
        told = [
            (self.one(piece) if piece in self.titles else Markup("'{}'").format(piece)) if n % 2 else escape(piece)
            for n, piece in enumerate(pieces)
        ]
        return Markup("").join(told)
