"""Every phrase is found and nothing else: the automaton beside reading each phrase from each word, plainly."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from triage.screen.automaton import Automaton
from triage.screen.numbers import BREAK, FIRST_WORD, SOFT, UNKNOWN
from triage.screen.pattern import Choice, Gap, Node, Sequence, Word, can_be_nothing
from triage.screen.states import State

LETTERS = "abcdef"
NUMBERS = {letter: FIRST_WORD + place for place, letter in enumerate(LETTERS)}
NEVER_SKIPPED = frozenset([NUMBERS["f"]])
WEIGHTS = {letter: 100 / place for place, letter in enumerate("abcfed", 2)}

WORDS = st.sampled_from(LETTERS).map(Word)
NODES = st.recursive(
    WORDS | st.integers(1, 3).map(Gap),
    lambda inner: st.lists(inner, min_size=1, max_size=4).map(lambda parts: Sequence(tuple(parts)))
    | st.lists(inner | st.just(Sequence(())), min_size=1, max_size=3).map(lambda options: Choice(tuple(options))),
    max_leaves=8,
)
PHRASES = st.lists(NODES.filter(lambda node: not can_be_nothing(node)), min_size=1, max_size=4)
TEXTS = st.lists(st.sampled_from([*NUMBERS.values(), UNKNOWN, SOFT, BREAK]), max_size=25)


def ends(node: Node, text: list[int], at: int) -> Iterator[int]:
    """Every index after `node` read from index `at`."""
    match node:
        case Word(letter):
            here = over_soft(text, at)
            if here < len(text) and text[here] == NUMBERS[letter]:
                yield here + 1
        case Gap(most):
            yield at
            here = over_soft(text, at)
            if most and here < len(text) and text[here] != BREAK and text[here] not in NEVER_SKIPPED:
                yield from ends(Gap(most - 1), text, here + 1)
        case Sequence(()):
            yield at
        case Sequence((first, *others)):
            for here in set(ends(first, text, at)):
                yield from ends(Sequence(tuple(others)), text, here)
        case Choice(options):
            for option in options:
                yield from ends(option, text, at)


def over_soft(text: list[int], at: int) -> int:
    while at < len(text) and text[at] == SOFT:
        at += 1
    return at


def plainly(phrases: list[Node], text: list[int]) -> list[tuple[int, int, int]]:
    found: dict[tuple[int, int], int] = {}
    for entry, node in enumerate(phrases):
        for first in (at for at, number in enumerate(text) if number not in (SOFT, BREAK)):
            for end in ends(node, text, first):
                # Stops at the end of a gap belong to nobody.
                last = max(at for at in range(first, end) if text[at] != SOFT)
                found.setdefault((last, entry), first)
    return [(entry, first, last) for (last, entry), first in sorted(found.items())]


def numbered(letters: str) -> list[int]:
    return [NUMBERS[letter] for letter in letters]


@given(st.lists(PHRASES, min_size=1, max_size=3), TEXTS)
@example([[Sequence((Word("d"), Word("e"))), Sequence((Word("a"), Gap(1), Word("e")))]], numbered("ade"))
@settings(max_examples=600, deadline=None)
def test_it_finds_what_reading_plainly_finds(entries, text):
    automaton = Automaton(entries, NUMBERS, NEVER_SKIPPED, WEIGHTS)
    expected = plainly([Choice(tuple(phrases)) for phrases in entries], text)
    assert automaton.matches(text) == expected
    assert automaton.matches(text) == expected, "what was kept of the first reading changes the second"


@pytest.mark.parametrize("rare", "abcde")
def test_where_a_phrase_is_cut_changes_nothing(rare):
    phrase = Sequence((Word("a"), Gap(2), Choice((Word("b"), Sequence((Word("c"), Word("d"))))), Word("e")))
    text = numbered("aabecdebbaecde")
    weights = {letter: 0.01 if letter == rare else 100 for letter in LETTERS}
    found = Automaton([[phrase]], NUMBERS, NEVER_SKIPPED, weights).matches(text)
    assert found == plainly([phrase], text)
    assert len(found) > 2


@pytest.mark.parametrize("text", ["abc" * 3_000, "a" * 9_000, "ab" * 4_500])
def test_states_are_kept_in_bounds(text, monkeypatch):
    monkeypatch.setattr("triage.screen.states._MOST_KEPT", 5)
    phrase = Sequence((Word("a"), Gap(3), Word("b"), Gap(3), Word("c")))
    numbers = numbered(text)
    automaton = Automaton([[phrase]], NUMBERS, NEVER_SKIPPED)
    assert automaton.matches(numbers) == Automaton([[phrase]], NUMBERS, NEVER_SKIPPED).matches(numbers)


def test_what_is_kept_for_one_phrase_goes_when_another_fills_the_room(monkeypatch):
    most = 30
    monkeypatch.setattr("triage.screen.states._MOST_KEPT", most)
    phrases = [[Sequence((Word(first), Gap(6), Word("a"), Gap(6), Word("b")))] for first in "cde"]
    weights = {"a": 100, "b": 100}
    before = states_alive()
    automaton = Automaton(phrases, NUMBERS, NEVER_SKIPPED, weights)
    for first in "cdecde":
        automaton.matches(numbered(f"{first}aabaabbab{first}babaaabba{first}bbbaaaabb" * 5))
        sides = 2 * len(phrases)
        assert states_alive() - before <= most + sides
    assert automaton.steps_built > most * 10, "the texts ask for far more than is kept"


def states_alive() -> int:
    gc.collect()
    return sum(isinstance(each, State) for each in gc.get_objects())
