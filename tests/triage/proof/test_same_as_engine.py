"""The proof and the running engine mean the same: thousands of people go through both."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.triage.people import DOCUMENTS, TEXTS
from tests.triage.proof.modelled import Modelled, read_as
from tests.triage.test_package import EVERYTHING
from triage.case import OLDEST, Case
from triage.directory import Capacity, reference_directory
from triage.engine import suggest
from triage.facts import FACTS
from triage.kinds_of_harm import Harm
from triage.proof.facts import facts_of
from triage.proof.person import example
from triage.proof.running import treat
from triage.rules.examples import facts_from_example
from triage.rules.versions import version
from triage.suggestion import Missing
from triage.vocabulary import Flag, FlagSource, Need, OfferKind, Priority

RULES = version("2026-11-22")
OFFERS = reference_directory()
SOME_CLOSED = tuple(
    replace(offer, capacity=Capacity.FULL) if place % 3 else offer for place, offer in enumerate(OFFERS)
)
PLACES = sorted({area for offer in OFFERS for area in offer.areas} - {"all"})

NOTED = st.dictionaries(st.sampled_from(Flag), st.booleans(), max_size=3)
TURNING_AGES = (0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 25, 26)
"""Where rules and offers turn."""
MUCH = st.fixed_dictionaries(
    {},
    optional={
        "answers.needs": st.lists(st.sampled_from(Need), min_size=1, max_size=10, unique=True).map(tuple)
    },
)
"""Many needs make a long package, of which some is left for later."""
PEOPLE = st.tuples(
    DOCUMENTS,
    MUCH,
    st.none() | st.sampled_from(TURNING_AGES) | st.integers(0, OLDEST),
    st.none() | st.sampled_from(PLACES),
    st.fixed_dictionaries(
        {},
        optional={
            "text": NOTED,
            "substance_answer": NOTED,
            "harms": st.frozensets(st.sampled_from(Harm)),
            "heard": st.sampled_from(Priority),
            "unreadable": st.booleans(),
            "has_text": st.booleans(),
        },
    ),
)
WORDS = (
    *TEXTS,
    "I'm pregnant and I want to die",
    "my stepdad hits me and touches me",
    "took an overdose two years ago, well since",
    "maybe I could end it all, not sure",
)
ANSWERS_ON_SUBSTANCES = (
    "none",
    "weed most days",
    "overdosed on pills last night",
    "I inject heroin",
    "unsure",
    "",
)

LONG = tuple(
    {**EVERYTHING, "answers": {**EVERYTHING["answers"], "wants": wants}}
    for wants in (["medication_review"], ["consultation", "online_help"], EVERYTHING["answers"]["wants"])
)


# Somebody drawn is small enough to read; making them smaller would take minutes.
SETTINGS = partial(
    settings,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@pytest.fixture(scope="module")
def modelled():
    return {offers: Modelled(RULES, offers) for offers in (OFFERS, SOME_CLOSED)}


def agree(worked, treated):
    assert worked.fired == {rule.id for rule in treated.fired}
    assert worked.certain == set(treated.flags)
    assert worked.priority is treated.priority
    assert worked.thrive is treated.thrive
    assert worked.offered == {*treated.package.offers, *treated.package.later} or not worked.offered
    assert worked.kept == set(treated.offers) or (not worked.kept and treated.offers == [OfferKind.SELF_CARE])
    assert worked.questions == set(treated.questions)


@pytest.mark.parametrize("offers", [OFFERS, SOME_CLOSED], ids=["open", "some closed"])
@given(drawn=PEOPLE)
@SETTINGS(max_examples=900)
def test_whoever_they_are_and_whatever_is_noted(modelled, offers, drawn):
    document, much, age, place, noted = drawn
    somebody = replace(read_as({"id": "a", **document, "text": ""}, modelled[offers].sent), age=age, **noted)
    living = {"answers.place": (place,)} if place else {}
    somebody = replace(somebody, answers={**somebody.answers, **much, **living})
    treated = treat(somebody, RULES, offers)
    agree(modelled[offers].work_out(somebody), treated)
    assert facts_from_example(example(treated.facts)) == treated.facts


@given(
    document=DOCUMENTS,
    text=st.sampled_from(WORDS),
    used=st.sampled_from(ANSWERS_ON_SUBSTANCES),
    place=st.sampled_from([*PLACES, "nowhere", None]),
)
@SETTINGS(max_examples=600)
def test_real_documents_with_their_words(modelled, document, text, used, place):
    answers = {**document["answers"], "substance_use": used, "place": place}
    document = {"id": "a", **document, "text": text, "answers": answers}
    suggestion = suggest(Case.from_document(document), OFFERS, RULES)
    worked = modelled[OFFERS].work_out(read_as(document, modelled[OFFERS].sent))
    facts = dict(zip(FACTS, suggestion.facts, strict=True))
    assert worked.is_possible, "the proof leaves out somebody who may really come"
    assert worked.certain == {flag for flag in Flag if facts[f"flags.{flag}"] is True}
    assert worked.possible == {flag for flag in Flag if facts[f"flags.{flag}"] is None}
    assert worked.priority is suggestion.priority
    assert worked.thrive is suggestion.thrive
    assert worked.kept == {offer.kind for offer in suggestion.offers}
    asked = {missing.question for missing in suggestion.missing if isinstance(missing, Missing)}
    assert worked.questions == {
        question for question in asked if not question.startswith("Place: in which part")
    }
    by_answers = {
        (flag.flag, flag.field) for flag in suggestion.red_flags if flag.source is FlagSource.ANSWER
    }
    assert worked.found <= by_answers
    assert {each for each in by_answers - worked.found if each[1] != "answers.substance_use"} == set()


def test_a_long_package_keeps_the_same(modelled):
    left_for_later = set()
    for age in (None, 3, 6, 10, 14, 17, 20):
        for document in LONG:
            somebody = read_as({"id": "a", "age": age, **document}, modelled[OFFERS].sent)
            treated = treat(somebody, RULES, OFFERS)
            agree(modelled[OFFERS].work_out(somebody), treated)
            left_for_later |= set(treated.package.later)
    assert left_for_later


def test_every_declared_fact_is_told_to_the_solver(modelled):
    assert set(facts_of(modelled[OFFERS].sent)) == set(FACTS)
