"""Which sentences of a text tell most: what is wrong, since when, what is asked for, what is hardest.

A sentence with a red flag is never left out in favour of another. The words that count are data
(`data/in_short.yaml`); a text in a language they do not know is told by where its sentences stand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise

from triage.data_entry import DataError, package_text, parse_yaml
from triage.search_words import search_words
from triage.summarising.sentences import sentences

WORDS_FILE = "in_short.yaml"
MOST = 4
FEWEST_SENTENCES = 5
SHORTEST = 300
"""A text of fewer sentences or characters is read as quickly as its summary."""
_SHOWN_OF_FEW = 3
_MANY_SENTENCES = 8

_POLITE = "polite"
_KINDS = ("wrong", "since", "asks", "hardest", _POLITE)
_FIRST_TIME, _AGAIN = 4.0, 0.75  # what a kind of thing is worth that was not told yet, and one that was
_COURTESY = 4.0
_NEED = 1.5  # a word that names a need, up to two of them
_COMES_BACK = 0.25  # a word that stands elsewhere in the text too, up to four of them
_FIRST_SENTENCES = (1.5, 0.75)  # people begin with what matters
_SHORT, _VERY_SHORT = 40, 20  # characters below which a sentence is a greeting or a scrap
_LONGEST_WORD = 20
_ENDINGS = ("", "s", "es", "ed", "ing", "e", "i", "y", "ies", "ied")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘`")


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence: `text[start:end]` as it stands."""

    start: int
    end: int
    is_flagged: bool = False


@dataclass(frozen=True, slots=True)
class InShort:
    """Sentences in the order of the text, and how many with a red flag did not fit."""

    sentences: tuple[Told, ...]
    flagged_left: int = 0


def in_short(text: str, flagged: Sequence[tuple[int, int]] = ()) -> InShort | None:
    """The sentences that tell most; None for a short text.

    `flagged` are the places of the red flags, the gravest first: their sentences come before all others.
    """
    places = sentences(text)
    if len(places) < FEWEST_SENTENCES or len(text) < SHORTEST:
        return None
    most = _SHOWN_OF_FEW if len(places) < _MANY_SENTENCES else MOST
    grave = _repeats_last(text, places, _sentences_with(places, flagged))
    chosen = grave[:most]
    if len(chosen) < most:
        chosen += _most_telling(text, places, set(chosen), most - len(chosen))
    told = tuple(Told(*places[number], number in grave) for number in sorted(chosen))
    return InShort(told, len(grave) - len(grave[:most]))


def _sentences_with(places: Sequence[tuple[int, int]], flagged: Iterable[tuple[int, int]]) -> list[int]:
    """The sentences that a red flag touches, each once, in the order of the flags."""
    ends = [end for _, end in places]
    found: dict[int, None] = {}
    for start, end in flagged:
        number = bisect_right(ends, start)
        while number < len(places) and places[number][0] < end:
            found[number] = None
            number += 1
    return list(found)


def _repeats_last(text: str, places: Sequence[tuple[int, int]], numbers: Iterable[int]) -> list[int]:
    """The same sentences, in the same order, with what is said word for word again after all else."""
    first: dict[str, int] = {}
    again = []
    for number in numbers:
        words = _words_of(text, places[number])
        if first.setdefault(words, number) != number:
            again.append(number)
    return [*first.values(), *again]


def _words_of(text: str, place: tuple[int, int]) -> str:
    return text[slice(*place)].casefold()


