"""What the readings are made from: the cues of a text and the passages found in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
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


class Near:
    """The cues near one passage, in the order of the text, and by kind."""

    __slots__ = ("_by_kind", "_cues")

    def __init__(self, cues: list[Cue]) -> None:
        self._cues = cues
        self._by_kind: dict[str, list[Cue]] = {}
        for cue in cues:
            self._by_kind.setdefault(cue.kind, []).append(cue)

    def __iter__(self) -> Iterator[Cue]:
        return iter(self._cues)

    def of(self, kind: str) -> Sequence[Cue]:
        return self._by_kind.get(kind, ())

    def among(self, kinds: Collection[str]) -> list[Cue]:
        """The cues of several kinds, in order."""
        return [cue for cue in self._cues if cue.kind in kinds]


class Cues:
    """Every cue of a document, in order, found in one pass."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        found = [
            Cue(first, last, lexicon.cue_kinds[entry])
            for entry, first, last in lexicon.cues.matches(document.numbers)
        ]
        found.sort(key=lambda cue: (cue.start, -cue.end))
        self._cues = found
        self._starts = [cue.start for cue in found]
        self.kinds = {cue.kind for cue in found}

    def between(self, start: int, end: int) -> list[Cue]:
        """Cues that start from word `start` to before word `end`."""
        return self._cues[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
