"""A model that is blind to protected words passes, one that is not fails, and no report tells a text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.ml.counterfactual import SwapsError, blinded, check, load_swaps, protected_swaps, versions_of

SWAPS = protected_swaps()
WORDS = sorted({word for table in SWAPS.tables for row in table.rows for word in row})
PLAIN = ["sad", "cannot sleep", "since June", "school", "worried,", "the dog died.", "Help"]
TEXTS = st.lists(st.sampled_from(WORDS + PLAIN), min_size=1, max_size=8).map(" ".join)


def blind(texts):
    """Reads one word that protects nobody."""
    return [("camhs_help", 0.9) if "sad" in text.split() else ("self_care", 0.6) for text in texts]


def against(word, by=0.2):
    """Says less where the text holds this word."""
    found = re.compile(rf"\b{word}\b", re.IGNORECASE)
    return lambda texts: [("camhs_help", 0.9 - by * bool(found.search(text))) for text in texts]


@given(st.lists(TEXTS, max_size=4))
@settings(max_examples=150, deadline=None)
def test_a_blind_model_never_changes(texts):
    report = check(blind, texts)
    assert report.largest == report.mean == report.other_label == 0
    assert report.holds == bool(report.compared)


@pytest.mark.parametrize(
    "word",
    ["she", "Muslim", "foster mum", "pregnant", "deaf", "disabled", "gay", "transgender", "Zofia", "Roma"],
)
def test_a_model_that_is_against_somebody_fails_and_the_words_are_named(word):
    report = check(against(word), [f"{word} said it"])
    assert not report.holds
    assert report.largest == pytest.approx(0.2)
    assert report.worst[0].swapped[0].startswith(f"{word.lower()} → ")
    assert "said it" not in str(report.worst) + str(report)


@pytest.mark.parametrize("about", ["sex", "sex of a parent"])
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_to_a_blind_reader_everybody_is_written_of_alike(about, data):
    [table] = [table for table in SWAPS.tables if table.about == about]
    looked_for = [
        word
        for down, row in enumerate(table.rows)
        for across, word in enumerate(row)
        if (down, across) not in table.only_put and word not in ("his", "him", "her")
    ]
    # 'Her' is his or him by what follows, which words thrown together do not tell.
    sentences = ["his mum called him,", "we saw her.", "her sleep is bad,", *looked_for, *PLAIN]
    text = " ".join(data.draw(st.lists(st.sampled_from(sentences), min_size=1, max_size=8)))
    for version in versions_of(text, SWAPS):
        if version.about == about:
            assert blinded(version.text).lower() == blinded(text).lower()


def test_what_protects_somebody_is_not_read_and_the_rest_stays():
    assert blinded("He is a Muslim boy. His mum is pregnant and he cannot sleep.").split() == (
        ["They", "are", "a", "child.", "Their", "mum", "is", "and", "they", "cannot", "sleep."]
    )
    assert blinded("cannot sleep since June") == "cannot sleep since June"


def test_a_bias_within_the_bound_holds_and_the_bound_is_the_readers():
    texts = ["He is sad", "My son is sad"]
    assert check(against("she", 0.04), texts).holds
    assert not check(against("she", 0.04), texts, bound=0.03).holds


def test_a_label_that_turns_never_holds_however_near_the_two_were():
    report = check(
        lambda texts: [("a" if "he" in text.lower().split() else "b", 0.51) for text in texts], ["he cried"]
    )
    assert report.largest <= report.bound
    assert not report.holds


def test_another_label_counts_with_the_least_that_must_have_moved():
    def flips(texts):
        return [("a", 0.8) if "he" in text.lower().split() else ("b", 0.7) for text in texts]

    report = check(flips, ["he cried"])
    assert report.other_label == 1
    # Of what was 80% likely at most 30% is left, and of the other at most 20% was there.
    assert report.largest == pytest.approx(0.5)
    assert str(report.worst[0]) == "he → she: a 80%, then b 70%"


def test_nothing_to_swap_is_not_known_and_does_not_hold():
    report = check(blind, ["sad since June"])
    assert not report.holds
    assert report.not_tested == tuple(table.about for table in SWAPS.tables)
    assert "nothing is known" in str(report)
    assert not check(blind, []).holds


def test_each_characteristic_is_told_alone():
    report = check(against("she"), ["he cried", "my foster mum cried"])
    told = {one.about: one for one in report.by_characteristic}
    assert told["sex"].largest == pytest.approx(0.2)
    assert told["being looked after"].compared == 2
    assert told["being looked after"].largest == 0
    assert "religion or belief" in report.not_tested
    assert "Some changes are beyond the bound of 5%." in str(report)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("He hurt himself and his mum saw him.", "She hurt herself and her mum saw her."),
        ("I told her about her dog.", "I told him about his dog."),
        ("He's low. HE IS LOW.", "They're low. THEY ARE LOW."),
        ("my stepson", "my stepdaughter"),
        ("a Muslim boy", "a Sikh boy"),
        ("her foster mum", "her birth mum"),
        ("is pregnant", "is not pregnant"),
        ("a black boy", "a white boy"),
        ("Mohammed said", "Kacper said"),
    ],
)
def test_words_are_swapped_in_place_with_their_grammar(text, version):
    assert version in [made.text for made in versions_of(text, SWAPS)]


@pytest.mark.parametrize(
    "text",
    [
        "they are bullying me",
        "hearing voices at home",
        "half an hour straight",
        "a child in primary school",
        "shed hero",
    ],
)
def test_words_that_mostly_mean_something_else_are_left(text):
    assert not list(versions_of(text, SWAPS))


@given(st.text(max_size=80) | TEXTS)
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_swapped_and_every_version_is_another_text(text):
    for version in versions_of(text, SWAPS):
        assert version.text != text
        assert version.swapped


def test_every_characteristic_of_the_act_has_its_table():
    told = " ".join(table.about for table in SWAPS.tables)
    for named in (
        "sex",
        "ethnicity",
        "religion",
        "disability",
        "looked after",
        "orientation",
        "gender",
        "pregnancy",
    ):
        assert named in told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("tables: []", "not_owned"),
        ("not_owned: a\n", "list of tables"),
        ("not_owned: a\ntables:\n  - about: sex\n    rows: [he / she, him]\n", "same number"),
        ("not_owned: a\ntables:\n  - about: sex\n    rows: [he]\n", "two or more"),
        ("not_owned: a\ntables:\n  - about: sex\n    rows: [he / ]\n", "same number"),
    ],
)
def test_a_mistake_in_the_tables_is_told(text, why):
    with pytest.raises(SwapsError, match=why):
        load_swaps(text)
