"""Whether what follows a passage answers it with a no: 'Self harm: none', 'Suicidal? No', '[ ] suicidal'.

Forms, templates and notes name the danger first and say after it, or with a box, that it is not there.
"""

from __future__ import annotations

from triage.screen.cues import Near, Passage
from triage.screen.document import Document
from triage.screen.lexicon import Lexicon

_MARKS = frozenset(":?-=([/|\t")
_LIST_MARKS = frozenset(":?|\t")
_IN_LISTS = frozenset(",()/")
_LONGEST_QUESTION = 8
_LONGEST_LIST = 16
_LONGEST_HEADING = 4
_LONGEST_LINE = 80

_NO_BOXES = frozenset({"(n)", "(no)", "[n]", "[no]"})
_EMPTY_BOXES = frozenset({"[]", "()", "☐", "□", "◻", "⬜"})
_CROSSES = frozenset({"✗", "✘", "✖", "❌"})
_BOX_STARTS = frozenset("[(☐□◻⬜☑☒✓✔✅✗✘✖❌")


class Answers:
    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self._document = document
        self._numbers = document.numbers
        self._sets = lexicon.word_sets
        self._answers = lexicon.answers

    def is_no(self, passage: Passage, near: Near) -> bool:
        after = passage.last + 1
        heading = self._after_words(after, _LONGEST_HEADING)
        listed = self._after_list(heading)
        if any(passage.first <= cue.start < listed for cue in near.of("affirms")):
            listed = heading
        if self._is_said_absent((after, heading, listed), near) or self._is_unticked(passage):
            return True
        return (
            self._is_answered(heading, _MARKS, passage)
            or self._is_answered(listed, _LIST_MARKS, passage)
            or self._is_answered(self._after_question(after), _MARKS, passage)
            or self._is_plainly_no_after_comma(heading)
        )

    def _is_said_absent(self, places: tuple[int, ...], near: Near) -> bool:
        """'Thoughts of suicide were denied', 'self harm and suicide were both denied'."""
        not_so = [cue.start for cue in near.of("pseudo_absent")]
        return any(cue.start in places and cue.start not in not_so for cue in near.of("absent_after"))

    def _is_answered(self, at: int, marks: frozenset[str], passage: Passage) -> bool:
        """Whether one of `marks` stands at word `at`, and after it a no that is the whole of an answer."""
        found = []
        while self._mark(at) in marks:
            if self._box(at) in _NO_BOXES:
                return True
            found.append(self._mark(at))
            at += 1
        if not found or ("?" not in found and not self._is_heading(passage)):
            return False
        if at >= len(self._numbers) or self._document.is_stop(at):
            return found[-1] == "-"
        if self._document.token(at) in self._answers["who_answers"] and self._document.is_stop(at + 1):
            at += 2
        return self._is_whole_no(at)

    def _is_plainly_no_after_comma(self, at: int) -> bool:
        """'Asked about suicidal thoughts, none reported.'"""
        is_plain = self._mark(at) == "," and self._token(at + 1) in self._answers["plainly_no_danger"]
        return is_plain and self._is_whole_no(at + 1)

    def _is_heading(self, passage: Passage) -> bool:
        """A heading or a question, not 'I want to die: no': nobody in it does or is anything."""
        first = passage.first
        while first > 0 and passage.first - first < _LONGEST_QUESTION and not self._document.is_stop(first - 1):
            first -= 1
        if self._numbers[first] in self._sets["question_openers"]:
            return True
        return not any(number in self._sets["pronouns"] for number in self._numbers[first : passage.last + 1])

    def _is_whole_no(self, at: int) -> bool:
        if self._token(at) not in self._answers["no_danger"]:
            return False
        following = at + 1
        return (
            following >= len(self._numbers)
            or self._document.is_stop(following)
            or self._token(following) in self._answers["after_no_danger"]
            or self._is_next_heading(following)
        )

    def _is_next_heading(self, at: int) -> bool:
        """'Suicidal? N Self harm? N': the words after the first answer are the next question."""
        for place in range(at, at + _LONGEST_HEADING + 2):
            if self._document.is_stop(place):
                return self._mark(place) in _LIST_MARKS
        return False

    def _after_words(self, at: int, most: int) -> int:
        """Past words such as 'ideation' in 'Suicidal ideation: none'."""
        while most and at < len(self._numbers) and self._numbers[at] in self._sets["nominal"]:
            at += 1
            most -= 1
        return at

    def _after_list(self, at: int) -> int:
        """Past the rest of a list of dangers: 'Red flags (suicidality, psychosis, mania): none'."""
        nominal, joins = self._sets["nominal"], self._sets["list_joins"]
        for _ in range(_LONGEST_LIST):
            is_item = at < len(self._numbers) and (self._numbers[at] in nominal or self._numbers[at] in joins)
            if not is_item and self._mark(at) not in _IN_LISTS:
                break
            at += 1
        return at

    def _after_question(self, at: int) -> int:
        """Past the rest of a question: 'Any thoughts of ending your life? No.'"""
        for _ in range(_LONGEST_QUESTION):
            if at >= len(self._numbers) or self._document.is_stop(at):
                break
            at += 1
        return at

    def _token(self, at: int) -> str:
        return self._document.token(at) if at < len(self._numbers) else ""

    def _mark(self, at: int) -> str:
        """The sign of the stop at word `at`, or '' where there is none."""
        return self._document.token(at).lstrip(" ")[0] if self._document.is_stop(at) else ""

    # Tick boxes.

    def _box(self, at: int) -> str:
        """The box at word `at` without the spaces inside it, or ''."""
        if self._mark(at) not in _BOX_STARTS:
            return ""
        box = self._document.token(at).replace(" ", "").replace("\t", "")
        return box if box not in ("[", "(") else ""

    def _is_unticked(self, passage: Passage) -> bool:
        """Beside an empty box, where the line shows whether boxes stand before their words or after."""
        if not self._document.has_boxes:
            return False
        first, end = self._line(passage)
        boxes = [at for at in range(first, end) if self._box(at)]
        if end - first > _LONGEST_LINE or not boxes:
            return False
        leads = boxes[0] == first
        trails = boxes[-1] == end - 1
        before = [at for at in boxes if at < passage.first]
        after = [at for at in boxes if at > passage.last]
        if leads and not trails and self._is_heading(passage):
            return bool(before) and self._box(before[-1]) in _EMPTY_BOXES
        if trails and not leads:
            return bool(after) and self._box(after[0]) in _EMPTY_BOXES | _CROSSES
        return False

    def _line(self, passage: Passage) -> tuple[int, int]:
        """First and one past the last word of the passage's line, or of as much as matters of a very long one."""
        first, end = passage.first, passage.last + 1
        while first > 0 and passage.first - first <= _LONGEST_LINE and self._mark(first - 1) != "\n":
            first -= 1
        while end < len(self._numbers) and end - passage.last <= _LONGEST_LINE and self._mark(end) != "\n":
            end += 1
        return first, end
