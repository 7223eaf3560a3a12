"""Whether a passage is denied: before it ('denies', 'has not had any'), or after it ('SI -', 'Self harm? No')."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from triage.screen.automaton import SOFT
from triage.screen.clause import Clauses
from triage.screen.cues import Cue, Passage
from triage.screen.document import Document
from triage.screen.lexicon import PEOPLE
from triage.screen.result import Reading

_LONGEST_DENIAL = 9
_SAVE_WITHIN = 3
_ABSENT_WORDS = frozenset(
    {"none", "nil", "no", "denied", "denies", "absent", "neg", "negative", "ve", "n", "not", "0", "nope", "never"}
)
_ABSENT_ENDINGS = frozenset(
    {"known", "reported", "present", "disclosed", "current", "evident", "identified", "noted", "expressed", "found"}
    | {"today", "currently", "elicited", "ever", "at", "apparent"}
)
_ANSWER = frozenset({"a", "answer", "ans", "patient", "pt", "reply"})
_PLAINLY_ABSENT = frozenset({"none", "nil", "denied", "denies", "absent", "negative"})
_ABSENT_MARKS = frozenset(":?-=([/")


class Denials:
    def __init__(self, document: Document, word_sets: Mapping[str, frozenset[int]], clauses: Clauses) -> None:
        self._document = document
        self._numbers = document.numbers
        self._sets = word_sets
        self._clauses = clauses

    def reading(self, passage: Passage, near: list[Cue]) -> Reading | None:
        """NEGATED, UNCLEAR where two denials undo each other, or None."""
        if self._is_absent_after(passage, near):
            return Reading.NEGATED
        # 'I don't want to live' holds its own 'not'; only an outright denial of it counts.
        opening = min(passage.first + 2, passage.last)
        holds_not = any(cue.kind == "not" and passage.first <= cue.start <= opening for cue in near)
        kinds = ("denies", "absence") if holds_not else ("not", "denies", "absence")
        voided = [cue for cue in near if cue.kind == "pseudo_not"]
        denials = [
            cue
            for cue in near
            if cue.kind in kinds
            and cue.start < passage.first
            and not any(void.start <= cue.start and cue.end <= void.end for void in voided)
            and self._reaches(cue, passage, near)
        ]
        if not denials:
            return None
        return Reading.UNCLEAR if self._cancel_out(denials) or self._is_saved(passage, near) else Reading.NEGATED

    @staticmethod
    def _is_saved(passage: Passage, near: list[Cue]) -> bool:
        """'Had never self harmed until last night', 'does not, except when drunk'."""
        return any(cue.kind == "save" and 0 < cue.start - passage.last <= _SAVE_WITHIN for cue in near)

    def _cancel_out(self, denials: list[Cue]) -> bool:
        """'I can't say I have never' is two denials; 'denies any' and 'no voices, no delusions' are one each."""
        count = 1
        for before, cue in pairwise(denials):
            if self._starts_anew(before.end, cue.start):
                count = 1
            elif cue.start > before.end + 2 and self._numbers[cue.start] not in self._sets["list_joins"]:
                count += 1
        return count % 2 == 0

    def _reaches(self, cue: Cue, passage: Passage, near: list[Cue]) -> bool:
        if self._clauses.is_told(cue.end, passage, near):
            return False
        if cue.kind != "not":
            return not any(
                cue.end < other.start < passage.first
                and (other.kind == "contrast" or (other.kind in PEOPLE and self._follows_stop(other)))
                for other in near
            ) and not any(self._document.is_line_end(at) for at in self._document.stops(cue.end, passage.first))
        return self._is_carried(cue.end + 1, passage)

    def _is_carried(self, start: int, passage: Passage) -> bool:
        """Whether every word from `start` to the passage hands a 'not' on to it."""
        sets = self._sets
        words = 0
        crossed = waits_for_join = waits_for_or = False
        for at in range(start, passage.first):
            number = self._numbers[at]
            if number == SOFT:
                crossed = True
                if self._document.is_line_end(at):
                    return False
            elif number in sets["list_joins"]:
                crossed = waits_for_join = False
                waits_for_or = waits_for_or and number in sets["and"]
            elif number in sets["danger"]:
                waits_for_join = True
            elif number in sets["pronouns"]:
                if self._numbers[at - 1] not in sets["clause_openers"]:
                    return False
            elif number not in sets["nominal"]:
                words += 1
                waits_for_or = waits_for_or or number not in sets["see_through"]
        if waits_for_join or waits_for_or or (crossed and self._numbers[passage.first] not in sets["nominal"]):
            return False
        return words <= _LONGEST_DENIAL

    def _starts_anew(self, before: int, at: int) -> bool:
        """A comma or an 'and' between two denials makes them two, not one undoing the other."""
        joins = self._sets["list_joins"]
        return any(self._numbers[place] == SOFT or self._numbers[place] in joins for place in range(before, at))

    def _follows_stop(self, cue: Cue) -> bool:
        return cue.start > 0 and self._numbers[cue.start - 1] == SOFT

    def _is_absent_after(self, passage: Passage, near: list[Cue]) -> bool:
        """'Suicidal ideation: none', 'SI -', 'Self harm? No', 'thoughts of suicide were denied'."""
        following = {cue.kind for cue in near if cue.start == passage.last + 1}
        if "absent_after" in following and "pseudo_absent" not in following:
            return True
        if self._is_answered_no(passage.last + 1):
            return True
        at = self._after_rest_of_heading(passage.last + 1)
        if self._is_absent_after_comma(at):
            return True
        marks = []
        while self._document.is_stop(at) and self._document.token(at)[0] in _ABSENT_MARKS:
            marks.append(self._document.token(at)[0])
            at += 1
        if not marks:
            return False
        if at >= len(self._numbers) or self._document.is_stop(at):
            return marks[-1] == "-"
        return self._is_absent_word(at)

    def _is_absent_after_comma(self, at: int) -> bool:
        """'Asked about suicidal thoughts, none reported.'"""
        return (
            self._document.is_stop(at)
            and self._document.token(at)[0] == ","
            and at + 1 < len(self._numbers)
            and self._document.token(at + 1) in _PLAINLY_ABSENT
            and self._is_absent_word(at + 1)
        )

    def _is_answered_no(self, at: int) -> bool:
        """'Any thoughts of ending your life? No.' and 'Do you self harm? A: No'."""
        for _ in range(6):
            if self._document.is_stop(at) or at >= len(self._numbers):
                break
            at += 1
        if not self._document.is_stop(at) or self._document.token(at)[0] != "?":
            return False
        at += 1
        if at + 1 < len(self._numbers) and self._document.token(at) in _ANSWER and self._document.is_stop(at + 1):
            at += 2
        return self._is_absent_word(at)

    def _is_absent_word(self, at: int) -> bool:
        """A 'no' or 'none' that is the whole of an answer."""
        if at >= len(self._numbers) or self._document.token(at) not in _ABSENT_WORDS:
            return False
        following = at + 1
        return (
            following >= len(self._numbers)
            or self._document.is_stop(following)
            or self._document.token(following) in _ABSENT_ENDINGS
        )

    def _after_rest_of_heading(self, at: int) -> int:
        """Past words such as 'ideation' in 'Suicidal ideation: none', at most four."""
        for _ in range(4):
            if at >= len(self._numbers) or self._numbers[at] not in self._sets["nominal"]:
                break
            at += 1
        return at
