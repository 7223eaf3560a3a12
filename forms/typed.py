"""What people type, made safe to keep: any script and any name, but nothing invisible that could do harm."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")
# Controls (NUL among them), halves of characters, and marks that reverse or hide the words around them.
# Joiners, and marks of direction that Persian, Arabic, Hindi and emoji need, stay.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)


def clean_lines(text: str | None) -> str:
    """Several lines: line ends alike, harmful marks dropped, white space at both ends gone."""
    if not text:
        return ""
    return unicodedata.normalize("NFC", _HARMFUL.sub("", _LINE_ENDS.sub("\n", text))).strip()


def clean_line(text: str | None) -> str:
    """One line: as `clean_lines`, with every run of white space one space."""
    return " ".join(clean_lines(text).split())


def whole_number(text: object) -> int | None:
    """What these digits come to; None for anything else, and for more digits than any answer needs."""
    is_number = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if is_number else None
