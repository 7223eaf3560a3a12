"""A text as the screen sees it: word numbers, where sentences stop, and the way back to the characters."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from itertools import islice
from unicodedata import category

from triage.screen.fold import MARKS, fold
from triage.screen.numbers import BREAK, SOFT
from triage.screen.tokens import BOXES, SCAN, SPACED_OUT, Words

_SOFT_LINE_WORDS = 9
_BOX = re.compile(rf"[{BOXES}]|[\[(][ \t]?[\])]")
_NEW = object()


class Document:
    """`numbers[n]` is a word, BREAK or SOFT; `span(n, m)` are the characters of words n to m."""

    def __init__(self, text: str, words: Words) -> None:
        self.text = text
        self._folded, self._places = _without_spaced_out(*fold(text), words)
        tokens = SCAN.findall(self._folded)
        numbers: list[int] = []
        origin: list[int] = []
        known = words.known
        for index, token in enumerate(tokens):
            number = known.get(token, _NEW)
            if number is _NEW:
                number = words.resolve(token)
            if number.__class__ is int:
                numbers.append(number)
                origin.append(index)
            elif number is not None:
                numbers.extend(number)
                origin.extend([index] * len(number))
        self.tokens = tokens
        self.numbers = numbers
        self._origin = origin
        self._scan = SCAN.finditer(self._folded)
        self._spans: list[tuple[int, int]] = []

    @property
    def folded(self) -> str:
        return self._folded

    @cached_property
    def has_boxes(self) -> bool:
        return bool(_BOX.search(self._folded))

    def token(self, index: int) -> str:
        """The folded token that word `index` came from."""
        return self.tokens[self._origin[index]]

    def sentence(self, index: int, before: int, after: int) -> tuple[int, int]:
        """First and one past the last word of the sentence of word `index`, at most so many words either side."""
        first = max(0, index - before)
        end = min(len(self.numbers), index + after)
        earlier = self.numbers[first:index]
        earlier.reverse()
        if BREAK in earlier:
            first = index - earlier.index(BREAK)
        return first, self.numbers.index(BREAK, index, end) if BREAK in self.numbers[index:end] else end

    def stops(self, start: int, end: int) -> list[int]:
        """Commas, dashes and the like from word `start` to before word `end`."""
        return [at for at in range(start, end) if self.numbers[at] == SOFT]

    def is_stop(self, at: int) -> bool:
        return at < len(self.numbers) and self.numbers[at] in (SOFT, BREAK)

    def is_line_end(self, index: int) -> bool:
        """A line that its writer ended, not one wrapped at the margin."""
        if self.numbers[index] != SOFT or not self.token(index).startswith("\n"):
            return False
        words = 0
        for before in range(index - 1, max(-1, index - 2 - _SOFT_LINE_WORDS), -1):
            if self.numbers[before] in (SOFT, BREAK):
                if self.token(before).startswith("\n"):
                    break
            else:
                words += 1
        return words < _SOFT_LINE_WORDS

    def span(self, first: int, last: int) -> tuple[int, int]:
        self._spans += [match.span() for match in islice(self._scan, max(0, self._origin[last] + 1 - len(self._spans)))]
        start, end = self._spans[self._origin[first]][0], self._spans[self._origin[last]][1]
        if self._places is None:
            return start, end
        finish = self._places[end] if end < len(self._places) else len(self.text)
        last_place = self._places[end - 1] + 1
        return self._places[start], max(last_place, min(finish, _past_marks(self.text, last_place)))


def _past_marks(text: str, place: int) -> int:
    """Past accents that belong to the letter before `place`."""
    while place < len(text) and category(text[place]) in MARKS:
        place += 1
    return place


def _without_spaced_out(
    folded: str, places: list[int] | None, words: Words
) -> tuple[str, list[int] | None]:
    """Joins 'k i l l' and 's.u.i.c.i.d.e' where the letters make a word that matters."""
    found = [(match, _joined(match.group(), words.respelled)) for match in SPACED_OUT.finditer(folded)]
    found = [(match, joined) for match, joined in found if joined]
    if not found:
        return folded, places
    pieces: list[str] = []
    kept: list[int] = []
    at = 0
    for match, joined in found:
        pieces.append(folded[at : match.start()])
        kept.extend(range(at, match.start()))
        letters = [place for place in range(*match.span()) if folded[place].isalpha()]
        pieces.append(" ".join(joined))
        for word in joined:
            kept.extend(letters[: len(word)])
            kept.append(letters[len(word) - 1])
            del letters[: len(word)]
        kept.pop()
        at = match.end()
    pieces.append(folded[at:])
    kept.extend(range(at, len(folded)))
    return "".join(pieces), kept if places is None else [places[place] for place in kept]


def _joined(run: str, respelled: Callable[[str], list[str] | None]) -> list[str] | None:
    return respelled("".join(letter for letter in run if letter.isalpha()))
