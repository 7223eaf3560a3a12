"""A request in short, in their own words: a few of their sentences as they stand, each led to where it is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ifd.presenters.marking import Marked, Passage, mark
from triage.screen.result import Reading
from triage.summarising import InShort, in_short
from triage.vocabulary import Flag, FlagSource

_FLAGS = tuple(Flag)


@dataclass(frozen=True)
class Sentence:
    """One sentence of the text, marked as the text is; `anchor` is its place there."""

    number: int
    start: int
    passages: tuple[Passage, ...]

    @property
    def anchor(self) -> str:
        return f"own-words-{self.number}"


@dataclass(frozen=True)
class Shown:
    """The sentences in their order, and how many others with a red flag are marked in the text."""

    sentences: tuple[Sentence, ...]
    flagged_left: int

    @property
    def anchors(self) -> dict[int, str]:
        """Each place in the text that a sentence leads to."""
        return {sentence.start: sentence.anchor for sentence in self.sentences}


def in_short_of(text: str, red_flags: Iterable[Marked]) -> Shown | None:
    """`red_flags` are those that rest on this very text. None where it is short enough to read as it is."""
    found = [flag for flag in red_flags if flag.source is FlagSource.TEXT and flag.start is not None]
    told = in_short(text, [(flag.start, flag.end) for flag in sorted(found, key=_gravest_first)])
    return _shown(text, found, told) if told else None


def _shown(text: str, found: list[Marked], told: InShort) -> Shown:
    passages = mark(text, found)
    return Shown(
        tuple(
            Sentence(number, one.start, tuple(_within(passages, one.start, one.end)))
            for number, one in enumerate(told.sentences, start=1)
        ),
        told.flagged_left,
    )


def _within(passages: Iterable[Passage], start: int, end: int) -> Iterable[Passage]:
    """The passages, or the parts of them, from `start` to `end`."""
    at = 0
    for passage in passages:
        first, last = max(start, at), min(end, at + len(passage.text))
        if first < last:
            yield Passage(passage.text[first - at : last - at], passage.flags)
        at += len(passage.text)


def _gravest_first(flag: Marked) -> tuple[bool, int, int]:
    """What is so now before what was or may be; then by how grave the flag is; then as it is told."""
    return getattr(flag, "reading", "") != Reading.NOW_SELF, _FLAGS.index(flag.flag), flag.start
