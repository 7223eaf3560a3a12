"""Whether a passage is denied: by what stands before it ('denies', 'has not had any'), or by an answer after it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from triage.screen.answer import Answers
from triage.screen.clause import Clauses
from triage.screen.cues import Cue, Near, Passage
from triage.screen.document import Document
from triage.screen.lexicon import PEOPLE, Lexicon
from triage.screen.numbers import SOFT
from triage.screen.result import Reading

_LONGEST_DENIAL = 9
_SAVE_WITHIN = 3
_ANSWER_WITHIN = 8
_STOPS_DENIAL = PEOPLE | {"contrast"}


class Denials:
    def __init__(self, document: Document, lexicon: Lexicon, clauses: Clauses) -> None:
        self._document = document
        self._numbers = document.numbers
        self._sets = lexicon.word_sets
        self._clauses = clauses
        self._answers = Answers(document, lexicon)

    def reading(self, passage: Passage, near: Near) -> Reading | None:
        """NEGATED, UNCLEAR where two denials undo each other, or None."""
        voided = near.of("pseudo_not")
        if self._answers.is_no(passage, near) or self._is_asked_and_denied(passage, near, voided):
            return Reading.NEGATED
        # 'I don't want to live' holds its own 'not'; only an outright denial of it counts.
        opening = min(passage.first + 2, passage.last)
        holds_not = any(passage.first <= cue.start <= opening for cue in near.of("not"))
        kinds = ("denies", "absence") if holds_not else ("not", "denies", "absence")
        denials = [
            cue
            for cue in near.among(kinds)
            if cue.start < passage.first
            and not _is_void(cue, voided)
            and self._reaches(cue, passage, near)
        ]
        if not denials:
            return None
        return Reading.UNCLEAR if self._cancel_out(denials) or self._is_saved(passage, near) else Reading.NEGATED

    @staticmethod
    def _is_asked_and_denied(passage: Passage, near: Near, voided: Sequence[Cue]) -> bool:
        """'I asked whether she was suicidal and she said no.'"""
        return any(
            cue.start < passage.first and passage.first - cue.end <= _ANSWER_WITHIN for cue in near.of("asks")
        ) and any(
            0 <= cue.start - passage.last <= _ANSWER_WITHIN
            and not any(void.start <= cue.end <= void.end for void in voided)
            for cue in near.of("answers_no")
        )

    @staticmethod
    def _is_saved(passage: Passage, near: Near) -> bool:
        """'Had never self harmed until last night', 'does not, except when drunk'."""
        return any(0 < cue.start - passage.last <= _SAVE_WITHIN for cue in near.of("save"))

    def _cancel_out(self, denials: list[Cue]) -> bool:
        """'I can't say I have never' is two denials; 'denies any' and 'no voices, no delusions' are one each."""
        count = 1
        for before, cue in pairwise(denials):
            if self._starts_anew(before.end, cue.start):
                count = 1
            elif self._is_doubled(before, cue) or (
                cue.start > before.end + 2 and self._numbers[cue.start] not in self._sets["list_joins"]
            ):
                count += 1
        return count % 2 == 0

    def _is_doubled(self, before: Cue, cue: Cue) -> bool:
        """'I don't not want to', 'never not thinking of it'; but 'no, no' is one no said twice."""
        return cue.start == before.end + 1 and self._numbers[cue.start] in self._sets["doubling"]

    def _reaches(self, cue: Cue, passage: Passage, near: Near) -> bool:
        if cue.kind == "not":
            return self._is_carried(cue.end + 1, passage) and not self._clauses.is_told(cue.end, passage, near)
        return (
            not self._clauses.is_told(cue.end, passage, near)
            and not any(
                cue.end < other.start < passage.first
                and (other.kind == "contrast" or self._follows_stop(other))
                for other in near.among(_STOPS_DENIAL)
            )
            and not any(self._document.is_line_end(at) for at in self._document.stops(cue.end, passage.first))
        )

    def _is_carried(self, start: int, passage: Passage) -> bool:
        """Whether every word from `start` to the passage hands a 'not' on to it."""
        sets = self._sets
        words = 0
        # A comma is join enough between the items of a list: 'no suicidal thoughts, self harm or psychosis'.
        crossed = waits_for_join = waits_for_or = is_item = False
        for at in range(start, passage.first):
            number = self._numbers[at]
            if number == SOFT:
                crossed = True
                waits_for_join = waits_for_join and not is_item
                if self._document.is_line_end(at):
                    return False
            elif number in sets["list_joins"]:
                crossed = waits_for_join = False
                waits_for_or = waits_for_or and number in sets["and"]
            elif number in sets["danger"]:
                waits_for_join = True
                is_item = number in sets["nominal"]
            elif number in sets["pronouns"]:
                if self._numbers[at - 1] not in sets["clause_openers"]:
                    return False
            elif number not in sets["nominal"]:
                words += 1
                if words > _LONGEST_DENIAL:
                    return False
                waits_for_or = waits_for_or or number not in sets["see_through"]
        is_cut_off = crossed and self._numbers[passage.first] not in sets["nominal"]
        return not (waits_for_join or waits_for_or or is_cut_off)

    def _starts_anew(self, before: int, at: int) -> bool:
        """A comma or an 'and' between two denials makes them two, not one undoing the other."""
        joins = self._sets["list_joins"]
        return any(self._numbers[place] == SOFT or self._numbers[place] in joins for place in range(before, at))

    def _follows_stop(self, cue: Cue) -> bool:
        return cue.start > 0 and self._numbers[cue.start - 1] == SOFT


def _is_void(cue: Cue, voided: Sequence[Cue]) -> bool:
    return any(void.start <= cue.start and cue.end <= void.end for void in voided)
