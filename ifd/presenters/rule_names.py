"""Rules named by their titles, each with a link, in sentences that a check wrote with their ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

_QUOTED = re.compile(r"'([^'\s]+)'")
_LISTED = re.compile(r"(.*?: )?([\w-]+(?:, [\w-]+)*)(\.?)")
_LEADING = re.compile(r"([\w-]+)(: .*)", re.DOTALL)


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
        """A line with a title for each id: one in quotation marks, those of a list, or the one it begins with."""
        found = _LISTED.fullmatch(line)
        if found and all(each in self.titles for each in found[2].split(", ")):
            return Markup("{}{}{}").format(found[1] or "", self.listed(found[2].split(", ")), found[3])
        found = _LEADING.fullmatch(line)
        if found and found[1] in self.titles:
            return Markup("{}{}").format(self.one(found[1]), found[2])
        return self._quoted(line)

    def _quoted(self, line: str) -> Markup:
        pieces = _QUOTED.split(line)  # text, id, text, id, ... text
        told = [
            (self.one(piece) if piece in self.titles else Markup("'{}'").format(piece)) if n % 2 else escape(piece)
            for n, piece in enumerate(pieces)
        ]
        return Markup("").join(told)