def _most_telling(text: str, places: Sequence[tuple[int, int]], taken: set[int], how_many: int) -> list[int]:
    """One after the other, each for what it adds to those before; of two alike the earlier."""
    contents = _contents(text, places)
    told = {kind for number in taken for kind in contents[number][0]}
    shown = {_words_of(text, places[number]) for number in taken}
    # Of sentences that tell the same kinds of thing only the best can be next, so few are ever compared.
    alike: dict[frozenset[str], list[int]] = {}
    for number, (kinds, _base) in enumerate(contents):
        if (words := _words_of(text, places[number])) not in shown:
            shown.add(words)
            alike.setdefault(kinds, []).append(number)
    for numbers in alike.values():
        numbers.sort(key=lambda number: (contents[number][1], -number))
    chosen: list[int] = []
    for _ in range(min(how_many, sum(map(len, alike.values())))):
        first = [numbers[-1] for numbers in alike.values() if numbers]
        best = max(first, key=lambda number: (_worth(*contents[number], told), -number))
        kinds = contents[best][0]
        alike[kinds].pop()
        told |= kinds
        chosen.append(best)
    return chosen


def _worth(kinds: frozenset[str], base: float, told: set[str]) -> float:
    worth = sum(_AGAIN if kind in told else _FIRST_TIME for kind in kinds if kind != _POLITE)
    return base + worth - (_COURTESY if _POLITE in kinds else 0)


def _contents(text: str, places: Sequence[tuple[int, int]]) -> list[tuple[frozenset[str], float]]:
    """What each sentence tells: the kinds of thing, and what it is worth whatever was told before."""
    said = [_WORD.findall(text[start:end].casefold().translate(_APOSTROPHES)) for start, end in places]
    known, needs = telling_words(), _words_of_needs()
    often = {
        word
        for word, n in Counter(chain.from_iterable(said)).items()
        if n > 1 and 3 < len(word) <= _LONGEST_WORD
    }
    return [
        (_kinds_in(words, known), _base(number, end - start, words, needs, often))
        for number, ((start, end), words) in enumerate(zip(places, said, strict=True))
    ]


def _kinds_in(words: list[str], known: Mapping[str, str]) -> frozenset[str]:
    pairs = map(" ".join, pairwise(words))
    return frozenset([known[said] for said in chain(words, pairs) if said in known])


def _base(number: int, length: int, words: list[str], needs: Set[str], often: Set[str]) -> float:
    """Needs that are named, words that come back elsewhere in the text, and where it stands."""
    scrap = 4.0 if length < _VERY_SHORT else 1.0 if length < _SHORT else 0.0
    first = _FIRST_SENTENCES[number] if number < len(_FIRST_SENTENCES) else 0.0
    named, back = len(needs.intersection(words)), len(often.intersection(words))
    return _NEED * min(2, named) + _COMES_BACK * min(4, back) + first - scrap


@cache
def _words_of_needs() -> frozenset[str]:
    """Words that name a need on their own, in any ending, by the words that people search with."""
    stems = [stem for way, _need in search_words().ways if len(way) == 1 for stem in way]
    return frozenset(form for stem in stems for form in _forms_of(stem))


def _forms_of(stem: str) -> Iterator[str]:
    yield from (stem + ending for ending in _ENDINGS)
    yield from (stem + stem[-1] + ending for ending in ("ed", "ing"))


@cache
def telling_words() -> dict[str, str]:
    """Each word or pair of words with the kind of thing it tells. Raises `DataError` with every mistake."""
    return load_telling_words(package_text(WORDS_FILE))


def load_telling_words(text: str) -> dict[str, str]:
    """The list from YAML text."""
    document = parse_yaml(text, WORDS_FILE)
    document = document if isinstance(document, dict) else {}
    mistakes = [f"{WORDS_FILE}: '{kind}' has no list of words." for kind in _KINDS if not document.get(kind)]
    mistakes += [f"{WORDS_FILE}: nobody reads '{kind}'." for kind in document if kind not in _KINDS]
    known: dict[str, str] = {}
    for kind in _KINDS:
        for word in map(str, document.get(kind) or ()):
            if not re.fullmatch(r"[a-z]+( [a-z]+)?", word):
                mistakes.append(f"{WORDS_FILE}: '{word}' is not one word or two in small letters.")
            elif known.setdefault(word, kind) != kind:
                mistakes.append(f"{WORDS_FILE}: '{word}' stands under '{known[word]}' and '{kind}'.")
    if mistakes:
        raise DataError(mistakes)
    return known
