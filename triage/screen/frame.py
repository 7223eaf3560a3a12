"""Whether the words around a passage are advice, a story or talk of people in general."""

from __future__ import annotations

from triage.screen.clause import Clauses
from triage.screen.cues import Cue, Cues, Passage
from triage.screen.lexicon import PEOPLE
from triage.screen.result import Reading

_WITHIN = 12
_PEOPLE_WITHIN = 8


class Frames:
    def __init__(self, cues: Cues, clauses: Clauses) -> None:
        self._cues = cues
        self._clauses = clauses

    def reading(self, passage: Passage, near: list[Cue]) -> Reading | None:
        """CONDITIONAL, FICTION, HYPOTHETICAL or None; never for what the writer says with 'I'."""
        if self._says_i(passage):
            return None
        if self._is_advice(passage, near):
            return Reading.CONDITIONAL
        if self._is_story(passage, near):
            return Reading.FICTION
        return Reading.HYPOTHETICAL if self._is_general(passage, near) else None

    def is_threat(self, condition: int, passage: Passage, near: list[Cue]) -> bool:
        """'If he is sent back he will kill himself' is no advice; 'if he says he will, call 999' is."""
        if self._clauses.is_told(condition, passage, near):
            return True
        is_said = any(cue.kind == "reports" and 0 < cue.start - condition <= 3 for cue in near)
        return not is_said and any(
            cue.kind in ("will", "would") and condition < cue.start <= passage.last for cue in near
        )

    def _says_i(self, passage: Passage) -> bool:
        return any(
            cue.kind == "i" and cue.start >= passage.first - 1 and cue.end <= passage.last
            for cue in self._cues.between(passage.first - 1, passage.last + 1)
        )

    def _is_advice(self, passage: Passage, near: list[Cue]) -> bool:
        before = [cue for cue in near if cue.end < passage.first]
        conditions = [cue for cue in before if cue.kind == "condition" and passage.first - cue.end <= _WITHIN]
        if not conditions or not any(cue.kind == "advice" for cue in near):
            return False
        close = conditions[-1].end
        is_about_writer = any(cue.start > close and cue.kind == "i" for cue in before)
        return not is_about_writer and not self.is_threat(close, passage, near)

    def _is_story(self, passage: Passage, near: list[Cue]) -> bool:
        return "story" not in passage.entry.ignores and any(
            cue.kind == "story"
            and abs(cue.start - passage.first) <= _WITHIN
            and not self._clauses.is_told(cue.end, passage, near)
            for cue in near
        )

    def _is_general(self, passage: Passage, near: list[Cue]) -> bool:
        people = [cue for cue in near if cue.kind in PEOPLE and cue.start < passage.first]
        return (
            bool(people)
            and people[-1].kind == "people"
            and passage.first - people[-1].end <= _PEOPLE_WITHIN
            and passage.entry.person != "self"
            and not self._clauses.is_told(people[-1].end, passage, near)
        )
