"""Whether a passage stands in a clause of its own, which tells it outright, and so is not part of what went before.

'Denies SI, took an overdose last night' and 'has not eaten and wants to die': what was said of the first thing
says nothing about the second.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage.screen.cues import Near, Passage
from triage.screen.document import Document
from triage.screen.numbers import SOFT

_WORDS_AFTER = 2


class Clauses:
    def __init__(self, document: Document, word_sets: Mapping[str, frozenset[int]]) -> None:
        self._numbers = document.numbers
        self._joins = word_sets["clause_joins"]
        self._finite = word_sets["finite"]

    def start(self, after: int, passage: Passage) -> int | None:
        """The first word of the passage's own clause, when one begins between word `after` and the passage's end."""
        for at in range(passage.last, after, -1):
            if self._numbers[at] == SOFT or self._numbers[at] in self._joins:
                return at + 1
        return None

    def is_told(self, after: int, passage: Passage, near: Near) -> bool:
        """Whether that clause has a verb of its own ('wants', 'took', 'will') or says when or how often."""
        start = self.start(after, passage)
        if start is None:
            return False
        return any(self._numbers[at] in self._finite for at in range(start, passage.last + 1)) or any(
            start <= cue.start <= passage.last + _WORDS_AFTER for cue in near.of("affirms")
        )
