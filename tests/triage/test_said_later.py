"""What is said after sending: its own red flags in its own words, and a suggestion that can only rise."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import in_force
from triage.case import LONGEST_TEXT
from triage.directory import reference_directory
from triage.said_later import read_later
from triage.vocabulary import Flag, FlagSource, Priority, SafetyQuestion, Thrive

RULES = in_force(date(2026, 11, 22))
FIRST = "She worries a lot about school."
DOCUMENT = {
    "id": "7K3F-92QH",
    "age": 14,
    "requester": "parent_carer",
    "text": FIRST,
    "answers": {"needs": ["anxiety"], "safety": dict.fromkeys(SafetyQuestion, "no")},
}
CALM = (Priority.ROUTINE, Thrive.GETTING_ADVICE)


def read(words, document=DOCUMENT, stood=CALM, **more):
    return read_later(document, words, stood=stood, offers=reference_directory(), ruleset=RULES, **more)


def found(said) -> set[Flag]:
    return {flag.flag for flag in said.red_flags}


def test_danger_in_the_new_words_is_found_and_placed_in_them():
    words = "It is worse. I want to die tonight."
    said = read(words)
    places = [words[flag.start : flag.end] for flag in said.red_flags if flag.source is FlagSource.TEXT]
    assert "want to die" in " ".join(places)
    assert said.priority.rank <= Priority.URGENT.rank
    assert said.suggestion.priority.rank <= said.priority.rank
    assert said.suggestion.thrive is not Thrive.GETTING_ADVICE


def test_calm_words_raise_nothing():
    said = read("She has a new school now, Hill Road.")
    assert not said.red_flags
    assert said.priority is Priority.ROUTINE


def test_what_was_said_before_is_not_news():
    before = {**DOCUMENT, "text": "I want to die tonight."}
    said = read("Thank you.", before, (Priority.VERY_URGENT, Thrive.GETTING_RISK_SUPPORT))
    assert not said.red_flags
    assert said.priority is Priority.ROUTINE
    assert said.suggestion.priority is Priority.VERY_URGENT


def test_danger_at_the_end_of_very_much_is_not_cut_away():
    words = "It was an ordinary day. " * (LONGEST_TEXT // 20) + "I want to kill myself tonight."
    assert Flag.SUICIDE_INTENT in found(read(words)) or Flag.SUICIDAL_THOUGHTS in found(read(words))


def test_nothing_said_before_explains_danger_away():
    story = "I am writing a story for English, about a girl. In my story she says things."
    assert Flag.SUICIDAL_THOUGHTS in found(read("I want to die tonight", {**DOCUMENT, "text": story}))


@pytest.mark.parametrize("words", ["", "All fine now. She does not want to die.", "x" * LONGEST_TEXT])
def test_a_suggestion_never_falls(words):
    stood = (Priority.EMERGENCY, Thrive.GETTING_RISK_SUPPORT)
    said = read(words, stood=stood)
    assert (said.suggestion.priority, said.suggestion.thrive) == stood
    assert any(reason.rule == "said_later.stands" for reason in said.suggestion.reasons)


def test_an_answer_given_later_raises_its_flag_and_a_no_takes_none_away():
    worse = read("", answers={**DOCUMENT["answers"], "safety": {"suicide_plan_or_intent": "yes"}})
    assert Flag.SUICIDE_INTENT in found(worse)
    assert worse.priority is Priority.VERY_URGENT
    before = {**DOCUMENT, "answers": {"safety": {"suicide_plan_or_intent": "yes"}}}
    better = read("", before, answers={"safety": {"suicide_plan_or_intent": "no"}})
    assert better.suggestion.priority is Priority.VERY_URGENT


def test_what_a_baby_or_a_pregnancy_makes_of_the_same_words_is_known():
    pregnant = {**DOCUMENT, "age": 17, "requester": "young_person", "answers": {"pregnant": "yes"}}
    assert Flag.PERINATAL_DANGER in found(read("I want to die", pregnant))


@given(st.text(max_size=300), st.text(max_size=300))
def test_places_are_always_places_in_the_new_words(first, words):
    for flag in read(words, {**DOCUMENT, "text": first}).red_flags:
        assert flag.source is FlagSource.ANSWER or 0 <= flag.start < flag.end <= len(words)
