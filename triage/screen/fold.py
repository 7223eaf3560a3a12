"""Folds text to plain lower-case letters and remembers where each letter came from.

Young people write in curly quotes, full-width letters, 'fancy' mathematical letters and with zero-width
characters put in to get past moderation. Patterns see plain letters; hits keep the original positions.
"""

from __future__ import annotations

import re
import unicodedata

_QUOTES = "'‘’‚‛ʼ´`′＇"
_DASHES = "-‐‑‒–—―−﹘﹣－"
_DRAWN = str.maketrans(
    {
        **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True)),
        **{chr(first + place): chr(ord("a") + place) for first in (0x1F150, 0x1F170) for place in range(26)},
    }
)
"""Small capitals, and letters in black discs and squares, which only ever stand for the plain ones."""
MARKS = frozenset({"Mn", "Mc", "Me"})
"""Accents and vowel signs, which belong to the letter before them."""


class _Folds(dict):
    """Character code to folded text, worked out once per character ever seen."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in _QUOTES:
        return "'"
    if character in _DASHES:
        return "-"
    if character in "\r\u2028\u2029\x0b\x0c\x85":
        return "\n"
    plain = []
    for part in unicodedata.normalize("NFKD", character).casefold().translate(_DRAWN):
        category = unicodedata.category(part)
        if category in MARKS or category == "Cf":
            continue
        plain.append(part)
    if not plain:
        return ""
    joined = "".join(plain)
    # A ligature of many letters (such as U+FDFA) must not become a sentence of its own.
    return joined if len(joined) <= 4 else joined[:4]


_FOLDS = _Folds()


# Forms and exports lose apostrophes to spaces: 'i don t', 'she s', 'i ve'.
_LOST_APOSTROPHE = re.compile(
    r"\b(?:(?:do|does|did|ca|could|wo|would|should|is|are|was|were|has|have|had|must|need|ai)n (?=t\b)"
    r"|(?<!\b[a-z] )i (?=(?:m|ve|ll)\b)|(?:you|we|they) (?=(?:re|ve|ll|d)\b)"
    r"|(?:s?he|it|that|there|what|who) (?=(?:s|ll)\b))"
)
# What every one of them ends in: a text without it, as most are, need not be looked through for the rest.
_LOST_ENDING = re.compile(r" (?:[tmsd]|re|ve|ll)\b")


def fold(text: str) -> tuple[str, list[int] | None]:
    """The folded text, and for each folded character its place in `text`; None when places are the same."""
    folded, places = _fold(text)
    if _LOST_ENDING.search(folded):
        folded = _LOST_APOSTROPHE.sub(_restored, folded)
    return folded, places


def _restored(lost: re.Match[str]) -> str:
    return f"{lost[0][:-1]}'"


def _fold(text: str) -> tuple[str, list[int] | None]:
    if text.isascii():
        return text.lower(), None
    if all(len(_FOLDS[ord(character)]) == 1 for character in set(text)):
        return text.translate(_FOLDS), None
    pieces: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = _FOLDS[ord(character)]
        pieces.append(folded)
        if len(folded) == 1:
            places.append(place)
        else:
            places.extend([place] * len(folded))
    return "".join(pieces), places
