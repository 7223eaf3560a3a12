"""What the words that somebody types into a search are about: needs, and whether they speak of danger.

The words are data (`data/selfcare/words.yaml`). A word counts in any of its endings and with a slip of the
finger. The screen reads the same words: whatever it raises is danger, and so is every need about safety.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache

from triage.data_entry import DataError, Entry, package_text, parse_yaml, read_entries
from triage.screen import screen_text
from triage.vocabulary import SAFETY_NEEDS, Flag, Need

WORDS_FILE = "words.yaml"

_APOSTROPHES = re.compile(r"['’‘`]")
_ENDINGS = ("ing", "ed", "es", "s")
_SHORTEST_STEM = 3
_LONG_ENOUGH_TO_MISSPELL = 5
_ALMOST_THE_SAME = 0.8


class SearchWordsError(DataError):
    """The list of words has mistakes; `mistakes` lists them all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search is about. `is_danger` asks for help now to be shown, and says nothing of anybody."""

    needs: tuple[Need, ...] = ()
    is_danger: bool = False
    stems: frozenset[str] = frozenset()

    def also(self, need: Need | str | None) -> Asked:
        """The same with a topic that was chosen beside the words."""
        if not need:
            return self
        needs = safety_first([Need(need), *self.needs])
        return replace(self, needs=needs, is_danger=self.is_danger or not SAFETY_NEEDS.isdisjoint(needs))


@dataclass(frozen=True, slots=True)
class SearchWords:
    """Ways of saying a need, each as the stems of its words, and the needs that each flag is about."""

    ways: tuple[tuple[frozenset[str], Need], ...]
    flags: Mapping[Flag, tuple[Need, ...]]
    known: frozenset[str]


def what_is_asked(text: str) -> Asked:
    """The needs that the words name, those about safety first."""
    words = search_words()
    stems = frozenset(_spelt(stem, words.known) for stem in stems_of(text))
    flags = screen_text(text)
    named = [*_of_flags(words, flags.flags), *_said(words, stems)]
    needs = safety_first(named)
    is_danger = flags.priority is not None or not SAFETY_NEEDS.isdisjoint(needs)
    return Asked(needs, is_danger, stems)


def stems_of(text: str) -> list[str]:
    """The words of a text without their endings: 'cuts' and 'cutting' are one."""
    letters = _APOSTROPHES.sub("", text.casefold())
    return [_stem(word) for word in re.findall(r"[^\W_]+", letters)]


def load_search_words(text: str) -> SearchWords:
    """The list from YAML text. Raises `SearchWordsError` with every mistake in it."""
    document = parse_yaml(text, WORDS_FILE)
    document = document if isinstance(document, dict) else {}
    mistakes: list[str] = []
    needs = dict(read_entries(document.get("needs"), "need", _need, mistakes, key="need"))
    flags = dict(read_entries(document.get("flags"), "flag", _flag, mistakes, key="flag"))
    mistakes += [f"No words lead to the need '{need}'." for need in Need if need not in (*needs, Need.OTHER)]
    mistakes += [f"The flag '{flag}' leads to no need." for flag in Flag if flag not in flags]
    if mistakes:
        raise SearchWordsError(mistakes)
    ways = tuple((frozenset(stems_of(way)), need) for need, said in needs.items() for way in said)
    return SearchWords(ways, flags, frozenset(stem for stems, _need in ways for stem in stems))


@cache
def search_words() -> SearchWords:
    """The list that comes with the software."""
    return load_search_words(package_text(f"selfcare/{WORDS_FILE}"))


def safety_first(needs: Iterable[Need]) -> tuple[Need, ...]:
    return tuple(sorted(dict.fromkeys(needs), key=lambda need: need not in SAFETY_NEEDS))


def _said(words: SearchWords, stems: frozenset[str]) -> Iterable[Need]:
    """The needs whose words are all there. A longer way of saying counts before the words inside it."""
    said = [(way, need) for way, need in words.ways if way <= stems]
    return [need for way, need in said if not any(way < longer for longer, _need in said)]


def _of_flags(words: SearchWords, flags: Iterable[Flag]) -> Iterable[Need]:
    return [need for flag in flags for need in words.flags[flag]]


def _spelt(stem: str, known: frozenset[str]) -> str:
    """The known word that was meant, where this one is not known and is only a letter or so away."""
    if stem in known or len(stem) < _LONG_ENOUGH_TO_MISSPELL:
        return stem
    return next(iter(get_close_matches(stem, sorted(known), n=1, cutoff=_ALMOST_THE_SAME)), stem)


def _stem(word: str) -> str:
    """A small fold, not grammar: plural, -ing and -ed off, then a doubled letter or a last e, i or y."""
    if word.endswith(("ies", "ied")) and len(word) > _SHORTEST_STEM + 1:
        word = word[:-3] + "y"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiou":
        return word[:-1]
    if len(word) > _SHORTEST_STEM and word[-1] in "eiy":
        return word[:-1]
    return word


def _need(entry: Entry) -> tuple[Need | None, tuple[str, ...]]:
    need, ways = entry.word("need", Need), entry.texts("words")
    for way in ways:
        if not stems_of(way):
            entry.wrong(f"has '{way}', which holds no word")
    return need, ways


def _flag(entry: Entry) -> tuple[Flag | None, tuple[Need, ...]]:
    return entry.word("flag", Flag), entry.words("needs", Need)
