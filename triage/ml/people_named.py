"""Where a text names people: the names that are known, and those that titles, kin words and introductions give.

Read word by word, so the work grows with the length of the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import NamedTuple

from triage.data_entry import package_text, parse_yaml
from triage.screen.fold import fold

Span = tuple[int, int]

# A letter of any script with the marks upon it. Spelt as what it is not, which is much the quickest.
_LETTER = (
    r"[^\s\x00-@\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u0660-\u0669\u2000-\u200a\u200e-\u2bff\u3000-\u3004"
    r"\u3008-\u3020\ue000-\uf8ff\ufe00-\ufe0f\uff00-\uff20\U0001f000-\U0001faff]"
)
_WORD = re.compile(rf"{_LETTER}+(?:['’‘`‐‑-]{_LETTER}+)*")
_JOINTS = re.compile(r"['-]")
_BESIDES_MARKS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)

_OWNERS = frozenset(["my", "his", "her", "our", "their", "your", "is's", "called"])
_BEING = frozenset(["is", "am", "was", "are", "get", "gets", "got", "being", "be", "been"])
_SHE = frozenset(["he", "she", "they", "i", "who", "he's", "she's", "they're", "who's", "i'm", "im"])
_CALLED = frozenset(["called", "named", "nicknamed"])
_OPENINGS = frozenset(["hi", "hello", "hey", "hiya", "everyone", "all"])
_SAYING = frozenset(["name", "name's", "surname", "i'm", "im", "am"])
_SIGN_OFFS = frozenset(["regards", "sincerely", "faithfully", "thanks", "wishes"])
_BEFORE_NAME = _OWNERS | frozenset(
    ["first", "last", "full", "family", "sur", "real", "child's", "son's", "daughter's"]
)
_AGE_FOLLOWS = re.compile(r"(?:,| and|\.| \()? ?(?:i['’]?m |i am |aged |age )?\d{1,2}\b", re.IGNORECASE)
_LONGEST_NAME = 3
_FAR = 3
"""A name begins at most two words after the one that tells of it: 'name is Zofia'."""
_SHORTEST = 2
_SHORTEST_IN_LOWER_CASE = 4


class _Lists(NamedTuple):
    """The lists of the data file, with all given names, all kin, and every word that tells of a name."""

    given: frozenset[str]
    with_a_capital: frozenset[str]
    also_words: frozenset[str]
    no_names: frozenset[str]
    surnames: frozenset[str]
    particles: frozenset[str]
    titles: frozenset[str]
    family: frozenset[str]
    others: frozenset[str]
    institutions: frozenset[str]
    any_given: frozenset[str] = frozenset()
    kin: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()


class _Told(NamedTuple):
    """The parts of the names somebody told: those that are words as well, and those in scripts without capitals."""

    strong: frozenset[str]
    weak: frozenset[str]
    unspaced: tuple[str, ...]


def names_in(text: str, told: Iterable[str] = ()) -> Iterator[Span]:
    """The places of people's names, some perhaps twice."""
    known = _parts(told)
    for name in known.unspaced:
        yield from (found.span() for found in re.finditer(re.escape(name), text))
    words = _Words(text)
    if known.strong or known.weak:
        yield from words.told(known)
    yield from words.guessed()


@cache
def _lists() -> _Lists:
    lists = parse_yaml(package_text("ml/names.yaml"), "names.yaml")
    read = _Lists(**{key: frozenset(words.split()) for key, words in lists.items()})
    kin = read.family | read.others
    sure = read.given | read.with_a_capital
    telling = sure | {f"{name}'s" for name in sure} | read.titles | kin | _CALLED | _SIGN_OFFS | _SAYING
    return read._replace(any_given=sure | read.also_words, kin=kin, telling=telling)


def _parts(names: Iterable[str]) -> _Told:
    strong, weak, unspaced = set(), set(), set()
    for name in names:
        whole = [_folded(word[0]) for word in _WORD.finditer(name)]
        joined = ["".join(_JOINTS.split(word)) for word in whole]
        for part in (*whole, *joined, "".join(joined), *(p for word in whole for p in _JOINTS.split(word))):
            if len(part) >= _SHORTEST:
                (weak if _is_common(part) else strong).add(part)
        unspaced.update(
            word[0] for word in _WORD.finditer(name) if len(word[0]) >= _SHORTEST and not _has_case(word[0])
        )
    return _Told(frozenset(strong), frozenset(weak - strong), tuple(sorted(unspaced)))


