"""Whether a text, or a good part of it, is in a language the screen cannot read."""

from __future__ import annotations

import unicodedata
from functools import cache

from triage.screen.automaton import BREAK, SOFT, UNKNOWN
from triage.screen.document import Document

_FEWEST_WORDS = 8
_FEWEST_UNKNOWN = 5
_KNOWN_SHARE = 0.2
_STRETCH = 12
_FOREIGN_LETTERS = 16
_LAST_LATIN = 0x24F


def is_unreadable(document: Document, first_foreign: int) -> bool:
    """True for a script other than Latin, or a stretch with hardly an English word; never for a few words."""
    return _has_other_script(document.folded) or _has_unknown_stretch(document.numbers, first_foreign)


def _has_other_script(folded: str) -> bool:
    if folded.isascii():
        return False
    others = {letter for letter in set(folded) if _is_foreign_letter(letter)}
    if not others:
        return False
    letters = sum(letter in others for letter in folded)
    return letters >= _FOREIGN_LETTERS or (letters >= 4 and letters * 2 > sum(map(str.isalpha, folded)))


@cache
def _is_foreign_letter(letter: str) -> bool:
    return ord(letter) > _LAST_LATIN and letter.isalpha() and "LATIN" not in unicodedata.name(letter, "")


def _has_unknown_stretch(numbers: list[int], first_foreign: int) -> bool:
    """Word numbers from `first_foreign` on are the crisis words of other languages, so not English."""
    if numbers.count(UNKNOWN) < _FEWEST_UNKNOWN:
        return False
    words = [UNKNOWN < number < first_foreign for number in numbers if number not in (BREAK, SOFT)]
    if len(words) < _STRETCH:
        return len(words) >= _FEWEST_WORDS and sum(words) < len(words) * _KNOWN_SHARE
    known = sum(words[:_STRETCH])
    fewest = known
    for place in range(_STRETCH, len(words)):
        known += words[place] - words[place - _STRETCH]
        fewest = min(fewest, known)
    return fewest < _STRETCH * _KNOWN_SHARE
