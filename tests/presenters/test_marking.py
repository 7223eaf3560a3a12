"""Marking somebody's words changes none of them, and lets none of them be more than words."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader

from ifd.presenters.marking import mark
from triage.vocabulary import Flag, FlagSource

_TEMPLATES = Environment(
    loader=FileSystemLoader("ifd/web/templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


@dataclass
class Found:
    flag: Flag
    start: int | None
    end: int | None
    source: FlagSource = FlagSource.TEXT


TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(["<script>", "&amp;", "]]>", "'\"", "\r\n", "{{7*7}}", "die ", "é", "\x00"]), max_size=12
).map("".join)
FOUND = st.lists(
    st.builds(Found, st.sampled_from(Flag), st.integers(-5, 80), st.integers(-5, 80)), max_size=8
)


@given(TEXTS, FOUND)
def test_the_passages_joined_are_the_words_as_written(text, found):
    assert "".join(passage.text for passage in mark(text, found)) == text


@given(TEXTS, FOUND)
def test_each_character_carries_exactly_the_flags_over_it(text, found):
    place = 0
    for passage in mark(text, found):
        for _ in passage.text:
            over = {f.flag for f in found if f.start <= place < f.end}
            assert set(passage.flags) == over
            place += 1


@given(TEXTS, FOUND, st.dictionaries(st.integers(-5, 80), st.just("here"), max_size=4))
def test_a_place_to_lead_to_changes_no_word_and_no_flag(text, found, anchors):
    passages, without = mark(text, found, anchors), mark(text, found)
    assert "".join(passage.text for passage in passages) == text
    assert [p.flags for p in passages for _ in p.text] == [p.flags for p in without for _ in p.text]
    at = 0
    led_to = {}
    for passage in passages:
        if passage.anchor:
            led_to[at] = passage.anchor
        at += len(passage.text)
    if text:
        assert led_to == {place: name for place, name in anchors.items() if 0 <= place < len(text)}


@given(TEXTS, FOUND)
def test_drawn_they_are_the_same_words_and_never_markup(text, found):
    drawn = _TEMPLATES.get_template("parts/own_words.html").render(passages=mark(text, found))
    inside = drawn.partition('<div class="ifd-own-words">')[2].rpartition("</div>")[0]
    without_labels = re.sub(r'<span class="nhsuk-u-visually-hidden">[^<]*</span>', "", inside)
    assert set(re.findall(r"<[^>]*>", without_labels)) <= {'<mark class="ifd-flagged">', "</mark>"}
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", without_labels)) == text


def test_every_mark_says_in_words_what_it_marks():
    passages = mark("I want to die", [Found(Flag.SUICIDAL_THOUGHTS, 2, 13), Found(Flag.SELF_HARM, 7, 9)])
    drawn = _TEMPLATES.get_template("parts/own_words.html").render(passages=passages)
    assert drawn.count("<mark") == 3
    assert drawn.count("[Red flag, Suicidal thoughts:]") == 2
    assert "[Red flag, Suicidal thoughts, Self-harm:]" in drawn


def test_a_flag_from_an_answer_marks_nothing():
    assert mark("words", [Found(Flag.SELF_HARM, None, None, FlagSource.ANSWER)])[0].flags == ()


PHRASES = st.lists(st.tuples(st.integers(-5, 80), st.integers(-5, 80)), max_size=6)


@given(TEXTS, FOUND, PHRASES)
def test_a_phrase_that_counts_changes_no_word_and_no_flag(text, found, phrases):
    passages, without = mark(text, found, phrases=phrases), mark(text, found)
    assert "".join(passage.text for passage in passages) == text
    assert [p.flags for p in passages for _ in p.text] == [p.flags for p in without for _ in p.text]
    counted = [p.counts for p in passages for _ in p.text]
    assert counted == [any(start <= at < end for start, end in phrases) for at in range(len(text))]
