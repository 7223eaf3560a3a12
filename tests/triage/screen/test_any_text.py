"""Promises for any text at all."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.screen import screen_text
from triage.screen.automaton import Automaton
from triage.screen.document import Document
from triage.screen.lexicon import lexicon
from triage.screen.pattern import Choice, Grammar, Sequence, Word
from triage.vocabulary import Flag

WORDS = sorted(lexicon().numbers)
MARKS = [".", ",", "?", "!", ":", "-", "\n", "\n\n", "...", "'", "’", "😭", "\u200b", "\u0336", "\ud800", "\u202e", "("]
MADE_OF_LEXICON = st.lists(st.sampled_from(WORDS + MARKS), max_size=80).map(" ".join)
ANY_TEXT = st.one_of(st.text(st.characters(), max_size=300), MADE_OF_LEXICON)
RAISING = st.sampled_from(
    [
        "I want to die.",
        "my dad hits me.",
        "she is self harming.",
        "he hears voices in his head.",
        "I don't want to be here anymore.",
        "I am going to kill myself tonight.",
    ]
)
NEUTRAL = st.lists(
    st.sampled_from(
        [
            "The bus was late.",
            "School starts at nine.",
            "We like the park.",
            "It rained.",
            "I have a blue coat.",
            "Tea is at five o'clock.",
            "The room has two windows.",
        ]
    ),
    max_size=12,
).map(" ".join)


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_never_crashes_and_every_place_is_in_the_text(text: str):
    result = screen_text(text)
    for hit in result.hits + result.quiet:
        assert 0 <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end].strip()
    assert all(hit.reading.is_raised for hit in result.hits)
    assert not any(hit.reading.is_raised for hit in result.quiet)


@given(NEUTRAL, RAISING, NEUTRAL)
@settings(max_examples=200, deadline=None)
def test_neutral_sentences_around_it_hide_nothing(before: str, told: str, after: str):
    alone = screen_text(told)
    among = screen_text(f"{before} {told} {after}")
    assert set(alone.flags) <= set(among.flags)
    assert among.priority.rank <= alone.priority.rank


SAID_AS = {"#few": "3", "#low": "12", "#mid": "20", "#high": "30", "#": "100", "#year": "2020", "query": "?"}


def shortest(node) -> list[str]:
    """The words of a phrase with nothing in its gaps and the first of each choice."""
    match node:
        case Word(text):
            return [SAID_AS.get(text, text)]
        case Sequence(parts):
            return [word for part in parts for word in shortest(part)]
        case Choice(options):
            return shortest(options[0])
    return []


@pytest.mark.parametrize("entry", lexicon().entries, ids=lambda entry: entry.id)
def test_every_phrase_finds_its_own_words_and_can_be_read(entry):
    words = lexicon()
    number = words.entries.index(entry)
    for node in entry.nodes:
        text = " ".join(["x", *shortest(node)]).replace(" 's", "'s")
        found = words.phrases.matches(Document(text, words.words).numbers)
        assert number in {entry for entry, _, _ in found}, text
        screen_text(text)


@given(MADE_OF_LEXICON)
@settings(max_examples=100, deadline=None)
def test_same_text_same_answer(text: str):
    assert screen_text(text) == screen_text(text)


class CountedNumbers(list):
    """Word numbers that count how often they are read."""

    reads = 0

    def __iter__(self):
        for number in list.__iter__(self):
            self.reads += 1
            yield number


def test_each_word_is_read_once_and_states_are_bounded():
    words = lexicon()
    for text in ("want to die " * 2_000, "not " * 6_000, "i want to " * 2_000, "a" * 100_000):
        numbers = CountedNumbers(Document(text, words.words).numbers)
        before = words.phrases.steps_built
        list(words.phrases.matches(numbers))
        assert numbers.reads == len(numbers)
        first = words.phrases.steps_built - before
        list(words.phrases.matches(numbers))
        assert words.phrases.steps_built - before == first, "a second reading builds nothing"


def test_work_to_build_states_is_linear_on_hostile_words():
    """However the words fall, one word costs at most the whole automaton once."""
    spell = {word: (word,) for word in "abcd"}
    grammar = Grammar(lambda written: spell[written], {})
    nodes = [grammar.read("a ~8 (b|c) ~8 (a|c) ~8 d"), grammar.read("(a|b) ~8 (a|b) ~8 c")]
    numbers = {word: place + 4 for place, word in enumerate("abcd")}
    size = 200
    automaton = Automaton([[node] for node in nodes], numbers)
    for length in (200, 2_000, 20_000):
        fresh = Automaton([[node] for node in nodes], numbers)
        text = [4 + (place * place + place // 7) % 3 for place in range(length)]
        list(fresh.matches(text))
        assert fresh.steps_built <= size * length
    assert automaton.steps_built == 0


def test_long_hostile_texts_come_back():
    for text in ("a" * 1_000_000, "\n" * 200_000, "k " * 100_000, "\ud800" * 50_000, "e\u0301" * 50_000, "'" * 100_000):
        assert screen_text(text).hits == ()
    assert len(screen_text("want to die. " * 5_000).hits) == 5_000


HOSTILE = {
    "ordinary writing": "The bus was late and we like the park. " * 30_000,
    "boxes": "[ ] " * 100_000,
    "boxes in one line": "[x] suicidal " * 5_000,
    "brackets": "()" * 100_000,
    "tabs": "\t" * 200_000,
    "question marks": " ?" * 100_000,
    "letters one by one": "k i l l " * 20_000,
    "headings that never end": "suicidal, " * 5_000,
    "brackets that never close": "(suicidal " * 5_000,
    "directions mixed": "\u202e\u2066I am fine\u2069\u202c " * 10_000,
    "nothing that is seen": "\u200b" * 500_000,
    "families": "👩‍👩‍👧‍👦" * 30_000,
    "half pairs": "\ud83d" * 200_000,
    "words never met": " ".join(f"qw{place}x" for place in range(30_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_no_longer_for_its_length(name: str):
    """Twice the text, at most three times the time: no square hides in any rule."""
    text = HOSTILE[name]
    half, whole = (min(_seconds(part) for _ in range(2)) for part in (text[: len(text) // 2], text))
    assert whole < 3 * half + 0.2


def test_ten_million_letters_come_back():
    told = "I want to die. "
    result = screen_text("The bus was late and we like the park. " * 260_000 + told)
    assert [result.hits[0].start, result.is_unreadable] == [39 * 260_000 + len("I "), False]


def _seconds(text: str) -> float:
    start = process_time()
    screen_text(text)
    return process_time() - start


AROUND = ["{} " * 3, "\u202e{}\u202c", "😭{}😭", "\u200b{}\ufeff", "\n\n{}\r\n", "[ ] {}\n[x] fine"]


@pytest.mark.parametrize("around", AROUND)
def test_what_stands_around_it_hides_no_danger(around: str):
    hidden = around.replace("{}", "I want to kill my\u200bself", 1).replace("{}", "x" * 5_000)
    assert Flag.SUICIDAL_THOUGHTS in screen_text(hidden).flags
