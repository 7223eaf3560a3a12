"""The small language phrases are written in, and the form they are compiled to.

    i want to (die|be dead)      words; one of several
    i (really)? want             may be left out
    want ~2 die                  up to two words of any kind between
    {self}                       a named group of the word list
    kill+                        kill, kills, killed, killing; for regular verbs only
    #   #low   #year             a number in figures; one below 16; a year

Nothing repeats without a bound, so a pattern always has a longest length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

_PIECE = re.compile(r"\s*(\(|\)\??|\||~\d+|\{[a-z_0-9]+\}\??|[^\s()|{}~]+)")
_LONGEST_GAP = 8


class PatternError(ValueError):
    """A phrase that cannot be read, said in a sentence."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    most: int


@dataclass(frozen=True, slots=True)
class Sequence:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[Node, ...]


Node = Word | Gap | Sequence | Choice
NOTHING = Sequence(())


class Grammar:
    """Reads phrases, given how a written word is spelled canonically and the named groups."""

    def __init__(
        self,
        spell: Callable[[str], tuple[str, ...]],
        groups: Mapping[str, list[str]],
        numbers: Mapping[str, list[str]] | None = None,
    ) -> None:
        """`numbers` says for '#', '#low' and so on which words stand for such a number."""
        self._numbers = numbers or {}
        self._spell = spell
        self._groups = groups
        self._read: dict[str, Node] = {}
        self._words: dict[str, Node] = {}
        """By how it is written: a word that many phrases hold is read once, and is one node."""
        self._reading: list[str] = []

    def read(self, phrase: str) -> Node:
        pieces = self._pieces(phrase)
        node, closing = self._choice(pieces, phrase)
        if closing:
            raise PatternError(f"'{phrase}' closes a bracket that was not opened")
        if can_be_nothing(node):
            raise PatternError(f"'{phrase}' could match nothing at all")
        return node

    def _pieces(self, phrase: str) -> Iterator[str]:
        at = 0
        phrase = phrase.rstrip()
        while at < len(phrase):
            match = _PIECE.match(phrase, at)
            if match is None:
                raise PatternError(f"'{phrase}' cannot be read from '{phrase[at:]}'")
            at = match.end()
            yield match.group(1)

    def _choice(self, pieces: Iterator[str], phrase: str) -> tuple[Node, str]:
        options: list[Node] = []
        parts: list[Node] = []
        for piece in pieces:
            if piece == "|":
                options.append(_one_after_another(parts))
                parts = []
            elif piece.startswith(")"):
                options.append(_one_after_another(parts))
                return _one_of(options), piece
            else:
                parts.append(self._part(piece, pieces, phrase))
        options.append(_one_after_another(parts))
        return _one_of(options), ""

    def _part(self, piece: str, pieces: Iterator[str], phrase: str) -> Node:
        if piece == "(":
            node, closing = self._choice(pieces, phrase)
            if not closing:
                raise PatternError(f"'{phrase}' opens a bracket and does not close it")
            return _maybe(node) if closing == ")?" else node
        if piece.startswith("~"):
            most = int(piece[1:])
            if not 1 <= most <= _LONGEST_GAP:
                raise PatternError(f"'{phrase}': a gap is ~1 to ~{_LONGEST_GAP}")
            return Gap(most)
        if piece.startswith("{"):
            node = self._group(piece.rstrip("?")[1:-1], phrase)
            return _maybe(node) if piece.endswith("?") else node
        if piece.endswith("?") and len(piece) > 1:
            return _maybe(self._word(piece[:-1]))
        return self._word(piece)

    def _word(self, written: str) -> Node:
        if written not in self._words:
            self._words[written] = self._new_word(written)
        return self._words[written]

    def _new_word(self, written: str) -> Node:
        if written.endswith("+") and len(written) > 2:
            return _one_of([self._spelled(form) for form in self.forms(written[:-1])])
        return self._spelled(written)

    def _spelled(self, written: str) -> Node:
        if written in self._numbers:
            return _one_of([Word(word) for word in self._numbers[written]])
        return _one_after_another([Word(word) for word in self._spell(written)])

    def _group(self, name: str, phrase: str) -> Node:
        if name in self._reading:
            raise PatternError(f"group {{{name}}} is made of itself")
        if name not in self._groups:
            raise PatternError(f"'{phrase}' names the group {{{name}}}, which the word list does not have")
        if name not in self._read:
            self._reading.append(name)
            self._read[name] = _one_of([self.read(option) for option in self._groups[name]])
            self._reading.pop()
        return self._read[name]

    def forms(self, verb: str) -> list[str]:
        """A regular verb and its inflections."""
        if verb.endswith("e"):
            return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
        if verb.endswith("y") and verb[-2] not in "aeiou":
            return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
        plural = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
        return [verb, plural, verb + "ed", verb + "ing"]


def _one_of(options: list[Node]) -> Node:
    unique = tuple(dict.fromkeys(options))
    return unique[0] if len(unique) == 1 else Choice(unique)


def _one_after_another(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts))


def _maybe(node: Node) -> Node:
    return Choice((node, NOTHING))


def can_be_nothing(node: Node) -> bool:
    match node:
        case Sequence(parts):
            return all(map(can_be_nothing, parts))
        case Choice(options):
            return any(map(can_be_nothing, options))
    return isinstance(node, Gap)


def words_of(nodes: Iterable[Node]) -> Iterator[str]:
    """The words of these, each node once that many of them share."""
    seen: set[int] = set()
    waiting = list(nodes)
    waiting.reverse()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        match node:
            case Word(text):
                yield text
            case Sequence(parts) | Choice(parts):
                waiting += reversed(parts)
