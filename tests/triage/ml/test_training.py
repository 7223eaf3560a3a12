"""What is learned, what is refused, and when the model stays quiet."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.ml.texts import ABOUT, made_up
from triage.ml.errors import CannotLearn
from triage.ml.examples import Example
from triage.ml.model import NOTHING_TO_READ, UNLIKE
from triage.ml.training import Options, train


def examples(texts):
    return [Example(text) for text in texts]


def test_it_learns_what_can_be_learned_and_tells_it_by_texts_it_had_not_learned_from(model, trained):
    texts, labels = made_up(200, seed=2, mixed_up=0)
    said = [opinion.label for opinion in model.opinions(examples(texts))]
    assert np.mean([one == label for one, label in zip(said, labels, strict=True)]) > 0.95
    # A tenth of the labels it learned from was drawn anew, three in four of them wrong: nobody can be right on those.
    assert 0.88 < trained.figures.accuracy < 0.97
    assert trained.figures.number == 300


def test_what_it_answers_is_right_as_often_as_asked_for(model):
    texts, labels = made_up(400, seed=3)
    opinions = model.opinions(examples(texts))
    answered = [
        opinion.label == label for opinion, label in zip(opinions, labels, strict=True) if not opinion.abstains
    ]
    assert len(answered) > 100
    assert np.mean(answered) > 0.87
    held = [
        label in {one.label for one in opinion.alternatives}
        for opinion, label in zip(opinions, labels, strict=True)
    ]
    assert np.mean(held) > 0.87


def test_of_text_unlike_all_it_learned_from_it_has_no_opinion(model):
    strange = [
        "The committee adopted amendments to the budget of the fisheries directive on Tuesday.",
        "Tighten the four bolts of the gearbox cover to 25 newton metres.",
        "Der Zug nach Hannover fährt heute von Gleis neun.",
        "SELECT id FROM ledger WHERE balance < 0 ORDER BY posted_at;",
    ]
    because = [opinion.because for opinion in model.opinions(examples(strange))]
    assert because.count(UNLIKE) + because.count(NOTHING_TO_READ) >= 3
    assert all(because)
    texts, _ = made_up(200, seed=4)
    assert Counter(opinion.because for opinion in model.opinions(examples(texts)))[UNLIKE] < 20


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "?!", "🙂🙂", "\ud800", "ظظظ"])
def test_of_nothing_that_it_can_read_it_has_no_opinion(model, text):
    [opinion] = model.opinions([Example(text)])
    assert opinion.abstains
    assert opinion.because in (NOTHING_TO_READ, UNLIKE)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(st.characters(), max_size=300), min_size=1, max_size=4))
def test_whatever_it_is_asked_its_probabilities_are_probabilities(model, texts):
    for opinion in model.opinions(examples(texts)):
        assert opinion.label == opinion.alternatives[0].label
        assert 0 <= opinion.probability <= 1
        assert opinion.abstains == bool(opinion.because)
        shares = [one.probability for one in opinion.alternatives]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.0001
        assert 0 <= opinion.likeness <= 1


def test_an_opinion_does_not_hang_on_who_else_is_asked(model):
    texts, _ = made_up(20, seed=5)
    together = model.opinions(examples(texts))
    for text, opinion in zip(texts, together, strict=True):
        [alone] = model.opinions([Example(text)])
        assert alone.label == opinion.label
        # Eight-bit sums are scaled by what is read in one go, so the last digits may differ.
        assert alone.probability == pytest.approx(opinion.probability, abs=0.03)


def test_the_same_examples_and_seed_give_the_same_model_and_another_seed_another(encoder, trained):
    texts, labels = made_up(300)
    again = train(examples(texts), labels, encoder)
    assert again.model.version == trained.model.version
    assert np.array_equal(again.checked.probabilities, trained.checked.probabilities)
    other = train(examples(texts), labels, encoder, options=Options(seed=7))
    assert not np.array_equal(other.checked.places, trained.checked.places)


def test_answers_beside_the_text_count(encoder):
    _, labels = made_up(200, mixed_up=0)
    same = [Example("My child is not well", (f"need {label}",)) for label in labels]
    learned = train(same, labels, encoder)
    assert learned.figures.accuracy > 0.99


def test_two_labels_and_many_with_strong_imbalance(encoder):
    texts, labels = made_up(400, seed=6, mixed_up=0)
    two = train(examples(texts), ["yes" if label == "sleep" else "no" for label in labels], encoder)
    assert two.model.labels == ("no", "yes")
    assert two.figures.macro_f1 > 0.95
    rare = [
        (text, label)
        for place, (text, label) in enumerate(zip(texts, labels, strict=True))
        if label != "friends" or place % 12 == 0
    ]
    share = sum(label == "friends" for _, label in rare) / len(rare)
    assert share < 0.05
    learned = train(examples([text for text, _ in rare]), [label for _, label in rare], encoder)
    assert learned.figures.recall["friends"] > 8 * share, "found far more often than by chance"


def test_a_label_with_one_text_is_told_of_and_harms_nothing(encoder):
    texts, labels = made_up(120, seed=8, mixed_up=0)
    learned = train(examples([*texts, "My cat is called Tiger."]), [*labels, "cats"], encoder)
    assert any("fewer than 4 texts" in remark and "cats" in remark for remark in learned.remarks)
    assert learned.figures.recall["cats"] == 0
    assert learned.figures.accuracy > 0.9


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["a"] * 20 + ["b"] * 20, "at least 50 are needed"),
        (["a"] * 80, "Every text has the same label, 'a'"),
        ([str(number) for number in range(101)] * 2, "at most 100 can be learned. Is it the right column"),
    ],
)
def test_what_nothing_can_be_learned_from_is_refused_with_what_to_do(encoder, labels, said):
    with pytest.raises(CannotLearn, match=said):
        train(examples([f"text {place}" for place in range(len(labels))]), labels, encoder)


def test_a_hundred_labels_are_learned(encoder):
    words = [f"{first}{second}" for first in ABOUT for second in range(25)]
    texts = [f"about {word.replace(' ', '')} again {n}" for word in words for n in range(4)]
    learned = train(examples(texts), [word for word in words for _ in range(4)], encoder)
    assert len(learned.model.labels) == 100
    assert learned.figures.accuracy > 0.8


def test_no_word_of_a_few_texts_is_kept_where_that_is_asked_for(encoder):
    texts, labels = made_up(120, seed=14)
    rare = [f"{text} xanthippe" if place < 4 else text for place, text in enumerate(texts)]
    rare[50] += " wolowitz"
    kept = train(examples(rare), labels, encoder).model.reading.kept()
    assert "xanthippe" in kept["words"]["terms"]
    assert not any("wolow" in term for part in kept.values() for term in part["terms"])
    kept = train(examples(rare), labels, encoder, options=Options(least=5)).model.reading.kept()
    assert not any("xanth" in term for part in kept.values() for term in part["terms"])
    assert "nightmares" in " ".join(kept["words"]["terms"])


def test_what_it_knows_does_not_hang_on_the_order_of_the_rows(encoder):
    texts, labels = made_up(1_600, seed=15, mixed_up=0)
    in_order = sorted(zip(labels, texts, strict=True))
    learned = train(examples([text for _, text in in_order]), [label for label, _ in in_order], encoder)
    because = Counter(opinion.because for opinion in learned.model.opinions(examples(texts[:300])))
    assert because[UNLIKE] < 30


@pytest.mark.parametrize("labels", [[f"label {n}" for n in range(80)], ["a"] + ["b"] * 79])
def test_labels_with_one_text_each_harm_nothing(encoder, labels):
    learned = train(examples([f"text {place} says nothing" for place in range(80)]), labels, encoder)
    assert learned.figures.number == 80
    [opinion] = learned.model.opinions([Example("text 3 says nothing")])
    assert 0 <= opinion.probability <= 1


def test_progress_goes_forward_to_its_end(encoder):
    texts, labels = made_up(100, seed=9)
    told: list[tuple[int, int]] = []
    train(examples(texts), labels, encoder, say=lambda done, total, step: told.append((done, total)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1]


def test_the_nearest_of_what_it_learned_from_are_told_by_the_trainers_names(encoder):
    texts, labels = made_up(100, seed=10)
    keys = [f"request {place}" for place in range(100)]
    learned = train(examples(texts), labels, encoder, keys=keys)
    [(first, cosine), *_] = learned.model.nearest(Example(texts[37]))
    assert first == "request 37"
    assert cosine > 0.97
