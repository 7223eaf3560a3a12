"""Cuts each phrase at its anchor: the word of it, or the choice of words, that is rarest in ordinary English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from triage.screen.pattern import Choice, Gap, Node, Sequence, Word

Part = Set[int] | int | tuple
"""A piece of a phrase: one of these words; up to so many words of any kind; or one of several runs of parts."""
Parts = tuple[Part, ...]

_RARE = 0.05
"""The weight of a word that is not among the common ones."""
_NEVER = float("inf")
"""How common a part is that is no anchor: a phrase may do without any word of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A phrase of an entry cut at its anchor: one of these words, with what stands before and after it."""

    entry: int
    before: Parts
    anchor: frozenset[int]
    after: Parts


class Cutting:
    """Turns phrases into parts and cuts them; what many phrases share is worked out once."""

    def __init__(self, numbers: Mapping[str, int], weights: Mapping[str, float]) -> None:
        self._numbers = numbers
        self._weights = {numbers[word]: weight for word, weight in weights.items() if word in numbers}
        self._parts: dict[int, tuple[Node, Parts]] = {}
        self._cuts: dict[int, tuple[Part, float, list]] = {}
        """By identity, with what has it, so that nothing else is ever given the same."""

    def cuts_of(self, node: Node, entry: int) -> Iterator[Cut]:
        _, cuts = self._rarest(self._parts_of(node))
        for before, anchor, after in cuts:
            yield Cut(entry, before, anchor, after)

    def _parts_of(self, node: Node) -> Parts:
        """A node as parts; the same node is the same parts."""
        known = self._parts.get(id(node))
        if known is None:
            known = self._parts[id(node)] = node, self._made_parts(node)
        return known[1]

    def _made_parts(self, node: Node) -> Parts:
        match node:
            case Word(text):
                return (frozenset([self._numbers[text]]),)
            case Gap(most):
                return (most,)
            case Sequence(parts):
                return tuple(part for each in parts for part in self._parts_of(each))
            case Choice(options):
                return _one_of([self._parts_of(option) for option in options])
        raise TypeError(node)

    def _rarest(self, parts: Parts) -> tuple[float, list[tuple[Parts, frozenset[int], Parts]]]:
        """How common the rarest necessary part is, and the cuts at it; no cuts where no word is necessary."""
        costs = [self._cuts_in(part)[0] for part in parts]
        lowest = min(costs, default=_NEVER)
        if lowest == _NEVER:
            return _NEVER, []
        place = costs.index(lowest)
        before, after = parts[:place], parts[place + 1 :]
        _, cuts = self._cuts_in(parts[place])
        return lowest, [(before + left, anchor, right + after) for left, anchor, right in cuts]

    def _cuts_in(self, part: Part) -> tuple[float, list]:
        known = self._cuts.get(id(part))
        if known is None:
            known = self._cuts[id(part)] = part, *self._made_cuts(part)
        return known[1:]

    def _made_cuts(self, part: Part) -> tuple[float, list]:
        if isinstance(part, int):
            return _NEVER, []
        if isinstance(part, frozenset):
            return sum([self._weights.get(number, _RARE) for number in part]), [((), part, ())]
        found = [self._rarest(option) for option in part]
        if not all(cuts for _, cuts in found):
            return _NEVER, []
        return sum(cost for cost, _ in found), [cut for _, cuts in found for cut in cuts]


def _one_of(options: list[Parts]) -> Parts:
    """A choice of runs, its single words gathered into one set."""
    words: set[int] = set()
    others = []
    for option in options:
        if len(option) == 1 and isinstance(option[0], frozenset):
            words |= option[0]
        else:
            others.append(option)
    if not others:
        return (frozenset(words),)
    return (((frozenset(words),), *others) if words else tuple(others),)


def reversed_parts(parts: Parts) -> Parts:
    """The same read from its end."""
    return tuple(
        tuple(map(reversed_parts, part)) if isinstance(part, tuple) else part for part in reversed(parts)
    )
