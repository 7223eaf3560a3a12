"""What may follow in a phrase, word by word: places in phrases, and sets of places with what each word leads to.

They are worked out only when a text asks for them, and kept. How much is kept is bounded, so a hostile text costs
no memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from triage.screen.cutting import Cut, Part, Parts, reversed_parts
from triage.screen.numbers import BREAK

_MOST_KEPT = 700_000
"""Words and places kept in states; then all are forgotten and worked out again, as texts ask for them."""


class _Place:
    """Where a phrase has been read to: the part that comes next, and the place after it. The end has its cut."""

    __slots__ = ("after_one", "closed", "cut", "following", "part")

    def __init__(self, part: Part, following: _Place | None, cut: Cut | None = None) -> None:
        self.part, self.following, self.cut = part, following, cut
        self.closed: tuple[frozenset[_Place], frozenset[Cut]] | None = None
        self.after_one: _Place | None = None
        """Of a gap: the place when it has taken one word."""


class State(dict):
    """A set of places: the following state by word, and the phrases that end here."""

    __slots__ = ("_states", "cuts", "places")

    def __init__(self, states: States, places: frozenset[_Place], cuts: frozenset[Cut]) -> None:
        super().__init__()
        self._states = states
        self.places = places
        self.cuts = cuts

    def __missing__(self, number: int) -> State:
        following = self[number] = self._states.after(self.places, number)
        return following


class States:
    """All that were worked out. The same places are the same state, wherever they are reached from."""

    def __init__(self, never_skipped: Set[int]) -> None:
        self._never_skipped = never_skipped | {BREAK}
        self.steps = 0
        self._kept = 0
        self._beginnings: dict[tuple, State] = {}
        self._known: dict[tuple, State] = {}
        self._beside: dict[tuple[Cut, int], State] = {}
        self._runs: dict[tuple[int, int], tuple[Part, _Place]] = {}
        """By the identity of a part and of the place after it; the part is kept, so that no other is given the same."""

    def beginning(self, cuts: Iterable[Cut], way: int) -> State:
        """The state beside the anchor of these cuts, on the left (-1) or on the right (1). It is never forgotten."""
        beside = [self.beside(cut, way) for cut in cuts]
        places = frozenset().union(*(state.places for state in beside))
        ends = frozenset().union(*(state.cuts for state in beside))
        return self._beginnings.setdefault((places, ends), State(self, places, ends))

    def beside(self, cut: Cut, way: int) -> State:
        """The same of one cut."""
        state = self._beside.get((cut, way))
        if state is None:
            parts = reversed_parts(cut.before) if way < 0 else cut.after
            state = State(self, *self._closed(self._run(parts, _Place((), None, cut))))
            self._beside[cut, way] = self._beginnings.setdefault((state.places, state.cuts), state)
        return state

    def after(self, places: Iterable[_Place], number: int) -> State:
        """Where this word leads from these places."""
        reached: set[_Place] = set()
        ends: set[Cut] = set()
        is_skipped = number not in self._never_skipped
        for place in places:
            self.steps += 1
            if isinstance(place.part, int):
                if not is_skipped:
                    continue
                following = self._after_one(place)
            elif number in place.part:
                following = place.following
            else:
                continue
            more, ended = self._closed(following)
            reached |= more
            ends |= ended
        return self._state(frozenset(reached), frozenset(ends))

    def _state(self, places: frozenset[_Place], cuts: frozenset[Cut]) -> State:
        self._kept += 1
        state = self._known.get((places, cuts))
        if state is None:
            self._kept += len(places)
            if self._kept > _MOST_KEPT:
                self._forget()
            state = self._known[places, cuts] = State(self, places, cuts)
        return state

    def _forget(self) -> None:
        self._kept = 0
        self._known.clear()
        for state in self._beginnings.values():
            state.clear()

    def _run(self, parts: Parts, following: _Place) -> _Place:
        """The place before these parts, after which `following` comes; asked for again it is the same one."""
        for part in reversed(parts):
            key = id(part), id(following)
            if key not in self._runs:
                self._runs[key] = part, _Place(part, following)
            _, following = self._runs[key]
        return following

    def _closed(self, place: _Place) -> tuple[frozenset[_Place], frozenset[Cut]]:
        """The places from here on where a word is needed, and the phrases that may end here."""
        if place.closed is None:
            places, ends, waiting = set(), set(), [place]
            while waiting:
                here = waiting.pop()
                if here.cut is not None:
                    ends.add(here.cut)
                elif isinstance(here.part, tuple):
                    waiting += [self._run(option, here.following) for option in here.part]
                else:
                    places.add(here)
                    if isinstance(here.part, int):
                        waiting.append(here.following)
            place.closed = frozenset(places), frozenset(ends)
        return place.closed

    def _after_one(self, gap: _Place) -> _Place:
        if gap.after_one is None:
            gap.after_one = gap.following if gap.part == 1 else _Place(gap.part - 1, gap.following)
        return gap.after_one
