"""What the readings are made from: the cues of a text and the passages found in it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from triage.screen.document import Document
from triage.screen.lexicon import Entry, Lexicon


@dataclass(frozen=True, slots=True)
class Cue:
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A phrase found: words `first` to `last` of the document."""

    entry: Entry
    first: int
    last: int


class Cues:
    """Every cue of a document, in order, found in one pass."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        numbers = document.numbers
        found = [
            Cue(lexicon.cues.start_of(entry, numbers, last), last, lexicon.cue_kinds[entry])
            for last, entries in lexicon.cues.ends(numbers)
            for entry in entries
        ]
        found.sort(key=lambda cue: (cue.start, -cue.end))
        self._cues = found
        self._starts = [cue.start for cue in found]
        self.kinds = {cue.kind for cue in found}

    def between(self, start: int, end: int) -> list[Cue]:
        """Cues that start from word `start` to before word `end`."""
        return self._cues[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
