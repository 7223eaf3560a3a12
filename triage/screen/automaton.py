"""Finds every phrase in one pass over the words, in time linear in their number whatever they are.

All phrases become one non-deterministic automaton over word numbers. Sets of its states are made into
single states as texts need them and kept, so that a word costs one dictionary look-up; the number kept is
bounded, so a hostile text costs at most the whole automaton once for each of its words and no memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from collections.abc import Sequence as Many

from triage.screen.pattern import Choice, Gap, Node, Sequence, Word, longest, reversed_node, shortest

UNKNOWN = 0
BREAK = 1
SOFT = 2
PLAIN = 3
FOREIGN = 4
FIRST_WORD = 5

_MOST_STATES = 30_000


class _Graph:
    """States with edges by word, edges by any word, and edges that take no word."""

    def __init__(self, never_skipped: Set[int]) -> None:
        self.never_skipped = never_skipped
        self.by_word: list[dict[int, list[int]]] = []
        self.by_any: list[list[int]] = []
        self.free: list[list[int]] = []
        self.ends: dict[int, tuple[int, int]] = {}
        """By last state of a phrase: its entry, and its number of words where that is always the same, or 0."""

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


Ends = tuple[tuple[int, int], ...]
"""The entries that end at a state, each with its number of words, or 0 where only looking back tells."""


class _State(dict):
    """The following state and what ends there, by word; and the set of states this one stands for."""

    __slots__ = ("ends", "states")

    def __init__(self, states: frozenset[int], ends: Ends) -> None:
        super().__init__()
        self.states = states
        self.ends = ends


class _Machine:
    """A graph whose sets of states become single states, as words ask for them."""

    def __init__(self, graph: _Graph, start: Iterable[int], always: Iterable[int] = ()) -> None:
        self._graph = graph
        self._first = graph.closure(start)
        self._always = frozenset(always)
        self.steps_built = 0
        self._forget()

    def _forget(self) -> None:
        self._known: dict[frozenset[int], _State] = {}
        self.start = self._state(self._first)

    def _state(self, states: frozenset[int]) -> _State:
        known = self._known.get(states)
        if known is None:
            ends = self._graph.ends
            lengths: dict[int, list[int]] = {}
            for entry, length in sorted(ends[state] for state in states if state in ends):
                lengths.setdefault(entry, []).append(length)
            found = tuple((entry, max(each) if all(each) else 0) for entry, each in lengths.items())
            known = self._known[states] = _State(states, found)
        return known

    def build(self, state: _State, number: int) -> tuple[_State, Ends]:
        """The state after `state` and the word `number`, worked out for the first time."""
        if len(self._known) > _MOST_STATES:
            self._forget()
        if number == SOFT:
            following = state[number] = state, ()
            return following
        if number == BREAK:
            following = state[number] = self.start, ()
            return following
        reached = self._graph.step(state.states, number) | self._always
        self.steps_built += len(reached)
        built = self._state(self._graph.closure(reached))
        following = state[number] = built, built.ends
        return following

    def is_dead(self, state: _State) -> bool:
        return not state.states


class Automaton:
    """`phrases[n]` is the list of patterns of entry n; a gap steps over no word of `never_skipped`."""

    def __init__(
        self, phrases: Many[Many[Node]], numbers: Mapping[str, int], never_skipped: Set[int] = frozenset()
    ) -> None:
        self._phrases = phrases
        self._numbers = numbers
        self._never_skipped = never_skipped
        graph = _Graph(never_skipped)
        root = graph.state()
        for entry, nodes in enumerate(phrases):
            for node in nodes:
                most = longest(node)
                graph.ends[graph.add(node, root, numbers)] = entry, most if most == shortest(node) else 0
        self._forward = _Machine(graph, [root], always=[root])
        self._longest = [max(map(longest, nodes)) for nodes in phrases]
        self._backward: dict[int, _Machine] = {}

    @property
    def steps_built(self) -> int:
        """Work done so far to make states, for the test that it is bounded."""
        return self._forward.steps_built + sum(machine.steps_built for machine in self._backward.values())

    def matches(self, numbers: Many[int]) -> Iterator[tuple[int, int, int]]:
        """Every phrase found: its entry, and the indexes of its first and last word, in the order of the last."""
        state = self._forward.start
        for last, number in enumerate(numbers):
            try:
                state, ends = state[number]
            except KeyError:
                state, ends = self._forward.build(state, number)
            for entry, length in ends:
                if length == 1:
                    yield entry, last, last
                else:
                    first = last - length + 1
                    if not length or SOFT in numbers[first:last]:
                        first = self._start_of(entry, numbers, last)
                    yield entry, first, last

    def _start_of(self, entry: int, numbers: Many[int], last: int) -> int:
        """The index of the first word of the longest match of `entry` that ends with the word `last`."""
        machine = self._reversed(entry)
        state = machine.start
        left = self._longest[entry]
        first = index = last
        while index >= 0 and left:
            number = numbers[index]
            if number == BREAK:
                break
            if number != SOFT:
                state, ends = state.get(number) or machine.build(state, number)
                left -= 1
                if ends:
                    first = index
                elif machine.is_dead(state):
                    break
            index -= 1
        return first

    def _reversed(self, entry: int) -> _Machine:
        machine = self._backward.get(entry)
        if machine is None:
            graph = _Graph(self._never_skipped)
            root = graph.state()
            for node in self._phrases[entry]:
                graph.ends[graph.add(reversed_node(node), root, self._numbers)] = entry, 0
            machine = self._backward[entry] = _Machine(graph, [root])
        return machine
