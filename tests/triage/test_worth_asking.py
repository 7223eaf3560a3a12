"""Each change that is told is what the engine says of that answer, and none is for less."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.case import Case
from triage.directory import reference_directory
from triage.engine import conclude, read_words, suggest
from triage.substance_answer import screen_substance_use
from triage.vocabulary import Need, Priority, SafetyAnswer, SafetyQuestion, Thrive
from triage.worth_asking import worth_asking

OFFERS = tuple(reference_directory())
ALL_NO = dict.fromkeys(map(str, SafetyQuestion), "no")
DOCUMENTS = st.fixed_dictionaries(
    {
        "id": st.just("a"),
        "text": st.sampled_from(["", "She is worried.", "I want to die.", "i cut myself and drink"]),
    },
    optional={
        "age": st.integers(0, 25),
        "requester": st.sampled_from(["young_person", "parent_carer", "professional"]),
        "answers": st.fixed_dictionaries(
            {},
            optional={
                "safety": st.dictionaries(
                    st.sampled_from(list(map(str, SafetyQuestion))),
                    st.sampled_from(list(map(str, SafetyAnswer))),
                ),
                "needs": st.lists(st.sampled_from(list(map(str, Need))), max_size=3, unique=True),
                "duration": st.sampled_from(["under_2_weeks", "over_12_months"]),
                "pregnant": st.sampled_from(["yes", "no"]),
                "postcode_area": st.sampled_from(["in_area", "out_of_area"]),
                "substance_use": st.sampled_from(["none", "heroin every day", ""]),
            },
        ),
    },
)


def answered(document: dict, field: str, answer: str) -> Case:
    """The document with this answer in it, as the family would have sent it."""
    sent = copy.deepcopy(document)
    if field == "age":
        sent["age"] = int(answer)
        return Case.from_document(sent)
    place = sent.setdefault("answers", {})
    *outer, name = field.split(".")
    for part in outer:
        place = place.setdefault(part, {})
    place[name] = [answer] if field in ("needs", "wants") else answer
    return Case.from_document(sent)


@settings(max_examples=60)
@given(DOCUMENTS, st.sampled_from(Priority))
def test_what_is_told_is_what_the_engine_says_and_never_less(ruleset, document, stands):
    case = Case.from_document(document)
    now = suggest(case, OFFERS, ruleset)
    for ask in worth_asking(case, OFFERS, ruleset, stands):
        for change in ask.if_answered:
            for answer in change.answers:
                then = suggest(answered(document, ask.field, answer), OFFERS, ruleset)
                if change.priority:
                    assert then.priority is change.priority
                    assert then.priority.rank < min(stands.rank, now.priority.rank)
                if change.first_offer:
                    assert then.offers[0].kind is change.first_offer is not now.offers[0].kind
                    assert list(Thrive).index(then.thrive) >= list(Thrive).index(now.thrive)
            assert change.priority or change.first_offer


@settings(max_examples=60)
@given(DOCUMENTS)
def test_to_conclude_from_words_read_before_is_to_suggest(ruleset, document):
    case = Case.from_document(document)
    read = conclude(case, read_words(case), screen_substance_use(case.substance_use), OFFERS, ruleset)
    assert read == suggest(case, OFFERS, ruleset)


def fields(document: dict, ruleset, stands: Priority = Priority.ROUTINE) -> list[str]:
    return [
        ask.field
        for ask in worth_asking(Case.from_document({"id": "a", **document}), OFFERS, ruleset, stands)
    ]


def test_danger_is_asked_first(ruleset):
    found = fields({"age": 14, "text": "Anxious."}, ruleset)
    assert found[:2] == ["safety.immediate_danger", "safety.suicide_plan_or_intent"]


def test_what_is_known_or_was_not_wanted_to_be_said_is_not_asked_again(ruleset):
    declined = {**ALL_NO, "immediate_danger": "declined"}
    found = fields({"age": 14, "answers": {"safety": declined, "needs": ["anxiety"]}}, ruleset)
    assert not [field for field in found if field.startswith("safety.") or field in ("age", "needs")]


def test_not_sure_may_be_asked_again(ruleset):
    unsure = {**ALL_NO, "suicide_plan_or_intent": "unsure"}
    assert "safety.suicide_plan_or_intent" in fields({"age": 14, "answers": {"safety": unsure}}, ruleset)


def test_what_is_an_emergency_already_cannot_be_raised(ruleset):
    asks = worth_asking(Case.from_document({"id": "a", "age": 14}), OFFERS, ruleset, Priority.EMERGENCY)
    assert not [one for ask in asks for one in ask.if_answered if one.priority]


@pytest.mark.parametrize("answer", ["out_of_area", "in_area"])
def test_where_they_live_is_never_told_as_help_elsewhere(ruleset, answer):
    asks = worth_asking(Case.from_document({"id": "a", "age": 14}), OFFERS, ruleset)
    told = [one for ask in asks if ask.field == "postcode_area" for one in ask.if_answered]
    assert not [one for one in told if answer in one.answers and "signpost" in (one.first_offer or "")]


def test_what_cannot_be_theirs_is_not_asked(ruleset):
    case = Case.from_document({"id": "a", "age": 14})
    every = worth_asking(case, OFFERS, ruleset)
    assert {"pregnant", "needs"} <= {ask.field for ask in every}
    fitting = worth_asking(
        case, OFFERS, ruleset, fits=lambda field, answer: field != "pregnant" and answer != "self_harm"
    )
    assert [ask.field for ask in fitting] == [ask.field for ask in every if ask.field != "pregnant"]
    assert not [one for ask in fitting for one in ask.if_answered if "self_harm" in one.answers]
