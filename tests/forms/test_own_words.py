"""What people write is read wherever they write it: the story first, the rest under what was asked."""

from datetime import date

import pytest

from forms.own_words import WRITTEN, own_words
from forms.questions import ALL_PAGES
from forms.situation import Situation
from forms.voices import Voice
from triage.screen import screen_text
from triage.vocabulary import Priority

DANGER = "I am going to kill myself tonight"
OWN = [question for page in ALL_PAGES for question in page.questions if question.is_own_words]


def words(**answers):
    return own_words(Situation(answers, date(2026, 11, 22)))


def test_the_story_comes_first_and_word_for_word():
    said = words(what_helps="My dog", story="It is  hard.\n07700 900123")
    assert said == "It is  hard.\n07700 900123\n\nWhat helps already:\nMy dog"


@pytest.mark.parametrize("name", sorted({question.name for question in OWN}))
def test_danger_is_found_wherever_it_is_written_and_where_it_stands(name):
    said = words(**{"requester": "young_person", "story": "Hello.", name: DANGER})
    screened = screen_text(said)
    assert screened.priority is screen_text(DANGER).priority is Priority.VERY_URGENT
    assert all(said[hit.start : hit.end] in DANGER for hit in screened.hits)


@pytest.mark.parametrize("voice", Voice)
def test_what_we_ask_raises_nothing_by_itself(voice):
    asked = "\n\n".join(f"{question.title(voice)}:\nsome words" for question in OWN)
    assert not screen_text(asked).hits


@pytest.mark.parametrize("nothing", ["none", "No", "n/a", "not sure", " "])
def test_a_box_filled_in_to_say_nothing_adds_nothing(nothing):
    assert words(sen_or_disability=nothing, known_to_services=nothing, what_helps=nothing) == ""


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("07700 900123", ""),
        ("mum@example.org", ""),
        ("not safe", "The young person's contact:\nnot safe"),
        ("07700 900123, he says he wants to die", "The young person's contact:\n…, he says he wants to die"),
    ],
)
def test_what_stands_beside_an_address_is_kept_and_the_address_is_not(written, kept):
    assert words(requester="professional", young_reach=written) == kept


def test_names_are_among_what_people_write():
    assert {"story", "substance_use", "given_name", "address", "call_when"} <= set(WRITTEN)
