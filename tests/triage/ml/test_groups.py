"""Figures for each group: true, with small numbers hidden beyond working out, and no alarm by chance."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.codes import ethnic_categories
from triage.ml.groups import (
    NOT_KNOWN,
    Seen,
    age_group,
    by_group,
    deprivation_quintile,
    ethnic_group,
    language_group,
)
from triage.shares import wilson


def seen(group, right=0, wrong=0, silent=0, said=0.8):
    return [
        *(Seen(group, True, True, said) for _ in range(right)),
        *(Seen(group, True, False, said) for _ in range(wrong)),
        *(Seen(group, False) for _ in range(silent)),
    ]


def figures(*rows, **how):
    return {
        one.group: one for one in by_group([row for some in rows for row in some], lambda row: row.key, **how)
    }


def test_the_interval_is_the_published_one():
    # Worked out by hand from the formula: 81 of 263 gives 0.2553 to 0.3662 (R. Newcombe 1998, table I).
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)
    assert wilson(0, 0) == (0, 1)
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_interval_holds_the_share_and_stays_within_0_and_1(count, number):
    count = min(count, number)
    low, high = wilson(count, number)
    assert 0 <= low <= count / number + 1e-12
    assert count / number - 1e-12 <= high <= 1


def test_a_group_is_told_with_its_numbers_agreement_coverage_and_how_sure_it_was():
    one = figures(seen("girls", 81, 22, 17), seen("boys", 90, 10, 20))["girls"]
    assert (one.number, one.answered, one.wrong) == (120, 105, 20)
    assert one.agreement.share == 80 / 100
    assert one.agreement.interval == wilson(80, 100)
    assert one.coverage.share == 105 / 120
    assert one.too_sure == 0.0
    assert not one.remarks


def test_who_is_in_no_group_is_a_group_at_the_end():
    rows = [*seen("a", 50, 10), *seen("b", 20, 5)]
    told = by_group(rows, {"b": "boys"})
    assert [one.group for one in told] == ["boys", NOT_KNOWN]
    assert told[1].number == 60


def test_under_five_is_hidden_and_with_it_what_would_give_it_away():
    told = figures(seen("many", 90, 10), seen("some", 10, 2), seen("few", 2, 1))
    assert told["few"].is_hidden
    assert told["some"].is_hidden
    assert told["some"].agreement is None
    assert told["many"].number == 100


def test_two_small_groups_need_no_third_when_together_they_are_enough():
    told = figures(seen("many", 90, 10), seen("some", 10, 2), seen("few", 3), seen("fewer", 2))
    assert [group for group, one in told.items() if one.is_hidden] == ["few", "fewer"]
    told = figures(seen("many", 90, 10), seen("some", 10, 2), seen("few", 1), seen("fewer", 1))
    assert [group for group, one in told.items() if one.is_hidden] == ["few", "fewer", "some"]


def test_one_or_two_wrong_answers_cannot_be_worked_out():
    shown = {str(figures(seen("a", 60 - wrong, wrong))["a"]) for wrong in range(3)}
    assert len(shown) == 1
    assert figures(seen("a", 58, 2))["a"].wrong is None


def test_a_share_that_rests_on_a_hidden_count_is_told_by_what_it_is_surely_under_or_over():
    nothing_answered = figures(seen("a", 0, 0, 240))["a"]
    assert str(nothing_answered.coverage) == "under 2% (0% to 4%)"
    assert nothing_answered.agreement is None
    almost_all_right = figures(seen("a", 99, 1))["a"]
    assert str(almost_all_right.agreement) == "over 95% (91% to 100%)"
    assert almost_all_right.too_sure is None
    assert figures(seen("a", 3, 4))["a"].agreement is None, "both are hidden"


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_told_share_never_contradicts_the_true_one(right, wrong):
    told = figures(seen("a", right, wrong, 5))["a"].agreement
    if told is None or not told.bound:
        return
    true = right / (right + wrong)
    assert true < told.share + 0.01 if told.bound == "under" else true > told.share - 0.01


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 40), min_size=1))
@settings(max_examples=200, deadline=None)
def test_no_hidden_group_stands_alone_and_no_shown_one_is_small(numbers):
    told = figures(*(seen(group, number) for group, number in numbers.items()))
    hidden = [group for group, one in told.items() if one.is_hidden]
    assert {group for group, number in numbers.items() if number < 5} <= set(hidden)
    assert all(one.number >= 5 and one.number % 5 == 0 for one in told.values() if not one.is_hidden)
    if 0 < len(hidden) < len(numbers):
        assert len(hidden) > 1
        assert sum(numbers[group] for group in hidden) >= 5


def test_a_group_it_serves_worse_is_remarked_on_in_words():
    told = figures(seen("girls", 60, 40), seen("boys", 340, 60))
    assert told["girls"].remarks == (
        "Right less often than for everybody else: 60% (50% to 69%) beside 85% (81% to 88%). That is more than chance "
        "would give. Look at these requests before relying on it.",
    )
    assert not told["boys"].remarks


def test_a_group_it_is_silent_about_is_remarked_on():
    [remark] = figures(seen("girls", 40, 0, 60), seen("boys", 340, 0, 60))["girls"].remarks
    assert remark.startswith("Answered less often")


def test_the_more_groups_are_looked_at_the_greater_a_difference_must_be():
    rows = seen("girls", 66, 34), seen("boys", 320, 80)
    assert figures(*rows)["girls"].remarks
    assert not figures(*rows, looked_at=400)["girls"].remarks


def test_chance_alone_raises_hardly_a_remark():
    random, alarms = Random(1), Counter()
    for _ in range(200):
        rows = [
            Seen(
                random.choice(["a", "b", "b", "c", "c", "c", "d", None]),
                random.random() < 0.7,
                random.random() < 0.8,
            )
            for _ in range(300)
        ]
        alarms[any(one.remarks for one in by_group(rows, lambda row: row.key))] += 1
    assert alarms[True] <= 6


def test_every_valid_code_has_a_group_and_what_is_not_known_is_one():
    groups = {code.code: ethnic_group(code.code) for code in ethnic_categories()}
    assert len(set(groups.values()) - {NOT_KNOWN}) == 5
    assert [code for code, group in groups.items() if group == NOT_KNOWN] == ["Z", "99"]
    assert (
        ethnic_group(None) == deprivation_quintile(None) == age_group(None) == language_group("") == NOT_KNOWN
    )


@pytest.mark.parametrize(
    ("found", "group"),
    [
        (age_group(1), "age 0-4"),
        (age_group(15), "age 11-15"),
        (age_group(25), "age 18-25"),
        (age_group(26), "age over 25"),
        (deprivation_quintile(2), "1, most deprived"),
        (deprivation_quintile(7), "4"),
        (deprivation_quintile(11), NOT_KNOWN),
        (language_group("English"), "English"),
        (language_group("Polish"), "other language"),
    ],
)
def test_people_are_grouped(found, group):
    assert found == group
