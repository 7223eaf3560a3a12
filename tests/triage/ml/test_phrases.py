"""Why: the phrases that count stand where they are said to stand, and are those that count."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from triage.ml.examples import Example
from triage.ml.phrases import LEAST, MOST, phrases

TEXT = "School is fine, we go swimming; he wakes up all night. We have a dog. Please can somebody help."


def test_the_phrase_that_tells_is_first_and_in_its_place(model):
    found = phrases(model, Example(TEXT), "sleep")
    assert TEXT[found[0].start : found[0].end] == "he wakes up all night"
    assert all(phrase.weight >= LEAST for phrase in found)


def test_a_text_without_stops_is_cut_into_runs_of_words(model):
    around = " ".join(["and then we went there and back again with them all day"] * 3)
    text = f"{around} he wakes up all night every night"
    found = phrases(model, Example(text), "sleep")
    assert any("wakes" in text[phrase.start : phrase.end] for phrase in found)
    assert all(len(text[phrase.start : phrase.end].split()) <= 12 for phrase in found)


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=300))
def test_of_any_text_the_phrases_are_some_few_parts_that_do_not_overlap(model, text):
    found = phrases(model, Example(text), "sleep")
    assert len(found) <= MOST
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    in_order = sorted(found, key=lambda one: one.start)
    assert all(0 <= one.start < one.end <= len(text) for one in in_order)
    assert all(one.end <= other.start for one, other in pairwise(in_order))
