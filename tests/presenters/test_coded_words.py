"""No code of an offer or an answer is left in what a worker wrote down, once a page says it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifd.presenters.coded_words import answer_in_words, in_words
from triage.ages import AGE_BANDS
from triage.vocabulary import (
    Duration,
    Impact,
    ImpactArea,
    Need,
    OfferKind,
    Requester,
    SafetyAnswer,
    SafetyQuestion,
    Want,
)

ANSWERS = [
    *(f"age {band}" for band in (*AGE_BANDS, "over 25")),
    *(f"voice {who}" for who in Requester),
    *(f"duration {how_long}" for how_long in Duration if how_long is not Duration.NOT_GIVEN),
    *(f"safety {asked} {said}" for asked in SafetyQuestion for said in SafetyAnswer),
    *(f"impact {area} {said}" for area in ImpactArea for said in Impact),
    *(f"need {need}" for need in Need),
    *(f"wants {want}" for want in Want),
]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("camhs_help", OfferKind.CAMHS_HELP.label),
        ("counselling", "Counselling"),
        ("given", "given"),
        ("It is out_of_area.", "It is out_of_area."),
        (
            "2 labels will hardly be found: mhst_school, talking_therapies.",
            "2 labels will hardly be found: mental health support team in school, NHS Talking Therapies.",
        ),
        (
            "The answer 'impact home a_lot' changed: 19% lie elsewhere, most of all 'given'.",
            "The answer ‘How much it affects home: a lot’ changed: 19% lie elsewhere, most of all 'given'.",
        ),
    ],
)
def test_what_is_said(text, words):
    assert in_words(text) == words


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("age 16-17", "Age: 16 to 17"),
        ("voice parent_carer", "Who asked: parent or carer"),
        ("safety suicide_plan_or_intent yes", "A plan or intent to end their life: yes"),
        ("duration over_12_months", "How long it has been going on: over 12 months"),
        ("need anxiety", "What it is about: anxiety or worries"),
        ("shoe_size 7", "shoe size 7"),
        ("impact moon a_lot", "impact moon a lot"),
    ],
)
def test_an_answer(fact, words):
    assert answer_in_words(fact) == words


@pytest.mark.parametrize("fact", ANSWERS)
def test_every_answer_that_the_classifier_is_told_has_words(fact):
    told = answer_in_words(fact)
    assert "_" not in told
    assert ": " in told


@given(st.lists(st.sampled_from([kind.value for kind in OfferKind]), min_size=2, max_size=5))
def test_no_code_of_an_offer_is_left(codes):
    assert not re.search(r"[a-z]_[a-z]", in_words(f"Hardly found: {', '.join(codes)}."))
