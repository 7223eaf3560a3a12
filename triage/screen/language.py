"""Whether a text, or a sentence of it, is in a language the screen cannot read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from triage.screen.document import Document
from triage.screen.fold import fold
from triage.screen.numbers import BREAK, FOREIGN, SOFT, UNKNOWN

_FEWEST_WORDS = 8
_FEWEST_UNKNOWN = 5
_KNOWN_SHARE = 0.2
_STRETCH = 12
_FOREIGN_LETTERS = 16
_FEW, _SOME, _MANY = 2, 3, 4
_LAST_LATIN = 0x24F
_ACCENTED = re.compile(r"(?<![^\W_])[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")


def is_unreadable(document: Document, first_foreign: int) -> bool:
    """True for another script, a sentence in another language, or a stretch with hardly an English word.

    Word numbers from `first_foreign` on are the crisis words of other languages. Names, typing errors and a
    greeting in another language are no such text.
    """
    return _has_other_script(document.folded) or _Words(document, first_foreign).are_foreign()


def _has_other_script(folded: str) -> bool:
    if folded.isascii():
        return False
    others = {letter for letter in set(folded) if _is_foreign_letter(letter)}
    if not others:
        return False
    letters = sum(letter in others for letter in folded)
    if letters >= _FOREIGN_LETTERS:
        return True
    # Two side by side, so that no face drawn with letters is a text.
    together = re.search(f"[{re.escape(''.join(others))}]{{2}}", folded)
    return bool(together) and letters * 2 > sum(map(str.isalpha, folded))


@cache
def _is_foreign_letter(letter: str) -> bool:
    return ord(letter) > _LAST_LATIN and letter.isalpha() and "LATIN" not in unicodedata.name(letter, "")


class _Words:
    """The words of a text as English, as another language's, or as unknown: names, errors, other languages."""

    def __init__(self, document: Document, first_foreign: int) -> None:
        self._document = document
        self._numbers = document.numbers
        self._first_foreign = first_foreign

    def are_foreign(self) -> bool:
        if self._numbers.count(UNKNOWN) >= _FEWEST_UNKNOWN and self._has_unknown_stretch():
            return True
        self._accented = _accented(self._document.text)
        return self._has_foreign_words() and (
            self._is_all_foreign() or any(self._is_foreign(*sentence) for sentence in self._sentences())
        )

    def _has_foreign_words(self) -> bool:
        return bool(self._accented) or FOREIGN in self._numbers or max(self._numbers, default=0) >= self._first_foreign

    def _is_english(self, number: int) -> bool:
        return UNKNOWN < number < self._first_foreign and number != FOREIGN

    def _is_foreign_word(self, at: int) -> bool:
        number = self._numbers[at]
        if number == UNKNOWN:
            return bool(self._accented) and self._document.token(at) in self._accented
        return number == FOREIGN or number >= self._first_foreign

    def _counts(self, start: int, end: int) -> tuple[int, int, int]:
        """Words of another language, English words, and neither."""
        foreign = english = unknown = 0
        for at in range(start, end):
            number = self._numbers[at]
            if number in (BREAK, SOFT):
                continue
            if self._is_foreign_word(at):
                foreign += 1
            elif number == UNKNOWN:
                unknown += 1
            else:
                english += 1
        return foreign, english, unknown

    def _is_all_foreign(self) -> bool:
        """A message of few words, none of them English: 'pomocy'."""
        foreign, english, unknown = self._counts(0, len(self._numbers))
        return not english and foreign > 0 and foreign >= unknown

    def _is_foreign(self, start: int, end: int) -> bool:
        foreign, english, unknown = self._counts(start, end)
        return (
            (foreign >= _FEW and foreign > english)
            or (foreign >= _MANY and foreign * 2 >= english)
            or (foreign > 0 and foreign + unknown >= _SOME and foreign + unknown >= english * 3)
        )

    def _sentences(self) -> Iterator[tuple[int, int]]:
        start = 0
        for at, number in enumerate(self._numbers):
            if number == BREAK:
                yield start, at
                start = at + 1
        yield start, len(self._numbers)

    def _has_unknown_stretch(self) -> bool:
        words = [self._is_english(number) for number in self._numbers if number not in (BREAK, SOFT)]
        if len(words) < _STRETCH:
            return len(words) >= _FEWEST_WORDS and sum(words) < len(words) * _KNOWN_SHARE
        known = sum(words[:_STRETCH])
        fewest = known
        for place in range(_STRETCH, len(words)):
            known += words[place] - words[place - _STRETCH]
            fewest = min(fewest, known)
        return fewest < _STRETCH * _KNOWN_SHARE


def _accented(text: str) -> frozenset[str]:
    """Words with letters that English does not write, without their accents; none with a capital, as names have."""
    if text.isascii():
        return frozenset()
    words = {word for word in _ACCENTED.findall(text) if word.islower() and len(word) > 1}
    return frozenset(fold(word)[0] for word in words)
