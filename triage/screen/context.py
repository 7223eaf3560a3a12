"""Reads a passage in its sentence: is it now, is it this person, is it denied, is it a manner of speaking?

Order matters and errs towards raising: what a longer set phrase says comes first, then whether it is denied,
then advice and stories, then whose it is, then when it was. Only a bounded number of words on either side is
looked at, so one long sentence costs no more for each passage than a short one.
"""

from __future__ import annotations

from dataclasses import dataclass

from triage.screen.clause import Clauses
from triage.screen.cues import Cue, Cues, Near, Passage
from triage.screen.denial import Denials
from triage.screen.document import Document
from triage.screen.frame import Frames
from triage.screen.lexicon import MASKS, Lexicon
from triage.screen.person import People
from triage.screen.question import Questions
from triage.screen.result import Reading

_WORDS_BEFORE = 40
_WORDS_AFTER = 25
_OVER = ("past", "long_ago", "ended")


@dataclass(frozen=True, slots=True)
class Read:
    reading: Reading
    is_recent: bool = False
    is_long_ago: bool = False


class Context:
    """The cues of a whole document, found once, and the reading of each passage in them."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self._document = document
        self._numbers = document.numbers
        self._sets = lexicon.word_sets
        self._cues = Cues(document, lexicon)
        self._clauses = Clauses(document, lexicon.word_sets)
        self._denials = Denials(document, lexicon, self._clauses)
        self._frames = Frames(self._cues, self._clauses)
        self._people = People(document, self._cues, lexicon.word_sets)
        self._questions = Questions(document, lexicon.answers)

    @property
    def kinds(self) -> set[str]:
        """The kinds of cue anywhere in the text."""
        return self._cues.kinds

    def read(self, passage: Passage) -> Read:
        if passage.entry.always:
            return Read(passage.entry.always)
        if passage.entry.safe_answer:
            return Read(self._questions.reading(passage))
        near = self._near(passage)
        masked = self._masked(passage, near)
        if masked:
            return Read(masked)
        denied = None if "not" in passage.entry.ignores else self._denials.reading(passage, near)
        if denied is Reading.NEGATED:
            return Read(denied)
        framed = self._frames.reading(passage, near)
        if framed:
            return Read(framed)
        reading, is_recent, is_long_ago = self._whose_and_when(passage, near)
        if denied is Reading.UNCLEAR and reading is Reading.NOW_SELF:
            reading = denied
        return Read(reading, is_recent, is_long_ago)

    def _near(self, passage: Passage) -> Near:
        """Cues in the passage's sentence, not further away than the bounds."""
        length = passage.last - passage.first
        start, end = self._document.sentence(passage.first, _WORDS_BEFORE, length + _WORDS_AFTER)
        return Near(self._cues.between(start, end))

    def _masked(self, passage: Passage, near: Near) -> Reading | None:
        for cue in near.among(MASKS):
            if (
                cue.kind not in passage.entry.ignores
                and cue.start <= passage.last <= cue.end
                and (cue.start <= passage.first or cue.end > passage.last)
                and not self._is_void(cue, passage, near)
            ):
                return Reading(cue.kind)
        return None

    def _is_void(self, mask: Cue, passage: Passage, near: Near) -> bool:
        """'Cut my hand on purpose' is no accident; 'said no to school, cuts herself' denies nothing."""
        if mask.kind == "idiom":
            return bool(near.of("meant"))
        if mask.kind == "negated":
            return self._clauses.start(mask.start, passage) is not None or any(
                cue.start < mask.start <= cue.end for cue in near.of("pseudo_not")
            )
        return mask.kind == "conditional" and self._frames.is_threat(mask.start, passage, near)

    def _whose_and_when(self, passage: Passage, near: Near) -> tuple[Reading, bool, bool]:
        is_recent = bool(near.of("recent"))
        if self._is_someone_else(passage, near):
            return Reading.OTHER_PERSON, is_recent, False
        past = self._past(passage, near)
        if past and not is_recent:
            return Reading.PAST, False, past == "long_ago"
        if passage.entry.is_undated and not is_recent and self._has(passage, "past_form"):
            return Reading.UNCLEAR, False, False
        if near.of("jest"):
            return Reading.UNCLEAR, is_recent, False
        return Reading.NOW_SELF, is_recent, False

    def _is_someone_else(self, passage: Passage, near: Near) -> bool:
        match passage.entry.person:
            case "self":
                return False
            case "other":
                return True
        return self._people.is_someone_else(passage, near)

    def _has(self, passage: Passage, word_set: str) -> bool:
        words = self._sets[word_set]
        return any(self._numbers[at] in words for at in range(passage.first, passage.last + 1))

    def _past(self, passage: Passage, near: Near) -> str:
        if "past" in passage.entry.ignores:
            return ""
        if self._is_ahead(passage, near):
            return ""
        used_to = any(cue.end == passage.first - 1 for cue in near.of("long_ago"))
        if not used_to and self._has(passage, "present") and not self._has(passage, "past_form"):
            return ""
        if any(
            abs(cue.start - passage.last) <= 8
            # 'used to drink daily': 'daily' is how it was.
            and not (used_to and passage.first <= cue.start <= passage.last)
            for cue in near.of("now")
        ):
            return ""
        kinds = {
            cue.kind
            for cue in near.among(_OVER)
            if (cue.kind != "ended" or cue.start > passage.last)
            and not self._is_said_now(cue, passage)
            and (-14 <= passage.first - cue.end <= 8 or 0 < cue.start - passage.last <= 12)
            and not self._contrast_between(cue, passage, near)
        }
        return "long_ago" if "long_ago" in kinds else "past" if kinds else ""

    def _is_ahead(self, passage: Passage, near: Near) -> bool:
        """'Is going to', but not 'was going to'."""
        return any(
            passage.first <= cue.start <= passage.last
            and (cue.start == 0 or self._numbers[cue.start - 1] not in self._sets["past_form"])
            for cue in near.of("will")
        )

    def _is_said_now(self, cue: Cue, passage: Passage) -> bool:
        """'Seen two years ago and is suicidal': what stood before the 'and' was then, and this is now."""
        start = self._clauses.start(cue.end, passage) if cue.end < passage.first else None
        if start is None or start > passage.first:
            return False
        words = set(self._numbers[start : passage.last + 1])
        return bool(words & self._sets["present"]) and not words & self._sets["past_form"]

    @staticmethod
    def _contrast_between(cue: Cue, passage: Passage, near: Near) -> bool:
        low, high = (cue.end, passage.first) if cue.end < passage.first else (passage.last, cue.start)
        return any(low < other.start < high for other in near.of("contrast"))
