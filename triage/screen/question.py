"""How a question was answered that is danger by one answer only: 'Do you feel safe at home? No'.

A form, a chat and a note name the question and the answer and never say the danger in a sentence of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage.screen.cues import Passage
from triage.screen.document import Document
from triage.screen.result import Reading

_MARKS = frozenset("?:-=|\t\n([")
_ASKING = frozenset("?:|\t")
_LONGEST_QUESTION = 10
_LONGEST_ANSWER = 12


class Questions:
    def __init__(self, document: Document, answers: Mapping[str, frozenset[str]]) -> None:
        self._document = document
        self._answers = answers

    def reading(self, passage: Passage) -> Reading:
        """NOW_SELF by the answer that means danger, UNCLEAR by one in doubt; a question alone says nothing."""
        safe = passage.entry.safe_answer
        at = self._answer(passage.last + 1)
        word = self._token(at)
        if not word or self._is_asked_on(at, word):
            return Reading.HYPOTHETICAL
        if self._is("no" if safe == "yes" else "yes", word):
            is_no_trouble = safe == "yes" and self._is("no_trouble", self._token(at + 1))
            return Reading.NEGATED if is_no_trouble else Reading.NOW_SELF
        tells_more = safe == "no" and (self._is("how_often", word) or self._is("by_whom_or_where", word))
        if tells_more or self._is_in_doubt(at, word):
            return Reading.UNCLEAR
        return Reading.NEGATED

    def _is_in_doubt(self, at: int, word: str) -> bool:
        """'Not sure', 'I don't want to say'; but not the 'you do not have to' of a leaflet."""
        said = (word, self._token(at + 1), self._token(at + 2)) if self._is("speakers", word) else (word,)
        return any(self._is("in_doubt", each) for each in said)

    def _answer(self, at: int) -> int:
        """The first word of the answer, or the end of the text where none is marked as one."""
        end = at + _LONGEST_QUESTION
        while at < end and self._token(at):
            at += 1
        marks = set()
        while at < end + _LONGEST_ANSWER and self._mark(at) in _MARKS:
            marks.add(self._mark(at))
            at += 1
        return at if marks & _ASKING else len(self._document.numbers)

    def _is_asked_on(self, at: int, word: str) -> bool:
        """What follows is one more question, the heading of the next line, or both answers to choose from."""
        if {word, self._token(at + 1) or self._token(at + 2)} in ({"yes", "no"}, {"y", "n"}):
            return True
        for place in range(at + 1, at + _LONGEST_ANSWER):
            if not self._token(place):
                mark = self._mark(place)
                return mark == "?" or (mark == ":" and not self._is("yes", word) and not self._is("no", word))
        return False

    def _is(self, kind: str, word: str) -> bool:
        return word in self._answers[kind]

    def _token(self, at: int) -> str:
        """The word at `at`, or '' for a stop and past the end."""
        document = self._document
        return document.token(at) if at < len(document.numbers) and not document.is_stop(at) else ""

    def _mark(self, at: int) -> str:
        """The sign of the stop at word `at`, or '' where there is none."""
        return self._document.token(at).lstrip(" ")[:1] if self._document.is_stop(at) else ""