def _is_common(part: str) -> bool:
    lists = _lists()
    return (
        part in lists.particles
        or part in lists.no_names
        or (part in lists.any_given and part not in lists.given)
    )


def _has_case(word: str) -> bool:
    return word.upper() != word.lower()


def _folded_words(text: str) -> list[str]:
    """The words of a text, folded; a whole plain text at once, which is quicker."""
    plain = text.replace("’", "'").replace("‘", "'").replace("`", "'")
    if plain.isascii():
        return _WORD.findall(plain.lower())
    return list(map(_folded, _WORD.findall(text)))


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower().replace("`", "'")
    return fold(word)[0].replace("`", "'").translate(_BESIDES_MARKS)


class _Words:
    """The words of a text with their places, and what each stands beside."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = _folded_words(text)

    @cached_property
    def spans(self) -> list[Span]:
        return [word.span() for word in _WORD.finditer(self.text)]

    @cached_property
    def words(self) -> list[str]:
        return _WORD.findall(self.text)

    def told(self, known: _Told) -> Iterator[Span]:
        """Every word that is a part of a known name; one that is a word as well needs a capital or its neighbour."""
        lowest = 0
        for place, folded in enumerate(self.folded):
            if place < lowest or not _is_part(folded, known.strong):
                if place >= lowest and _is_part(folded, known.weak) and _is_capital(self.words[place]):
                    yield self.spans[place]
                continue
            first, last = place, place
            while first > lowest and self._beside(first) and _is_part(self.folded[first - 1], known.weak):
                first -= 1
            while self._beside(last + 1) and (
                _is_part(self.folded[last + 1], known.weak) or _is_part(self.folded[last + 1], known.strong)
            ):
                last += 1
            lowest = last + 1
            yield from self.spans[first : last + 1]

    def guessed(self) -> Iterator[Span]:
        """Names that nobody told."""
        lists, done = _lists(), 0
        telling = lists.telling
        for cue in [place for place, folded in enumerate(self.folded) if folded in telling]:
            for place in range(max(done, cue), min(cue + _FAR, len(self.folded))):
                end = self._name_from(place, lists) if place >= done else place
                if end > place and not (self._beside(end) and self.folded[end] in lists.institutions):
                    yield self.spans[place][0], self.spans[end - 1][1]
                done = max(done, end)

    def _name_from(self, place: int, lists: _Lists) -> int:
        """The place after the name that begins here; the same place where none does."""
        folded, word = _stem(self.folded[place]), self.words[place]
        is_capital = word[0].isupper()
        if self._before(place) in ("st", "saint"):
            return place
        if folded in lists.given or (is_capital and folded in lists.with_a_capital):
            is_name = self._is_written_as_name(folded, word) or self._is_introduced(place, lists)
        elif folded in lists.no_names or len(word) < _SHORTEST or not _has_case(word):
            return place
        else:
            is_name = self._is_introduced(place, lists)
        if not is_name:
            return place
        end = place + 1
        while end < place + _LONGEST_NAME and self._beside(end) and self._goes_on(end, lists):
            end += 1
        return end

    def _is_written_as_name(self, folded: str, word: str) -> bool:
        """'Mia' and 'sarah', but not 'MIA', which is short for something."""
        if _is_acronym(word) and len(folded) < _SHORTEST_IN_LOWER_CASE:
            return False
        return word[0].isupper() or len(folded) >= _SHORTEST_IN_LOWER_CASE

    def _goes_on(self, place: int, lists: _Lists) -> bool:
        """Whether the word here is a further part of the name before it."""
        folded, word = _stem(self.folded[place]), self.words[place]
        ends_a_sentence = "." in self._between(place) and len(self.words[place - 1]) > 1
        if ends_a_sentence or not word[0].isupper() or folded in lists.institutions:
            return False
        if folded in lists.no_names and folded not in lists.surnames:
            return False
        return not _is_acronym(word) or _is_acronym(self.words[place - 1]) or folded in lists.given

    def _is_introduced(self, place: int, lists: _Lists) -> bool:
        """Whether the words before say that this one is a name."""
        before, word = self._before(place), self.words[place]
        if not before:
            return self._is_signed(place)
        folded, is_capital = _stem(self.folded[place]), word[0].isupper()
        is_listed = folded in lists.any_given
        if _is_acronym(word) and not is_listed and not self.words[place - 1].isupper():
            return False
        if before in lists.titles and self._is_titled(place, before):
            return is_capital or before in ("mr", "mrs")
        if before in ("is", "name's", "surname", "name") and self._is_after_name(place):
            return True
        if before in _CALLED and self._is_person_called(place):
            return is_capital or folded in lists.given
        if not is_capital:
            return before in lists.kin and folded in lists.given
        if before in lists.kin and (is_listed or self._is_kin_named(place, before)):
            return True
        if before in ("i'm", "im", "am"):
            return is_listed or self._says_who(place)
        return before in _CALLED and is_listed

    def _is_titled(self, place: int, title: str) -> bool:
        written = self.words[place - 1]
        if title in ("mr", "mrs") or (title == "dr" and self._between(place) == " "):
            return True
        return written[0].isupper() and (title != "ms" or written == "Ms")

    def _is_after_name(self, place: int) -> bool:
        """'My name is', 'her name's', 'Name:'."""
        before = self._before(place)
        if before in ("name", "surname"):
            return ":" in self._gap(place)
        name = place - 1 if before == "name's" else place - 2
        return (
            name >= 1
            and self._beside(name + 1)
            and self.folded[name] in ("name", "surname", "name's", "nickname")
            and self._before(name) in _BEFORE_NAME
        )

    def _is_person_called(self, place: int) -> bool:
        """'A boy called', 'she is called', 'who's called'."""
        before = self._before(place - 1)
        if before in _BEING:
            before = self._before(place - 2)
        return before in _lists().kin or before in _SHE

    def _is_kin_named(self, place: int, kin: str) -> bool:
        if self.words[place - 1] != kin or self._gap(place) != " ":
            return False
        return kin in _lists().family or any(
            self.folded[place - back] in _OWNERS
            for back in (2, 3)
            if place >= back and all(self._beside(place - near) for near in range(1, back))
        )

    def _says_who(self, place: int) -> bool:
        """'Hi, I'm Xanthe', 'I am Xanthe, 14'."""
        first = place - 2 if self._before(place) == "am" else place - 1
        if first + 1 < place and self.folded[first] != "i":
            return False
        return self._before(first) in _OPENINGS or bool(_AGE_FOLLOWS.match(self.text, self.spans[place][1]))

    def _is_signed(self, place: int) -> bool:
        """A word alone on the last line, below 'Kind regards'."""
        if place == 0 or self.folded[place - 1] not in _SIGN_OFFS or not self.words[place][0].isupper():
            return False
        ends_a_line = self._between(place) in (",", ", ", "\n", ",\n", ", \n", ",\r\n", "\r\n")
        return ends_a_line and len(self.words) - place <= _LONGEST_NAME

    def _between(self, place: int) -> str:
        return self.text[self.spans[place - 1][1] : self.spans[place][0]]

    def _gap(self, place: int) -> str:
        return self._between(place) if place > 0 else "\n"

    def _beside(self, place: int) -> bool:
        """Whether the word here follows the one before closely. What was taken out leaves a wider gap than that."""
        return 0 < place < len(self.words) and self._between(place) in (" ", "  ", "-", ". ", ".")

    def _before(self, place: int) -> str:
        """The word before, where nothing ends between the two."""
        if not 0 < place < len(self.words):
            return ""
        gap = self._between(place)
        return self.folded[place - 1] if gap in _CLOSE else ""


_CLOSE = frozenset([" ", "  ", ", ", ": ", ":", " - ", "-", ". ", ".", " (", ' "', " '"])


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _is_capital(word: str) -> bool:
    return word[0].isupper() and not _is_acronym(word)


def _stem(folded: str) -> str:
    """Without the ending of what belongs to somebody."""
    return folded.removesuffix("'s").removesuffix("'")


def _is_part(folded: str, names: frozenset[str]) -> bool:
    """Whether a word is one of these names, whole, joined up, in a double name or with the s of what is theirs."""
    if folded in names:
        return True
    if len(folded) > _SHORTEST_IN_LOWER_CASE and folded[-1] == "s" and folded[:-1] in names:
        return True
    if "'" not in folded and "-" not in folded:
        return False
    parts = _JOINTS.split(folded)
    return "".join(parts) in names or "".join(parts[:-1]) in names or not names.isdisjoint(parts)
