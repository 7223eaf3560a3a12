"""An alarm for a real change, and none for chance."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest

from triage.ml.drift import Reference, course, past_limit, shifts, stability_index
from triage.ml.examples import Example

LABELS = {
    "camhs_help": 0.3,
    "self_care": 0.25,
    "counselling": 0.2,
    "crisis_team": 0.03,
    "school": 0.12,
    "other": 0.1,
}
LENGTHS = {"under 1": 0.02, "1 or more": 0.1, "100 or more": 0.3, "250 or more": 0.4, "500 or more": 0.18}
LIKENESSES = {"0.3 or more": 0.1, "0.5 or more": 0.5, "0.6 or more": 0.3, "0.7 or more": 0.1}
FACTS = {f"fact {place}": share for place, share in enumerate(np.linspace(0.02, 0.9, 30))}


def drawn(random, number, labels=LABELS, facts=FACTS):
    def counts(shares):
        return dict(zip(shares, map(int, random.multinomial(number, list(shares.values()))), strict=True))

    given = {fact: int(random.binomial(number, share)) for fact, share in facts.items()}
    return Reference(number, counts(LENGTHS), counts(LIKENESSES), counts(labels), given)


def real(reference, now):
    return [shift.what for shift in shifts(reference, now) if shift.is_real]


@pytest.mark.parametrize("number", [30, 60, 200, 1000])
def test_quiet_months_raise_no_alarm(number):
    random = np.random.default_rng(number)
    reference = drawn(random, 5000)
    assert sum(bool(real(reference, drawn(random, number))) for _ in range(250)) <= 2


def test_few_learned_from_raise_no_alarm_either():
    random = np.random.default_rng(7)
    assert sum(bool(real(drawn(random, 150), drawn(random, 60))) for _ in range(250)) <= 2


@pytest.mark.parametrize(
    ("more", "less"),
    [("self_care", "camhs_help"), ("crisis_team", "counselling"), ("new_offer", "self_care")],
)
def test_twenty_of_a_hundred_labels_elsewhere_are_found(more, less):
    random = np.random.default_rng(3)
    reference = drawn(random, 3000)
    moved = {**LABELS, less: LABELS[less] - 0.2, more: LABELS.get(more, 0) + 0.2}
    found = [real(reference, drawn(random, 200, moved)) for _ in range(100)]
    assert sum("decisions" in what for what in found) > 95


def test_with_two_labels_too():
    random = np.random.default_rng(4)
    reference = drawn(random, 3000, {"yes": 0.5, "no": 0.5})
    found = [real(reference, drawn(random, 200, {"yes": 0.7, "no": 0.3})) for _ in range(100)]
    assert sum("decisions" in what for what in found) > 95


def test_an_answer_that_is_suddenly_always_given_is_found_and_told_in_words():
    random = np.random.default_rng(5)
    reference = drawn(random, 3000)
    now = drawn(random, 200, facts={**FACTS, "fact 3": 0.6})
    first = shifts(reference, now)[0]
    assert first.is_real
    assert str(first) == (
        "The answer 'fact 3' changed: 56% lie elsewhere than in what the model learned from, most of all 'given', "
        "10% then and 66% now."
    )
    assert all(shift.index >= 0 and 0 <= shift.moved <= 1 for shift in shifts(reference, now))


def test_a_small_shift_of_very_many_is_no_alarm():
    before, now = ({"a": 50_000, "b": 50_000}, {"a": 52_000, "b": 48_000})
    assert not real(Reference(100_000, before, before, before, {}), Reference(100_000, now, now, now, {}))


def test_too_few_say_nothing():
    random = np.random.default_rng(6)
    assert shifts(drawn(random, 500), drawn(random, 29)) == ()
    nothing = Reference.of([], [], [])
    assert shifts(nothing, nothing) == ()


def test_counts_hold_bands_and_nothing_of_anybody():
    examples = [Example("", ("voice parent",)), Example("sad " * 30, ("voice parent", "voice parent"))]
    counted = Reference.of(examples, ["self_care"], [0.1, 0.55])
    assert counted == Reference(
        2,
        Counter({"under 1": 1, "100 or more": 1}),
        Counter({"under 0.2": 1, "0.5 or more": 1}),
        Counter({"self_care": 1}),
        Counter({"voice parent": 2}),
    )
    assert Reference.from_document(json.loads(json.dumps(counted.as_document()))) == counted


@pytest.mark.parametrize("document", [{}, {"requests": 1}, [], {"requests": "1", "lengths": {}}, None])
def test_what_is_no_reference_is_refused_in_words(document):
    with pytest.raises(ValueError, match="Train it again"):
        Reference.from_document(document)


def test_the_index_is_the_published_one():
    assert stability_index(np.array([5e6, 5e6]), np.array([7e6, 3e6])) == pytest.approx(0.1695, abs=1e-4)
    assert stability_index(np.array([5, 5]), np.array([50, 50])) == 0


def test_agreement_that_holds_never_passes_the_limit():
    random = np.random.default_rng(8)
    passed = [
        past_limit(random.random(2400) < expected, expected)
        for expected in (0.6, 0.75, 0.9)
        for _ in range(100)
    ]
    assert sum(passed) <= 3


@pytest.mark.parametrize("expected", [0.65, 0.8, 0.95])
def test_agreement_that_falls_by_twenty_points_passes_it_within_300_decisions(expected):
    random = np.random.default_rng(9)
    fell = [
        course([*(random.random(400) < expected), *(random.random(300) < expected - 0.2)], expected)
        for _ in range(100)
    ]
    assert sum(one.past_limit for one in fell) > 95
    assert sum(one.past_at is not None and one.past_at < 400 for one in fell) <= 1


def test_the_course_is_told_after_each_outcome_and_comes_back_when_agreement_does():
    bad = course([False] * 20, 0.8)
    assert bad.past_limit
    assert len(bad.evidence) == 20
    good = course([False] * 5 + [True] * 60, 0.8)
    assert not good.past_limit
    assert good.evidence[-1] == 0
    assert course([], 0.8).evidence == ()
    assert not course([True] * 50, 1.0).past_limit
    assert not course([False] * 50, 0.0).past_limit
