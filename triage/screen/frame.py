"""Whether the words around a passage are advice, a story, a subject taught or talk of people in general."""

from __future__ import annotations

from triage.screen.clause import Clauses
from triage.screen.cues import Cues, Near, Passage
from triage.screen.lexicon import PEOPLE
from triage.screen.result import Reading

_WITHIN = 12
_PEOPLE_WITHIN = 8
_SUBJECT_WITHIN = 6
_RECITED_WITHIN = 3


class Frames:
    def __init__(self, cues: Cues, clauses: Clauses) -> None:
        self._cues = cues
        self._clauses = clauses

    def reading(self, passage: Passage, near: Near) -> Reading | None:
        """A quiet reading, UNCLEAR for a story that may be their own, or None; an 'I' is only ever recited."""
        if self._is_recited(passage, near):
            return self._unless_owned(Reading.FICTION, near)
        if self._says_i(passage):
            return None
        if self._is_advice(passage, near):
            return Reading.CONDITIONAL
        if self._is_story(passage, near):
            return Reading.UNCLEAR if self._is_authored(passage, near) else self._unless_owned(Reading.FICTION, near)
        if self._is_subject(passage, near):
            return Reading.TITLE_OR_SERVICE
        if self._is_general(passage, near) or self._is_among_people(passage, near):
            return Reading.HYPOTHETICAL
        return self._unless_owned(Reading.HYPOTHETICAL, near) if self._is_effect(passage, near) else None

    def is_threat(self, condition: int, passage: Passage, near: Near) -> bool:
        """'If he is sent back he will kill himself' is no advice; 'if he says he will, call 999' is."""
        if self._clauses.is_told(condition, passage, near):
            return True
        is_said = any(0 < cue.start - condition <= 3 for cue in near.of("reports"))
        return not is_said and any(
            condition < cue.start <= passage.last for cue in near.among(("will", "would"))
        )

    def _says_i(self, passage: Passage) -> bool:
        return any(
            cue.kind == "i" and cue.start >= passage.first - 1 and cue.end <= passage.last
            for cue in self._cues.between(passage.first - 1, passage.last + 1)
        )

    def _is_advice(self, passage: Passage, near: Near) -> bool:
        conditions = [cue for cue in near.of("condition") if cue.start < passage.first <= cue.end + _WITHIN]
        if not conditions or not near.of("advice"):
            return False
        close = conditions[-1].end
        is_about_writer = any(cue.start > close and cue.end < passage.first for cue in near.of("i"))
        return not is_about_writer and not self.is_threat(close, passage, near)

    def _is_story(self, passage: Passage, near: Near) -> bool:
        return "story" not in passage.entry.ignores and any(
            abs(cue.start - passage.first) <= _WITHIN and not self._clauses.is_told(cue.end, passage, near)
            for cue in near.of("story")
        )

    @staticmethod
    def _unless_owned(reading: Reading, near: Near) -> Reading:
        """'We saw a film about suicide and he said that is what he will do': a story no longer."""
        return Reading.UNCLEAR if near.of("owned") else reading

    @staticmethod
    def _is_recited(passage: Passage, near: Near) -> bool:
        """'The song goes: I want to die.'"""
        return any(
            cue.start < passage.first <= cue.end + _RECITED_WITHIN for cue in near.of("recited")
        )

    @staticmethod
    def _is_authored(passage: Passage, near: Near) -> bool:
        """'Wrote a poem about killing herself.'"""
        return any(passage.first <= cue.start <= passage.last for cue in near.of("reflexive")) and any(
            abs(cue.start - passage.first) <= _WITHIN for cue in near.of("authored")
        )

    @staticmethod
    def _is_subject(passage: Passage, near: Near) -> bool:
        """'An assembly about self-harm', but not 'about her self-harm'."""
        return any(
            0 <= passage.first - cue.end <= _SUBJECT_WITHIN and not _names_somebody(near, cue.end, passage.last)
            for cue in near.of("teaching")
        )

    @staticmethod
    def _is_among_people(passage: Passage, near: Near) -> bool:
        """'The risk of suicide in young people.'"""
        return any(
            0 < cue.start - passage.last <= _SUBJECT_WITHIN for cue in near.of("among")
        ) and not _names_somebody(near, 0, passage.last)

    @staticmethod
    def _is_effect(passage: Passage, near: Near) -> bool:
        """'Sertraline can cause suicidal thoughts.'"""
        return any(
            0 < passage.first - cue.end <= _SUBJECT_WITHIN and not _names_somebody(near, cue.end, passage.last)
            for cue in near.of("effects")
        )

    def _is_general(self, passage: Passage, near: Near) -> bool:
        people = [cue for cue in near.among(PEOPLE) if cue.start < passage.first]
        return (
            bool(people)
            and people[-1].kind == "people"
            and passage.first - people[-1].end <= _PEOPLE_WITHIN
            and passage.entry.person != "self"
            and not self._clauses.is_told(people[-1].end, passage, near)
        )


def _names_somebody(near: Near, start: int, end: int) -> bool:
    """Whether one person, the writer included, is named after word `start` up to word `end`."""
    return any(cue.kind != "people" and start < cue.start <= end for cue in near.among(PEOPLE))
