"""Every question is worded for everyone it is asked of, plainly, and can be left empty."""

import re
from collections import Counter
from datetime import date

import pytest
import textstat
from werkzeug.datastructures import MultiDict

from forms import journey
from forms.questions import ALL_PAGES
from forms.questions.kinds import PickAny, _WithOptions
from forms.questions.who import PROFESSIONS
from forms.situation import Situation
from forms.voices import Voice

TODAY = date(2026, 11, 2)
SAID = {
    "suicidal_thoughts_now": "yes",
    "knows_nhs_number": "yes",
    "young_phone": "07700 900123",
    "young_email": "a@example.org",
    "parent_phone": "07700 900124",
    "parent_email": "b@example.org",
    "address": "1 High Street",
    "tell_parents": "yes",
}
WHO = {
    Voice.CHILD: {"requester": "young_person", "age": "9"},
    Voice.TEEN: {"requester": "young_person", "age": "14"},
    Voice.ADULT: {"requester": "young_person", "age": "19"},
    Voice.PARENT: {"requester": "parent_carer", "age": "11"},
    Voice.BABY: {"requester": "parent_carer", "age": "0"},
    Voice.PROFESSIONAL: {"requester": "professional", "profession": "gp"},
}
SITUATIONS = {voice: Situation({**SAID, **who}, TODAY) for voice, who in WHO.items()}


def asked(voice):
    situation = SITUATIONS[voice]
    return [(page, question) for page in journey.asked_pages(situation) for question in page.asked(situation)]


EVERY = [
    pytest.param(voice, page, question, id=f"{voice}-{question.name}")
    for voice in Voice
    for page, question in asked(voice)
]


def sentences(voice):
    """Every sentence this voice reads."""
    for page, question in asked(voice):
        words = [page.title, page.intro, page.why, question.label, question.hint]
        words += [
            option.label for option in getattr(question, "options", ()) if option.fits(SITUATIONS[voice])
        ]
        for text in {each[voice] for each in words if each[voice]}:
            yield from filter(None, (part.strip() for part in re.split(r"(?<=[.?!:])\s+", text)))


def test_voices_are_told_apart():
    assert {situation.voice for situation in SITUATIONS.values()} == set(Voice)
    assert all(voice is situation.voice for voice, situation in SITUATIONS.items())


def test_pages_and_questions_have_names_of_their_own():
    assert max(Counter(page.name for page in ALL_PAGES).values()) == 1
    for situation in SITUATIONS.values():
        names = Counter(
            question.name for page in journey.asked_pages(situation) for question in page.asked(situation)
        )
        assert max(names.values()) == 1, names.most_common(2)


@pytest.mark.parametrize(("voice", "page", "question"), EVERY)
def test_every_question_has_words_and_is_drawn(voice, page, question):
    assert question.label[voice].strip()
    assert page.title[voice].strip()
    drawn = str(page.form(SITUATIONS[voice])[question.name]())
    assert 'name="' + question.name in drawn
    if isinstance(question, _WithOptions):
        labels = [choice.label for choice in question.choices(SITUATIONS[voice])]
        assert len(labels) >= 2
        assert len(set(labels)) == len(labels)
        assert all(labels)


@pytest.mark.parametrize(("voice", "page", "question"), EVERY)
def test_every_question_but_who_is_asking_can_be_left_empty(voice, page, question):
    form = page.form(SITUATIONS[voice], MultiDict({"csrf_token": ""}))
    assert form.validate(), form.errors


@pytest.mark.parametrize("voice", [Voice.PARENT, Voice.PROFESSIONAL])
def test_adults_are_not_asked_about_themselves_in_place_of_the_child(voice):
    about_them = {
        "thoughts",
        "plan",
        "self-harm",
        "unsafe",
        "more-safety",
        "extra-needs",
        "care",
        "about",
    }
    for page, question in asked(voice):
        if page.name in about_them:
            assert not re.search(r"^Are you|^Have you|\byour(self)?\b", question.label[voice]), (
                question.label[voice]
            )


@pytest.mark.parametrize("voice", [Voice.CHILD, Voice.TEEN, Voice.ADULT])
def test_young_people_are_spoken_to(voice):
    labels = " ".join(question.label[voice] for _, question in asked(voice))
    assert not re.search(r"\byour child\b|\bthe young person\b", labels)


@pytest.mark.parametrize("voice", list(Voice))
def test_sentences_are_short(voice):
    long = [sentence for sentence in sentences(voice) if len(sentence.split()) > 20]
    assert long == []


@pytest.mark.parametrize(
    ("voice", "highest"),
    [(voice, 3 if voice is Voice.PROFESSIONAL else 2) for voice in Voice],
)
def test_words_are_plain(voice, highest):
    """By school grade, short labels included. A formula is no reader: it only catches what creeps in."""
    text = " ".join(part if part[-1] in ".?!:" else part + "." for part in sentences(voice))
    assert textstat.automated_readability_index(text) <= highest


@pytest.mark.parametrize("voice", list(Voice))
def test_what_was_ticked_by_name_counts_over_none_of_these(voice):
    for _, question in asked(voice):
        if isinstance(question, PickAny) and question.alone:
            named = next(option.value for option in question.options if option.value not in question.alone)
            assert question.kept([named, question.alone[0]]) == [named]
            assert question.kept([question.alone[0]]) == [question.alone[0]]


def test_each_kind_of_work_is_asked_for_what_it_sees():
    hints = {}
    for option in PROFESSIONS:
        situation = Situation({"requester": "professional", "profession": option.value}, TODAY)
        page = journey.find_page("child", situation)
        hints[option.value] = page.form(situation)["story"].description
    assert len(set(hints.values())) == len(PROFESSIONS)
    assert all(len(hint.split()) <= 20 for hint in hints.values())


def test_safety_is_asked_before_anything_else_of_weight():
    for voice in (Voice.CHILD, Voice.TEEN, Voice.ADULT, Voice.PARENT, Voice.BABY):
        sections = [page.section for page in journey.asked_pages(SITUATIONS[voice]) if not page.is_extra]
        assert sections.index("safety") < sections.index("happening")


@pytest.mark.parametrize(
    ("ways", "asked"),
    [
        ({"young_phone": "07700 900123"}, ["sms", "phone", "none"]),
        ({"young_phone": "07700 900123", "young_email": "z@example.org"}, ["sms", "phone", "email", "none"]),
        ({"young_phone": "01603 123456", "young_email": "z@example.org"}, ["phone", "email", "none"]),
        ({"young_phone": "01603 123456"}, None),
        ({"young_email": "z@example.org"}, None),
    ],
)
def test_the_best_way_is_asked_only_of_the_ways_they_gave(ways, asked):
    situation = Situation({"requester": "young_person", "age": "15", **ways}, TODAY)
    page = next(page for page in ALL_PAGES if page.name == "safe-for-you")
    form = page.form(situation)
    offered = [value for value, *_ in form["young_prefers"].choices] if "young_prefers" in form else None
    assert offered == asked


def test_the_parent_of_a_baby_is_not_asked_of_school():
    situation = Situation({"requester": "parent_carer", "age": "0", "age_months": "4"}, TODAY)
    asked = [(page, question) for page in ALL_PAGES for question in page.asked(situation)]
    words = [page.title[situation.voice] for page, _ in asked]
    words += [f"{q.label[situation.voice]} {q.hint[situation.voice]}" for _, q in asked]
    assert [text for text in words if "school" in text.lower()] == []
    assert "About your baby" in words
