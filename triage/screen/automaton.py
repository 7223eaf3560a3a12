"""Finds every phrase among the words of a text, in time linear in their number whatever they are.

Each phrase is cut at its anchor, its rarest word. Most words of a text are nobody's anchor and cost one look-up.
From an anchor the phrases are read outwards, all together on the side where each is rarer; the few that are whole
there are read one by one on the other side. A side ends after as many words as the phrase is long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from collections.abc import Sequence as Many
from functools import partial

from triage.screen.cutting import Cut, Cutting
from triage.screen.numbers import SOFT
from triage.screen.pattern import Node
from triage.screen.states import State, States

_LEFT, _RIGHT = -1, 1
Found = dict[tuple[int, int], int]
"""By last word and entry, the first word of the longest phrase."""


class Automaton:
    """`phrases[n]` are the patterns of entry n; a gap steps over no word of `never_skipped`.

    `weights` says how common a word is, so that each phrase is looked for by what is rare in it.
    """

    def __init__(
        self,
        phrases: Many[Many[Node]],
        numbers: Mapping[str, int],
        never_skipped: Set[int] = frozenset(),
        weights: Mapping[str, float] | None = None,
    ) -> None:
        cutting = Cutting(numbers, weights or {})
        self._states = States(never_skipped)
        self._anchors: defaultdict[int, _Anchor] = defaultdict(partial(_Anchor, self._states))
        for entry, nodes in enumerate(phrases):
            for node in nodes:
                for cut in cutting.cuts_of(node, entry):
                    for number in cut.anchor:
                        self._anchors[number].add(cut)

    @property
    def steps_built(self) -> int:
        """Work done so far to make states, for the test that it is bounded."""
        return self._states.steps

    def matches(self, numbers: Many[int]) -> list[tuple[int, int, int]]:
        """Every phrase found: its entry, and the indexes of its first and last word, in the order of the last.

        Of several that end at the same word, the longest of an entry counts.
        """
        anchors = self._anchors
        found: Found = {}
        for at, number in enumerate(numbers):
            if number in anchors:
                anchors[number].look_around(numbers, at, found)
        return [(entry, first, last) for (last, entry), first in sorted(found.items())]


class _Anchor:
    """A word from which phrases are looked for, and what may stand on either side of it."""

    __slots__ = ("_alone", "_around", "_cuts", "_states")

    def __init__(self, states: States) -> None:
        self._states = states
        self._cuts: list[Cut] = []
        self._alone: list[int] = []
        """The entries that the word is a whole phrase of."""
        self._around: list[tuple[int, State]] | None = None
        """The ways to look, each with what must be found there; worked out when first needed."""

    def add(self, cut: Cut) -> None:
        if cut.before or cut.after:
            self._cuts.append(cut)
        else:
            self._alone.append(cut.entry)

    def look_around(self, numbers: Many[int], at: int, found: Found) -> None:
        """Adds to `found` every phrase that has this anchor at word `at`."""
        for entry in self._alone:
            found.setdefault((at, entry), at)
        if self._around is None:
            self._around = self._ways_to_look()
        for way, state in self._around:
            for index, cuts in _read(state, numbers, at, way):
                for cut in cuts:
                    others = _read(self._states.beside(cut, -way), numbers, at, -way)
                    for other, _ in others:
                        first, last = sorted((index, other))
                        if first < found.get((last, cut.entry), last + 1):
                            found[last, cut.entry] = first

    def _ways_to_look(self) -> list[tuple[int, State]]:
        """Each phrase is looked for on its rarer side first: mostly it is not there, and that is all there is to do."""
        ways: dict[int, list[Cut]] = {_LEFT: [], _RIGHT: []}
        for cut in self._cuts:
            ways[min(ways, key=lambda way: _commonness(self._states.beside(cut, way)))].append(cut)
        return [(way, self._states.beginning(cuts, way)) for way, cuts in ways.items() if cuts]


def _commonness(state: State) -> tuple[bool, bool, int]:
    """The smaller, the rarer: whether nothing need follow, whether anything may, and how many words may."""
    parts = [place.part for place in state.places]
    words = [part for part in parts if not isinstance(part, int)]
    return bool(state.cuts), len(words) < len(parts), sum(map(len, words))


def _read(state: State, numbers: Many[int], at: int, way: int) -> list[tuple[int, frozenset[Cut]]]:
    """Outwards from the anchor at `at`: each index with the phrases whose side is whole there."""
    found = [(at, state.cuts)] if state.cuts else []
    at += way
    while state.places and 0 <= at < len(numbers):
        number = numbers[at]
        if number != SOFT:
            state = state[number]
            if state.cuts:
                found.append((at, state.cuts))
        at += way
    return found
