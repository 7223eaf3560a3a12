"""Where the sentences of a text are, in any script, as places in the text exactly as it was written.

The screen cuts what it has folded, and a comma in a list of symptoms matters to it; a reader wants whole sentences.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 280
"""What runs on without a stop is cut where it pauses, so that no 'sentence' is a page."""
_EARLIEST_PAUSE = 100

_FULL_STOPS = frozenset("。！？｡؟।॥።։۔")
# It begins with one set of signs, so that the text between them is passed over quickly.
_STOP = re.compile(rf"[.!?…\n{''.join(sorted(_FULL_STOPS))}]+(?:\s+[.!?…]+)*[\"'”’»)\]」』》）]*\s*")
_SHORTENED = re.compile(r"(?:\b(?:dr|mr|mrs|ms|st|prof|approx|e\.g|i\.e|vs|ref)|\b[a-z])$", re.I)
_LONGEST_SHORTENED = 8
_WRAPPED_FROM = 50
_PAUSE = re.compile(r"[,;:،、，；]\s*|\s[–—-]\s|\s(?=(?:and|but|so|because|then|which)\s)", re.I)
_SPACE = re.compile(r"\s+")


def sentences(text: str) -> list[tuple[int, int]]:
    """From and to of each sentence, in order; together they hold every character but the space between them."""
    found: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _is_end(text, stop):
            found += _pieces(text, start, stop.end())
            start = stop.end()
    return found + _pieces(text, start, len(text))


def _is_end(text: str, stop: re.Match) -> bool:
    """Not in '3.5' or 'Dr. Shah', nor where a margin broke the line."""
    signs = stop.group().strip()
    if not signs:
        return not _is_wrapped(text, stop)
    is_followed_by_space = stop.group() != signs or stop.end() == len(text)
    if is_followed_by_space or not _FULL_STOPS.isdisjoint(signs):
        return signs != "." or not _is_shortening(text, stop)
    return False


def _is_shortening(text: str, stop: re.Match) -> bool:
    """'Dr. Shah' and 'e.g. school' go on, where they go on in the same line."""
    at = stop.start()
    is_same_line = "\n" not in stop.group() and stop.end() < len(text)
    return is_same_line and bool(_SHORTENED.search(text[max(0, at - _LONGEST_SHORTENED) : at]))


def _is_wrapped(text: str, stop: re.Match) -> bool:
    """A line that a margin broke and not its writer: it is long, and the next one goes on in small letters."""
    at = stop.start()
    if stop.group().count("\n") != 1:
        return False
    is_long = at >= _WRAPPED_FROM and "\n" not in text[at - _WRAPPED_FROM : at]
    return is_long and text[stop.end() : stop.end() + 1].islower()


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentence without the space around it, in pieces where it is too long to be read as one."""
    pieces = []
    start, end = _trimmed(text, start, end)
    while end - start > LONGEST:
        cut = _cut_of(text, start)
        pieces.append(_trimmed(text, start, cut))
        start, end = _trimmed(text, cut, end)
    if start < end:
        pieces.append((start, end))
    return pieces


def _cut_of(text: str, start: int) -> int:
    """After the last pause that leaves a piece of some length; else at a space; else before a whole letter."""
    for mark in (_PAUSE, _SPACE):
        ends = [found.end() for found in mark.finditer(text, start + _EARLIEST_PAUSE, start + LONGEST)]
        if ends:
            return ends[-1]
    cut = start + LONGEST
    while cut > start + _EARLIEST_PAUSE and unicodedata.category(text[cut]).startswith("M"):
        cut -= 1
    return cut


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
