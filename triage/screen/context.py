"""Reads a passage in its sentence: is it now, is it this person, is it denied, is it a manner of speaking?

Order matters and errs towards raising: what a longer set phrase says comes first, then whether it is denied,
then advice and stories, then whose it is, then when it was. Only a bounded number of words on either side is
looked at, so one long sentence costs no more for each passage than a short one.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from triage.screen.automaton import BREAK, SOFT
from triage.screen.document import Document
from triage.screen.lexicon import MASKS, PEOPLE, Entry, Lexicon
from triage.screen.result import Reading

_WORDS_BEFORE = 40
_WORDS_AFTER = 25
_LONGEST_DENIAL = 9
_ABSENT_WORDS = frozenset(
    {"none", "nil", "no", "denied", "denies", "absent", "neg", "negative", "n", "not", "0", "nope", "never"}
)
_ABSENT_ENDINGS = frozenset(
    {"known", "reported", "present", "disclosed", "current", "evident", "identified", "noted", "expressed", "found"}
    | {"today", "currently", "elicited", "ever", "at", "apparent"}
)
_ANSWER = frozenset({"a", "answer", "ans", "patient", "pt", "reply"})
_ABSENT_MARKS = frozenset(":?-=([/")


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
        cues = []
        for last, kinds in lexicon.cues.ends(document.numbers):
            for entry in kinds:
                first = lexicon.cues.start_of(entry, document.numbers, last)
                cues.append(Cue(first, last, lexicon.cue_kinds[entry]))
        cues.sort(key=lambda cue: (cue.start, -cue.end))
        self._cues = cues
        self._starts = [cue.start for cue in cues]
        self.kinds = {cue.kind for cue in cues}

    def read(self, passage: Passage) -> Read:
        if passage.entry.always:
            return Read(passage.entry.always)
        near = self._near(passage)
        masked = self._masked(passage, near)
        if masked:
            return Read(masked)
        denied = None if "not" in passage.entry.ignores else self._denied(passage, near)
        if denied is Reading.NEGATED:
            return Read(denied)
        framed = self._framed(passage, near)
        if framed:
            return Read(framed)
        reading, is_recent, is_long_ago = self._whose_and_when(passage, near)
        if denied is Reading.UNCLEAR and reading is Reading.NOW_SELF:
            reading = denied
        return Read(reading, is_recent, is_long_ago)

    def _near(self, passage: Passage) -> list[Cue]:
        """Cues in the passage's sentence, not further away than the bounds."""
        start, end = self._document.sentence(passage.first)
        start = max(start, passage.first - _WORDS_BEFORE)
        end = min(max(end, passage.last + 1), passage.last + _WORDS_AFTER)
        return self._between(start, end)

    def _between(self, start: int, end: int) -> list[Cue]:
        return self._cues[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    @staticmethod
    def _masked(passage: Passage, near: list[Cue]) -> Reading | None:
        for cue in near:
            if (
                cue.kind in MASKS
                and cue.kind not in passage.entry.ignores
                and cue.start <= passage.last <= cue.end
                and (cue.start <= passage.first or cue.end > passage.last)
            ):
                return Reading(cue.kind)
        return None

    # Denial

    def _denied(self, passage: Passage, near: list[Cue]) -> Reading | None:
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
        return Reading.UNCLEAR if self._cancel_out(denials) else Reading.NEGATED

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
        if cue.kind != "not":
            return not any(
                cue.end < other.start < passage.first
                and (other.kind == "contrast" or (other.kind in PEOPLE and self._follows_stop(other)))
                for other in near
            ) and not any(self._document.is_line_end(at) for at in self._softs(cue.end, passage.first))
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

    def _softs(self, start: int, end: int) -> list[int]:
        return [at for at in range(start, end) if self._numbers[at] == SOFT]

    def _follows_stop(self, cue: Cue) -> bool:
        return cue.start > 0 and self._numbers[cue.start - 1] == SOFT

    def _is_absent_after(self, passage: Passage, near: list[Cue]) -> bool:
        """'Suicidal ideation: none', 'SI -', 'Self harm? No', 'thoughts of suicide were denied'."""
        if any(cue.kind == "absent_after" and cue.start == passage.last + 1 for cue in near):
            return True
        if self._is_answered_no(passage.last + 1):
            return True
        at = self._after_rest_of_heading(passage.last + 1)
        marks = []
        while self._is_stop(at) and self._document.token(at)[0] in _ABSENT_MARKS:
            marks.append(self._document.token(at)[0])
            at += 1
        if not marks:
            return False
        if at >= len(self._numbers) or self._is_stop(at):
            return marks[-1] == "-"
        return self._is_absent_word(at)

    def _is_answered_no(self, at: int) -> bool:
        """'Any thoughts of ending your life? No.' and 'Do you self harm? A: No'."""
        for _ in range(6):
            if self._is_stop(at) or at >= len(self._numbers):
                break
            at += 1
        if not self._is_stop(at) or self._document.token(at)[0] != "?":
            return False
        at += 1
        if at + 1 < len(self._numbers) and self._document.token(at) in _ANSWER and self._is_stop(at + 1):
            at += 2
        return self._is_absent_word(at)

    def _is_absent_word(self, at: int) -> bool:
        """A 'no' or 'none' that is the whole of an answer."""
        if at >= len(self._numbers) or self._document.token(at) not in _ABSENT_WORDS:
            return False
        following = at + 1
        return (
            following >= len(self._numbers)
            or self._is_stop(following)
            or self._document.token(following) in _ABSENT_ENDINGS
        )

    def _after_rest_of_heading(self, at: int) -> int:
        """Past words such as 'ideation' in 'Suicidal ideation: none', at most four."""
        for _ in range(4):
            if at >= len(self._numbers) or self._numbers[at] not in self._sets["nominal"]:
                break
            at += 1
        return at

    def _is_stop(self, at: int) -> bool:
        return at < len(self._numbers) and self._numbers[at] in (SOFT, BREAK)

    # Advice, stories, talk of people in general

    def _framed(self, passage: Passage, near: list[Cue]) -> Reading | None:
        says_i = self._says_i(passage)
        before = [cue for cue in near if cue.end < passage.first]
        conditions = [cue for cue in before if cue.kind == "condition" and passage.first - cue.end <= 12]
        if conditions and not says_i:
            close = conditions[-1]
            subject = [cue for cue in before if cue.start > close.end and cue.kind == "i"]
            is_advice = any(cue.kind == "advice" for cue in near)
            if is_advice and not subject:
                return Reading.CONDITIONAL
        if not says_i and "story" not in passage.entry.ignores and any(
            cue.kind == "story" and abs(cue.start - passage.first) <= 12 for cue in near
        ):
            return Reading.FICTION
        people = [cue for cue in near if cue.kind in PEOPLE and cue.start < passage.first]
        is_general = people and people[-1].kind == "people" and passage.first - people[-1].end <= 8
        if is_general and not says_i and passage.entry.person != "self":
            return Reading.HYPOTHETICAL
        return None

    def _says_i(self, passage: Passage) -> bool:
        return any(
            cue.kind == "i" and cue.start >= passage.first - 1 and cue.end <= passage.last
            for cue in self._between(passage.first - 1, passage.last + 1)
        )

    # Whose, and when

    def _whose_and_when(self, passage: Passage, near: list[Cue]) -> tuple[Reading, bool, bool]:
        is_recent = any(cue.kind == "recent" for cue in near)
        if passage.entry.person != "self" and self._is_someone_else(passage, near):
            return Reading.OTHER_PERSON, is_recent, False
        past = self._past(passage, near)
        if past and not is_recent:
            return Reading.PAST, False, past == "long_ago"
        if passage.entry.is_undated and not is_recent and self._has(passage, "past_form"):
            return Reading.UNCLEAR, False, False
        if any(cue.kind == "jest" for cue in near):
            return Reading.UNCLEAR, is_recent, False
        return Reading.NOW_SELF, is_recent, False

    def _has(self, passage: Passage, word_set: str) -> bool:
        words = self._sets[word_set]
        return any(self._numbers[at] in words for at in range(passage.first, passage.last + 1))

    def _past(self, passage: Passage, near: list[Cue]) -> str:
        if self._has(passage, "present") and not self._has(passage, "past_form"):
            return ""
        if any(cue.kind == "now" and abs(cue.start - passage.last) <= 8 for cue in near):
            return ""
        kinds = {
            cue.kind
            for cue in near
            if cue.kind in ("past", "long_ago")
            and (-14 <= passage.first - cue.end <= 8 or 0 < cue.start - passage.last <= 12)
            and not self._contrast_between(cue, passage, near)
        }
        return "long_ago" if "long_ago" in kinds else "past" if kinds else ""

    @staticmethod
    def _contrast_between(cue: Cue, passage: Passage, near: list[Cue]) -> bool:
        low, high = (cue.end, passage.first) if cue.end < passage.first else (passage.last, cue.start)
        return any(other.kind == "contrast" and low < other.start < high for other in near)

    def _is_someone_else(self, passage: Passage, near: list[Cue]) -> bool:
        """Whether the words are about somebody who is neither the writer nor the child written about."""
        people = [
            cue
            for cue in near
            if cue.kind in PEOPLE and cue.kind != "people" and cue.start <= passage.last
        ]
        inside = [cue for cue in people if cue.end >= passage.first]
        if any(cue.kind == "i" for cue in inside):
            return False
        if inside and inside[0].start <= passage.first + 1 and inside[0].end < passage.last:
            return self._pronoun_is_other(inside[0], inside[0].start)
        before = [cue for cue in people if cue.end < passage.first]
        if not before:
            return bool(inside) and self._pronoun_is_other(inside[-1], passage.first)
        nearest = before[-1]
        if nearest.kind in ("i", "child"):
            return False
        if nearest.kind.startswith("other"):
            return not self._reports(nearest, passage, near) and not self._softs(nearest.end, passage.first)
        return self._pronoun_is_other(nearest, nearest.start)

    def _reports(self, person: Cue, passage: Passage, near: list[Cue]) -> bool:
        return any(
            cue.kind == "reports" and person.end < cue.start < passage.first and cue.start - person.end <= 4
            for cue in near
        )

    def _pronoun_is_other(self, pronoun: Cue, before: int) -> bool:
        """Follows he, she or they back to the last person named, in this sentence or shortly before it."""
        same_sentence, _ = self._document.sentence(pronoun.start)
        for cue in reversed(self._between(max(0, before - _WORDS_BEFORE), before)):
            if cue.kind == "child":
                return False
            if cue.kind.startswith("other"):
                if pronoun.kind in ("he", "she") and cue.kind in ("other_he", "other_she"):
                    if not cue.kind.endswith(f"_{pronoun.kind}"):
                        continue
                    return cue.start < same_sentence or self._is_named_by_writer(cue)
                return cue.start < same_sentence or self._is_named_by_writer(cue)
        return False

    def _is_named_by_writer(self, person: Cue) -> bool:
        """'my dad says he…' is the dad; 'Dad says he…' in a referral is the child."""
        return any(
            cue.kind == "owner" and cue.start >= person.start - 3
            for cue in self._between(max(0, person.start - 3), person.start + 1)
        )
