"""Targets: one for every case, national standards held, and nobody urgent made to wait by an exception."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.calendar import TimeUnit
from triage.data_entry import package_text
from triage.targets import Clock, TargetsError, load_targets, reference_targets, target_for
from triage.vocabulary import OfferKind, Priority

clocks = st.sampled_from(Clock)
priorities = st.sampled_from(Priority)
urgent = st.sampled_from([Priority.EMERGENCY, Priority.VERY_URGENT, Priority.URGENT])
kinds = st.none() | st.sampled_from(OfferKind)
ages = st.none() | st.integers(0, 25)
instants = st.datetimes(datetime(2025, 1, 1), datetime(2028, 6, 30), timezones=st.just(UTC))


@given(clock=clocks, priority=priorities, kind=kinds, age=ages, received=instants)
def test_every_case_has_a_target_with_a_source(clock, priority, kind, age, received):
    target = target_for(clock, priority, kind, age)
    assert target.clock is clock
    assert target.source
    assert target.due(received) >= received.replace(microsecond=0)


@given(clock=clocks, kind=kinds, age=ages, received=instants)
def test_a_more_urgent_priority_never_waits_longer(clock, kind, age, received):
    dues = [target_for(clock, priority, kind, age).due(received) for priority in Priority]
    assert dues == sorted(dues)


@given(clock=clocks, priority=urgent, kind=kinds, age=ages, received=instants)
def test_no_offer_or_age_makes_an_urgent_target_longer(clock, priority, kind, age, received):
    assert target_for(clock, priority, kind, age).due(received) <= target_for(clock, priority).due(received)


@given(clock=clocks, priority=priorities, kind=kinds, age=st.integers(0, 2), received=instants)
def test_an_infant_never_waits_longer_than_an_older_child(clock, priority, kind, age, received):
    infant, older = (target_for(clock, priority, kind, years).due(received) for years in (age, 10))
    assert infant <= older


@given(priority=priorities, kind=kinds, age=ages, received=instants)
def test_the_three_clocks_come_in_their_order(priority, kind, age, received):
    dues = [target_for(clock, priority, kind, age).due(received) for clock in Clock]
    assert dues == sorted(dues)


@pytest.mark.parametrize(
    ("clock", "priority", "kind", "amount", "unit"),
    [
        ("help_started", "urgent", "eating_disorder", 7, TimeUnit.CALENDAR_DAYS),
        ("help_started", "routine", "eating_disorder", 28, TimeUnit.CALENDAR_DAYS),
        ("help_started", "routine", "eip_psychosis", 14, TimeUnit.CALENDAR_DAYS),
        ("help_started", "routine", "camhs_help", 28, TimeUnit.CALENDAR_DAYS),
        ("first_contact", "very_urgent", "crisis_team", 4, TimeUnit.HOURS),
        ("first_contact", "urgent", "crisis_team", 24, TimeUnit.HOURS),
    ],
)
def test_national_standards_are_held_and_marked_as_verified(clock, priority, kind, amount, unit):
    target = target_for(clock, priority, kind, 15)
    assert (target.amount, target.unit, target.standing.value) == (amount, unit, "V")


@pytest.mark.parametrize(("amount", "words"), [(1, "1 hour"), (4, "4 hours")])
def test_a_target_is_told_in_words(amount, words):
    priority = {1: "emergency", 4: "very_urgent"}[amount]
    assert str(target_for("first_contact", priority)) == words


def test_an_area_may_bring_its_own_rules():
    five = "amount: 5\n    unit: working_days"
    text = package_text("targets.yaml").replace(five, five.replace("5", "2"))
    assert target_for("allocation", "routine", rules=load_targets(text)).amount == 2
    assert target_for("allocation", "routine", rules=reference_targets()).amount == 5


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("unit: hours", "unit: minutes", "should be one of: hours"),
        ("amount: 1\n", "amount: one\n", "whole number"),
        ("amount: 1\n", "\n", "has no 'amount'"),
        ("status: V", "status: maybe", "should be one of: V, K"),
        ("priorities: [emergency]", "priorities: [soon]", "no target for the clock 'allocation'"),
        ("slug: allocation-soon", "slug: allocation-urgent", "is there twice"),
    ],
)
def test_a_mistake_or_a_gap_is_told_in_a_sentence(before, after, says):
    text = package_text("targets.yaml")
    assert before in text
    with pytest.raises(TargetsError) as caught:
        load_targets(text.replace(before, after, 1))
    assert any(says in mistake for mistake in caught.value.mistakes), caught.value.mistakes
