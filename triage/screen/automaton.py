"""Finds every phrase in one pass over the words, in time linear in their number whatever they are.

All phrases become one non-deterministic automaton over word numbers. Sets of its states are made into
single states as texts need them and kept, so that a word costs one dictionary look-up; the number kept is
bounded, so a hostile text costs at most the whole automaton once for each of its words and no memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from collections.abc import Sequence as Many

from triage.screen.pattern import Choice, Gap, Node, Sequence, Word, longest, reversed_node

UNKNOWN = 0
BREAK = 1
SOFT = 2
PLAIN = 3
FIRST_WORD = 4

_MOST_STATES = 30_000
_ENDS = -1


class _Graph:
    """States with edges by word, edges by any word, and edges that take no word."""

    def __init__(self, never_skipped: Set[int]) -> None:
        self.never_skipped = never_skipped
        self.by_word: list[dict[int, list[int]]] = []
        self.by_any: list[list[int]] = []
        self.free: list[list[int]] = []
        self.ends: dict[int, int] = {}

    def state(self) -> int:
        self.by_word.append({})
        self.by_any.append([])
        self.free.append([])
        return len(self.free) - 1

    def add(self, node: Node, before: int, numbers: Mapping[str, int]) -> int:
        """Adds `node` after the state `before`; the state after it."""
        match node:
            case Word(text):
                after = self.state()
                self.by_word[before].setdefault(numbers[text], []).append(after)
                return after
            case Gap(most):
                after = self.state()
                self.free[before].append(after)
                for _ in range(most):
                    step = self.state()
                    self.by_any[before].append(step)
                    self.free[step].append(after)
                    before = step
                return after
            case Sequence(parts):
                for part in parts:
                    before = self.add(part, before, numbers)
                return before
            case Choice(options):
                after = self.state()
                for option in options:
                    self.free[self.add(option, before, numbers)].append(after)
                return after

    def closure(self, states: Iterable[int]) -> frozenset[int]:
        reached = set(states)
        waiting = list(reached)
        while waiting:
            for following in self.free[waiting.pop()]:
                if following not in reached:
                    reached.add(following)
                    waiting.append(following)
        return frozenset(reached)

    def step(self, states: Iterable[int], number: int) -> set[int]:
        following: set[int] = set()
        for state in states:
            following.update(self.by_word[state].get(number, ()))
            if number not in self.never_skipped:
                following.update(self.by_any[state])
        return following


class Automaton:
    """`phrases[n]` is the list of patterns of entry n; a gap steps over no word of `never_skipped`."""

    def __init__(
        self, phrases: Many[Many[Node]], numbers: Mapping[str, int], never_skipped: Set[int] = frozenset()
    ) -> None:
        self._never_skipped = never_skipped
        self._phrases = phrases
        self._numbers = numbers
        self._graph = _Graph(self._never_skipped)
        self._root = self._graph.state()
        for entry, nodes in enumerate(phrases):
            for node in nodes:
                self._graph.ends[self._graph.add(node, self._root, numbers)] = entry
        self._longest = [max(map(longest, nodes)) for nodes in phrases]
        self._backward: dict[int, tuple[_Graph, frozenset[int], frozenset[int]]] = {}
        self.steps_built = 0
        self._forget()

    def _forget(self) -> None:
        self._known: dict[frozenset[int], dict] = {}
        self._sets: dict[int, frozenset[int]] = {}
        self._start = self._state(self._graph.closure([self._root]))

    def _state(self, states: frozenset[int]) -> dict:
        known = self._known.get(states)
        if known is None:
            known = self._known[states] = {}
            self._sets[id(known)] = states
            ends = tuple(sorted({self._graph.ends[state] for state in states if state in self._graph.ends}))
            if ends:
                known[_ENDS] = ends
        return known

    def _build(self, state: dict, number: int) -> dict:
        if len(self._known) > _MOST_STATES:
            states = self._sets[id(state)]
            self._forget()
            state = self._state(states)
        following = self._graph.step(self._sets[id(state)], number)
        following.add(self._root)
        self.steps_built += len(following)
        built = state[number] = self._state(self._graph.closure(following))
        return built

    def ends(self, numbers: Many[int]) -> list[tuple[int, tuple[int, ...]]]:
        """Where phrases end: (index of the last word, entries that end there)."""
        found = []
        state = self._start
        for index, number in enumerate(numbers):
            if number == SOFT:
                continue
            if number == BREAK:
                state = self._start
                continue
            try:
                state = state[number]
            except KeyError:
                state = self._build(state, number)
            if _ENDS in state:
                found.append((index, state[_ENDS]))
        return found

    def start_of(self, entry: int, numbers: Many[int], last: int) -> int:
        """The index of the first word of the longest match of `entry` that ends with the word `last`."""
        graph, states, final = self._reversed(entry)
        left = self._longest[entry]
        first = index = last
        while index >= 0 and left and states:
            number = numbers[index]
            if number == BREAK:
                break
            if number != SOFT:
                states = graph.closure(graph.step(states, number))
                left -= 1
                if not final.isdisjoint(states):
                    first = index
            index -= 1
        return first

    def _reversed(self, entry: int) -> tuple[_Graph, frozenset[int], frozenset[int]]:
        if entry not in self._backward:
            graph = _Graph(self._never_skipped)
            root = graph.state()
            final = frozenset(
                graph.add(reversed_node(node), root, self._numbers) for node in self._phrases[entry]
            )
            self._backward[entry] = graph, graph.closure([root]), final
        return self._backward[entry]
