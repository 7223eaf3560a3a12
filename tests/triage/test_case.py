"""Request documents are read strictly, everything wrong is told at once, and nothing crashes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.case import LONGEST_TEXT, Case, CaseError
from triage.facts import FACTS, PLACE_OF, facts_of
from triage.vocabulary import Consent, Duration, ImpactArea, LookedAfter, Need, SafetyAnswer, SafetyQuestion


def problems_of(document):
    with pytest.raises(CaseError) as caught:
        Case.from_document(document)
    return caught.value.problems


def facts(document):
    values = facts_of(Case.from_document({"id": "a", **document}))
    return {name: values[place] for name, place in PLACE_OF.items()}


def test_only_the_id_is_needed_and_all_else_is_unknown():
    case = Case.from_document({"id": "a"})
    assert case.age is None
    assert case.needs is None
    assert set(case.safety.values()) == {SafetyAnswer.NOT_ASKED}
    assert case.duration is Duration.NOT_GIVEN
    assert case.looked_after is LookedAfter.NOT_GIVEN
    assert case.consent is Consent.NOT_GIVEN


def test_null_is_the_same_as_missing():
    nulls = {"age": None, "text": None, "answers": {"safety": None, "needs": None, "duration": None}}
    assert Case.from_document({"id": "a", **nulls}) == Case.from_document({"id": "a"})


def test_every_problem_is_told_with_what_was_found_and_what_is_allowed():
    problems = problems_of(
        {
            "age": -1,
            "requester": "aunt",
            "answers": {
                "needs": ["anxiety", "anxeity", 7],
                "duration": 3,
                "safety": {"immediate_danger": True},
            },
        }
    )
    by_field = {problem.field: problem for problem in problems}
    assert set(by_field) == {
        "id",
        "age",
        "requester",
        "answers.needs",
        "answers.duration",
        "answers.safety.immediate_danger",
    }
    assert "'aunt'" in by_field["requester"].found
    assert by_field["requester"].allowed == "young_person, parent_carer, professional"
    assert [problem.found for problem in problems if problem.field == "answers.needs"] == ["'anxeity'", "7"]


@pytest.mark.parametrize("age", [0, 1, 25, 26, 120, 14.0])
def test_ages_that_are_read(age):
    assert Case.from_document({"id": "a", "age": age}).age == age


@pytest.mark.parametrize("age", [-1, 121, 14.5, True, False, "14", [14], float("nan"), float("inf"), 10**400])
def test_ages_that_are_refused(age):
    assert [problem.field for problem in problems_of({"id": "a", "age": age})] == ["age"]


def test_months_give_the_age_and_must_agree_with_it():
    assert facts({"age_months": 23})["age"] == 1
    assert facts({"age": 1, "age_months": 23})["age"] == 1
    assert [problem.field for problem in problems_of({"id": "a", "age": 3, "age_months": 4})] == [
        "age_months"
    ]


@pytest.mark.parametrize("id", [None, "", "  ", 7, "x" * 201, ["a"]])
def test_an_id_is_needed(id):
    assert [problem.field for problem in problems_of({"id": id})] == ["id"]


def test_text_up_to_the_limit_and_one_more():
    assert len(Case.from_document({"id": "a", "text": "x" * LONGEST_TEXT}).text) == LONGEST_TEXT
    (problem,) = problems_of({"id": "a", "text": "x" * (LONGEST_TEXT + 1)})
    assert (problem.field, problem.found) == ("text", "20,001 characters")


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\u202e", "🙂" * 9, "\n\t", "ﷺ"])
def test_odd_characters_are_kept(text):
    assert Case.from_document({"id": "a", "text": text}).text == text


def test_extra_fields_are_ignored_but_a_safety_question_nobody_reads_is_not():
    extra = {"id": "a", "colour": "blue", "answers": {"more": [1], "impact": {"pets": "a_lot"}}}
    assert Case.from_document(extra) == Case.from_document({"id": "a"})
    (problem,) = problems_of({"id": "a", "answers": {"safety": {"suicidal_thoughts": "yes"}}})
    assert "suicidal_thoughts_now" in problem.allowed


@pytest.mark.parametrize("document", [None, [], "a", 3, [{"id": "a"}]])
def test_what_is_not_an_object_is_refused(document):
    assert problems_of(document)[0].field == "document"


@pytest.mark.parametrize("wrong", [[], "x", 3, True])
@pytest.mark.parametrize("name", ["answers", "safety", "impact"])
def test_wrong_shapes_inside_are_refused(name, wrong):
    document = {"id": "a", "answers": wrong if name == "answers" else {name: wrong}}
    assert len(problems_of(document)) == 1


def test_of_an_empty_form_no_fact_is_a_no_but_those_about_the_form_and_its_flags():
    known = {name for name, value in facts({}).items() if value is not None}
    of_the_form = {"requester", "safety_asked", "has_text", "text_unreadable"}
    assert {name for name in known if not name.startswith(("flags.", "unsure."))} <= of_the_form


def test_unsure_and_declined_are_not_no():
    for answer in ("unsure", "declined"):
        found = facts({"answers": {"safety": {"risk_to_others": answer}}})
        assert found["safety.risk_to_others"] is None
        assert found["unsure.risk_to_others"] is True
    assert facts({})["unsure.risk_to_others"] is False


@pytest.mark.parametrize(
    ("impact", "anywhere", "a_lot_anywhere", "several"),
    [
        ({}, None, None, None),
        ({"home": "some"}, True, None, None),
        ({"home": "a_lot"}, True, True, None),
        ({"home": "a_lot", "sleep": "a_lot"}, True, True, True),
        (dict.fromkeys(ImpactArea, "none"), False, False, False),
        ({area: "none" for area in ImpactArea if area != "home"}, None, None, False),
        (dict.fromkeys(ImpactArea, "some"), True, False, False),
    ],
)
def test_an_impact_nobody_spoke_of_may_yet_be_the_one(impact, anywhere, a_lot_anywhere, several):
    found = facts({"answers": {"impact": impact}})
    assert found["impact.anywhere"] is anywhere
    assert found["impact.a_lot_anywhere"] is a_lot_anywhere
    assert found["impact.a_lot_in_several"] is several


@pytest.mark.parametrize(
    ("said", "truth"),
    [
        (None, None),
        ("", None),
        ("none", False),
        ("None.", False),
        ("Not applicable", False),
        ("some", True),
        ("not_given", None),
        ("Unknown", None),
        ("I don’t know.", None),
        ("Not sure, perhaps at weekends", True),
    ],
)
def test_short_texts_are_something_nothing_or_unknown(said, truth):
    assert facts({"answers": {"substance_use": said}})["substance_use"] is truth


def test_needs_named_are_true_and_the_others_false_but_unknown_when_not_given():
    assert facts({"answers": {"needs": ["sleep"]}})["needs.sleep"] is True
    assert facts({"answers": {"needs": ["sleep"]}})["needs.eating"] is False
    assert facts({})["needs.sleep"] is None


@pytest.mark.parametrize("name", ["needs", "wants"])
def test_a_list_left_empty_is_unknown(name):
    assert Case.from_document({"id": "a", "answers": {name: []}}) == Case.from_document({"id": "a"})


def test_protected_characteristics_are_not_facts():
    protected = ("ethnic", "sex", "gender", "name", "religion", "race", "nationality", "orientation")
    named = [name for name in FACTS if any(word in name for word in protected)]
    # A need they name, and a kind of harm: neither is who somebody is.
    assert named == ["needs.gender_identity", "abuse.sexual"]


_KNOWN = st.sampled_from(["id", "age", "age_months", "requester", "text", "answers", "profession", "channel"])
_INNER = st.sampled_from(
    [
        "safety",
        "impact",
        "needs",
        "wants",
        "duration",
        "pregnant",
        "substance_use",
        *SafetyQuestion,
        *ImpactArea,
    ]
)
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([*Need, "yes", "no"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_INNER | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.dictionaries(_KNOWN, _JSON, max_size=6))
@settings(max_examples=300, deadline=None)
def test_any_json_is_read_or_refused_with_problems(document):
    try:
        problems = None
        facts = facts_of(Case.from_document(document))
    except CaseError as error:
        problems = error.problems
        str(error).encode("utf-8")
    assert len(problems) > 0 if problems is not None else len(facts) == len(FACTS)
