"""Finds every phrase among the words of a text, in time linear in their number whatever they are.

Each phrase is cut at its anchor: the word of it, or the choice of words, that is rarest in ordinary English. Most
words of a text are nobody's anchor and cost one look-up. From an anchor the rest of the phrase is read outwards, to
the left and then to the right, and both sides end after as many words as the phrase is long.

What may follow is worked out only when a text asks for it, and kept: places in phrases (cells), and sets of them
(states) with what each word leads to. The number of states kept is bounded, so a hostile text costs no memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from collections.abc import Sequence as Many
from dataclasses import dataclass
from operator import itemgetter

from triage.screen.pattern import Choice, Gap, Node, Sequence, Word

UNKNOWN = 0
BREAK = 1
SOFT = 2
PLAIN = 3
FOREIGN = 4
FIRST_WORD = 5

_MOST_STATES = 40_000
"""States kept; then all are forgotten and worked out again, as texts ask for them."""

Part = Set[int] | int | tuple
"""A piece of a phrase: one of these words; up to so many words of any kind; or one of several runs of parts."""
Parts = tuple[Part, ...]


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
        cutting = _Cutting(numbers, weights or {})
        self._cells = _Cells(never_skipped)
        self._anchored: dict[int, list[_Cut]] = {}
        self._alone: dict[int, list[int]] = {}
        """By word, the entries that it is a whole phrase of."""
        for entry, nodes in enumerate(phrases):
            for node in nodes:
                for cut in cutting.cuts_of(node, entry):
                    for number in cut.anchor:
                        if cut.before or cut.after:
                            self._anchored.setdefault(number, []).append(cut)
                        else:
                            self._alone.setdefault(number, []).append(entry)
        self._around: dict[int, tuple[_Side, _Side]] = {}
        self._gates: dict[int, tuple[int, frozenset[int]]] = {}
        """By anchor, where nothing can be found unless the word beside it, on this side, is one of these."""
        self._sides: dict[tuple[int, ...], tuple[_Side, _Side]] = {}

    @property
    def steps_built(self) -> int:
        """Work done so far to make states, for the test that it is bounded."""
        return self._cells.steps

    def matches(self, numbers: Many[int]) -> list[tuple[int, int, int]]:
        """Every phrase found: its entry, and the indexes of its first and last word, in the order of the last.

        Of several that end at the same word, the longest of an entry counts.
        """
        alone, anchored, gates = self._alone, self._anchored, self._gates
        found: dict[tuple[int, int], int] = {}
        for at, number in enumerate(numbers):
            if number in alone:
                for entry in alone[number]:
                    found.setdefault((at, entry), at)
            if number in anchored:
                if number in gates:
                    way, wanted = gates[number]
                    if not 0 <= at + way < len(numbers) or numbers[at + way] not in wanted:
                        continue
                self._look_around(numbers, at, number, found)
        return [(entry, first, last) for (last, entry), first in sorted(found.items())]

    def _look_around(self, numbers: Many[int], at: int, number: int, found: dict) -> None:
        before, after = self._around.get(number) or self._make_sides(number)
        # First the side on which something must stand: mostly it does not, and that is all there is to do.
        if before.is_needed:
            starts = before.read(numbers, at, -1)
            ends = after.read(numbers, at, 1) if starts else ()
        else:
            ends = after.read(numbers, at, 1)
            starts = before.read(numbers, at, -1) if ends else ()
        first_of: dict[_Cut, int] = {}
        for index, cuts in starts:
            for cut in cuts:
                first_of[cut] = index
        for index, cuts in ends:
            for cut in cuts:
                first = first_of.get(cut)
                if first is not None:
                    key = index, cut.entry
                    if first < found.get(key, index + 1):
                        found[key] = first

    def _make_sides(self, number: int) -> tuple[_Side, _Side]:
        """The two sides of this anchor; anchors of the very same phrases share them."""
        cuts = self._anchored[number]
        key = tuple(map(id, cuts))
        if key not in self._sides:
            self._sides[key] = (
                _Side(self._cells, [(_reversed(cut.before), cut) for cut in cuts]),
                _Side(self._cells, [(cut.after, cut) for cut in cuts]),
            )
        sides = self._around[number] = self._sides[key]
        gates = [(len(side.gate), way, side.gate) for way, side in zip((-1, 1), sides, strict=True) if side.gate]
        if gates:
            _, *self._gates[number] = min(gates, key=itemgetter(0))
        return sides


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """A phrase of an entry cut at its anchor: one of these words, with what stands before and after it."""

    entry: int
    before: Parts
    anchor: frozenset[int]
    after: Parts


class _Cutting:
    """Turns phrases into parts and cuts them where they are rarest."""

    def __init__(self, numbers: Mapping[str, int], weights: Mapping[str, float]) -> None:
        self._numbers = numbers
        self._weights = {numbers[word]: weight for word, weight in weights.items() if word in numbers}
        self._known: dict[int, Parts] = {}
        self._nodes: list[Node] = []

    def cuts_of(self, node: Node, entry: int) -> Iterator[_Cut]:
        _, cuts = self._rarest(self.parts_of(node))
        for before, anchor, after in cuts:
            yield _Cut(entry, before, anchor, after)

    def parts_of(self, node: Node) -> Parts:
        """A node as parts; the same node, which many phrases share, is the same parts."""
        parts = self._known.get(id(node))
        if parts is None:
            parts = self._known[id(node)] = self._parts(node)
            self._nodes.append(node)  # kept, so that no other node is ever given its identity
        return parts

    def _parts(self, node: Node) -> Parts:
        match node:
            case Word(text):
                return (frozenset([self._numbers[text]]),)
            case Gap(most):
                return (most,)
            case Sequence(parts):
                return tuple(part for each in parts for part in self.parts_of(each))
            case Choice(options):
                return _one_of([self.parts_of(option) for option in options])
        raise TypeError(node)

    def _rarest(self, parts: Parts) -> tuple[float, list[tuple[Parts, frozenset[int], Parts]]]:
        """How common the rarest necessary part is, and the cuts at it; no cuts where no word is necessary."""
        best: tuple[float, list] = (float("inf"), [])
        for place, part in enumerate(parts):
            cost, cuts = self._cuts_in(part)
            if cuts and cost < best[0]:
                before, after = parts[:place], parts[place + 1 :]
                best = cost, [(before + left, anchor, right + after) for left, anchor, right in cuts]
        return best

    def _cuts_in(self, part: Part) -> tuple[float, list]:
        if isinstance(part, int):
            return float("inf"), []
        if isinstance(part, frozenset):
            return sum(self._weights.get(number, _RARE) for number in part), [((), part, ())]
        total, every = 0.0, []
        for option in part:
            cost, cuts = self._rarest(option)
            if not cuts:
                return float("inf"), []
            total += cost
            every += cuts
        return total, every


_RARE = 0.05
"""The weight of a word that is not among the common ones."""


def _one_of(options: list[Parts]) -> Parts:
    """A choice of runs, its single words gathered into one set."""
    words: frozenset[int] = frozenset()
    others = []
    for option in options:
        if len(option) == 1 and isinstance(option[0], frozenset):
            words |= option[0]
        else:
            others.append(option)
    if not others:
        return (words,)
    return (((words,), *others) if words else tuple(others),)


def _reversed(parts: Parts) -> Parts:
    """The same read from its end."""
    return tuple(
        tuple(map(_reversed, part)) if isinstance(part, tuple) else part for part in reversed(parts)
    )


class _Cell:
    """A place in a phrase: the part that comes next, and the place after it. The end of a phrase has its cut."""

    __slots__ = ("after_one", "closed", "cut", "following", "part")

    def __init__(self, part: Part, following: _Cell | None, cut: _Cut | None = None) -> None:
        self.part, self.following, self.cut = part, following, cut
        self.closed: tuple[frozenset[_Cell], frozenset[_Cut]] | None = None
        self.after_one: _Cell | None = None
        """Of a gap: the place when it has taken one word."""


class _Cells:
    """The places of all phrases, made as they are reached; a place that is reached again is the same one."""

    def __init__(self, never_skipped: Set[int]) -> None:
        self.never_skipped = never_skipped
        self.steps = 0
        self.states = 0
        self.sides: list[_Side] = []
        """Those that keep states."""
        self._made: dict[tuple[int, int], _Cell] = {}
        self._wanted: dict[frozenset[int], Set[int]] = {}

    def run(self, parts: Parts, following: _Cell) -> _Cell:
        """The place before these parts, after which `following` comes."""
        for part in reversed(parts):
            key = id(part), id(following)
            cell = self._made.get(key)
            if cell is None:
                cell = self._made[key] = _Cell(part, following)
            following = cell
        return following

    def closed(self, cell: _Cell) -> tuple[frozenset[_Cell], frozenset[_Cut]]:
        """The places from here on where a word is needed, and the phrases that may end here."""
        if cell.closed is None:
            places, ends, waiting = set(), set(), [cell]
            while waiting:
                here = waiting.pop()
                if here.cut is not None:
                    ends.add(here.cut)
                elif isinstance(here.part, tuple):
                    waiting += [self.run(option, here.following) for option in here.part]
                else:
                    places.add(here)
                    if isinstance(here.part, int):
                        waiting.append(here.following)
            cell.closed = frozenset(places), frozenset(ends)
        return cell.closed

    def step(self, places: Iterable[_Cell], number: int) -> tuple[frozenset[_Cell], frozenset[_Cut]]:
        """Where this word leads from these places."""
        reached: set[_Cell] = set()
        ends: set[_Cut] = set()
        is_skipped = number not in self.never_skipped
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
            more, ended = self.closed(following)
            reached |= more
            ends |= ended
        return frozenset(reached), frozenset(ends)

    def state(self, places: frozenset[_Cell], cuts: frozenset[_Cut]) -> _State:
        self.states += 1
        if self.states > _MOST_STATES:
            self.states = 1
            self._wanted.clear()
            for side in self.sides:
                side.forget()
        return _State(places, cuts, self._wanted_at(places) if places else self.never_skipped)

    def _wanted_at(self, places: frozenset[_Cell]) -> Set[int]:
        """The words that lead elsewhere than any other word does; places that want the same share one set."""
        parts = {id(place.part): place.part for place in places if not isinstance(place.part, int)}
        key = frozenset(parts)
        if key not in self._wanted:
            self._wanted[key] = self.never_skipped.union(*parts.values())
        return self._wanted[key]

    def _after_one(self, gap: _Cell) -> _Cell:
        if gap.after_one is None:
            gap.after_one = gap.following if gap.part == 1 else _Cell(gap.part - 1, gap.following)
        return gap.after_one


class _State(dict):
    """A set of places: the following state by word, and the phrases that end here."""

    __slots__ = ("cuts", "otherwise", "places", "wanted")

    def __init__(self, places: frozenset[_Cell], cuts: frozenset[_Cut], wanted: Set[int]) -> None:
        super().__init__()
        self.places = places
        self.cuts = cuts
        self.wanted = wanted
        self.otherwise: _State | None = None
        """Where every other word leads: into a gap, or nowhere."""


class _Side:
    """All that may stand to one side of an anchor."""

    def __init__(self, cells: _Cells, runs: Iterable[tuple[Parts, _Cut]]) -> None:
        self._cells = cells
        self._kept = list(runs)  # parts are told apart by identity, so they must live as long as the places
        starts = [cells.closed(cells.run(parts, _Cell((), None, cut))) for parts, cut in self._kept]
        places = frozenset().union(*(places for places, _ in starts))
        cuts = frozenset().union(*(cuts for _, cuts in starts))
        self._start = cells.state(places, cuts)
        self._known: dict[tuple, _State] = {}
        cells.sides.append(self)
        self.is_needed = not cuts
        """Whether every phrase needs a word on this side."""
        has_gap = any(isinstance(place.part, int) for place in places)
        self.gate = frozenset() if cuts or has_gap else self._start.wanted | {SOFT}
        """What the next word must be for any phrase to be found; empty where it may be any."""

    def read(self, numbers: Many[int], at: int, way: int) -> list[tuple[int, frozenset[_Cut]]]:
        """Outwards from the anchor at `at`: each index with the phrases whose side is whole there."""
        state = self._start
        found = [(at, state.cuts)] if state.cuts else []
        index = at + way
        end = len(numbers)
        while state.places and 0 <= index < end:
            number = numbers[index]
            if number != SOFT:
                if number == BREAK:
                    break
                following = state.get(number)
                if following is None:
                    following = state.otherwise
                    if following is None or number in state.wanted:
                        following = self._after(state, number)
                state = following
                if state.cuts:
                    found.append((index, state.cuts))
            index += way
        return found

    def _after(self, state: _State, number: int) -> _State:
        """The state after this word, worked out for the first time."""
        reached = self._cells.step(state.places, number)
        following = self._known.get(reached)
        if following is None:
            following = self._known[reached] = self._cells.state(*reached)
        if number in state.wanted:
            state[number] = following
        else:
            state.otherwise = following
        return following

    def forget(self) -> None:
        """Keep nothing but the beginning."""
        self._known.clear()
        self._start.clear()
        self._start.otherwise = None
