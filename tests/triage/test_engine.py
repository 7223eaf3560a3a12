"""What must hold for everybody, whatever they said and whatever they did not."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.people import DOCUMENTS
from triage.case import Case
from triage.directory import EVERYWHERE, Capacity, reference_directory
from triage.engine import suggest
from triage.facts import PLACE_OF, facts_of, set_flag
from triage.rules.versions import version
from triage.vocabulary import Duration, Flag, Impact, ImpactArea, OfferKind, Priority, SafetyQuestion

RULES = version("2026-11-22")
OFFERS = reference_directory()
BY_SLUG = {offer.slug: offer for offer in OFFERS}
CRISIS = {OfferKind.CRISIS_111, OfferKind.CRISIS_TEAM}
MANY = settings(max_examples=400, deadline=None)
SOME = settings(max_examples=100, deadline=None)


def suggestion_for(document, offers=OFFERS):
    return suggest(Case.from_document({"id": "a", **document}), offers, RULES)


def rank(document):
    return suggestion_for(document).priority.rank


def answered(document, **answers):
    changed = deepcopy(document)
    changed["answers"].update(answers)
    return changed


def safety_answered(document, question, answer):
    return answered(document, safety={**document["answers"]["safety"], question: answer})


@given(
    DOCUMENTS, st.sets(st.sampled_from(sorted(BY_SLUG))), st.sampled_from([Capacity.FULL, Capacity.CLOSED])
)
@MANY
def test_nobody_is_without_an_offer_and_something_that_starts_now(document, shut, capacity):
    offers = tuple(replace(offer, capacity=capacity) if offer.slug in shut else offer for offer in OFFERS)
    suggestion = suggestion_for(document, offers)
    assert suggestion.offers
    assert suggestion.starts_now
    for offer in suggestion.offers:
        assert offer.offer not in shut


@given(DOCUMENTS)
@SOME
def test_an_empty_directory_still_leaves_nobody_without(document):
    suggestion = suggestion_for(document, ())
    assert suggestion.offers
    assert suggestion.starts_now


@given(DOCUMENTS, st.sampled_from(SafetyQuestion))
@MANY
def test_a_yes_never_lowers_the_priority_nor_takes_crisis_help_away(document, question):
    before, after = suggestion_for(document), suggestion_for(safety_answered(document, question, "yes"))
    assert after.priority.rank <= before.priority.rank
    if OfferKind.CRISIS_111 in {offer.kind for offer in before.offers}:
        assert OfferKind.CRISIS_111 in {offer.kind for offer in after.offers}


@given(DOCUMENTS, st.sampled_from(Flag))
@MANY
def test_a_flag_never_lowers_what_the_rules_ask_for(document, flag):
    facts = facts_of(Case.from_document({"id": "a", **document}))
    before = RULES.fired_other_rules(facts)
    set_flag(facts, flag, True)
    after = RULES.fired_other_rules(facts)
    assert _floor(after) <= _floor(before)
    assert not _shows_crisis_help(before) or _shows_crisis_help(after)


def _floor(fired):
    raised = [RULES.other_rules[n].raises for n in fired]
    return min((priority.rank for priority in raised if priority), default=Priority.ROUTINE.rank)


def _shows_crisis_help(fired):
    effects = [effect for n in fired for effect in RULES.other_rules[n].offers]
    return any(OfferKind.CRISIS_111 in effect.kinds for effect in effects)


@given(DOCUMENTS, st.sampled_from(SafetyQuestion))
@MANY
def test_an_unknown_safety_answer_never_lowers_below_what_the_rest_forces(document, question):
    least = max(rank(safety_answered(document, question, answer)) for answer in ("yes", "no"))
    for unknown in ("not_asked", "unsure", "declined"):
        assert rank(safety_answered(document, question, unknown)) <= least


VALUES = {
    "duration": [duration for duration in Duration if duration is not Duration.NOT_GIVEN],
    "pregnant": ["yes", "no"],
    "parent_of_under_2": ["yes", "no"],
    "looked_after": ["yes", "no", "care_leaver"],
    "substance_use": ["none", "cannabis"],
    "known_to_services": ["none", "CAMHS"],
    "postcode_area": ["in_area", "out_of_area"],
}


@given(DOCUMENTS, st.sampled_from(sorted(VALUES)))
@MANY
def test_any_other_unknown_answer_never_lowers_below_what_the_rest_forces(document, field):
    least = max(rank(answered(document, **{field: value})) for value in VALUES[field])
    assert rank(answered(document, **{field: None})) <= least


@given(DOCUMENTS, st.sampled_from(ImpactArea))
@MANY
def test_an_unknown_impact_never_lowers_below_what_the_rest_forces(document, area):
    def rank_when(impact):
        return rank(answered(document, impact={**document["answers"]["impact"], area: impact}))

    assert rank_when(Impact.NOT_GIVEN) <= max(map(rank_when, ("none", "some", "a_lot")))


@given(DOCUMENTS)
@SOME
def test_an_unknown_age_never_lowers_below_what_the_rest_forces(document):
    least = max(rank({**document, "age": age}) for age in range(0, 31))
    assert rank({**document, "age": None}) <= least


@given(DOCUMENTS, st.sampled_from(["immediate_danger", "suicide_plan_or_intent"]))
@MANY
def test_danger_is_always_very_urgent_at_least_with_crisis_help(document, question):
    suggestion = suggestion_for(safety_answered(document, question, "yes"))
    assert suggestion.priority in (Priority.EMERGENCY, Priority.VERY_URGENT)
    assert suggestion.offers[0].kind in CRISIS
    assert suggestion.starts_now[0].kind == "contact"


@given(DOCUMENTS)
@MANY
def test_nobody_is_offered_what_is_not_for_their_age(document):
    suggestion = suggestion_for(document)
    for suggested in suggestion.offers:
        if suggested.offer is not None:
            assert BY_SLUG[suggested.offer].is_for_age(document.get("age"))
            assert BY_SLUG[suggested.offer].kind is suggested.kind


@given(DOCUMENTS)
@SOME
def test_who_lives_elsewhere_is_helped_onward(document):
    document = answered(document, postcode_area="out_of_area")
    kinds = {offer.kind for offer in suggestion_for({**document, "age": 15}).offers}
    assert OfferKind.OUT_OF_AREA_SIGNPOST in kinds
    assert not kinds & {OfferKind.CAMHS_HELP, OfferKind.CAMHS_MORE_HELP, OfferKind.MHST_SCHOOL}


@given(DOCUMENTS, st.integers(26, 120))
@SOME
def test_who_is_over_25_is_helped_onward(document, age):
    document = answered(document, postcode_area="in_area")
    kinds = {offer.kind for offer in suggestion_for({**document, "age": age}).offers}
    assert OfferKind.ADULT_SERVICES_SIGNPOST in kinds
    assert not kinds & {OfferKind.CAMHS_HELP, OfferKind.YOUNG_ADULT_TEAM, OfferKind.ONLINE_COUNSELLING}


@given(DOCUMENTS)
@SOME
def test_protected_characteristics_change_nothing(document):
    protected = {"ethnicity": "any", "sex": "F", "name": "A B", "religion": "any", "postcode": "NR1 1AA"}
    about = {**answered(document, **protected), **protected}
    assert suggestion_for(about).to_document() == suggestion_for(document).to_document()


@given(DOCUMENTS)
@SOME
def test_the_same_request_gets_the_same_document_and_it_is_json(document):
    first = suggestion_for(document).to_document()
    assert suggestion_for(deepcopy(document)).to_document() == first
    assert json.loads(json.dumps(first)) == first
    assert set(first) == {
        "id",
        "red_flags",
        "priority",
        "thrive",
        "offers",
        "starts_now",
        "reasons",
        "missing",
        "ruleset",
        "model",
    }


@given(DOCUMENTS)
@SOME
def test_every_flag_names_an_answer_that_was_given_or_characters_of_the_text(document):
    text = document.get("text", "")
    for flag in suggestion_for(document).to_document()["red_flags"]:
        if flag["source"] == "text":
            start, end = flag["evidence"]
            assert 0 <= start < end <= len(text)
        else:
            _, field, *question = flag["evidence"].split(".")
            assert field in document["answers"]
            if question:
                assert document["answers"]["safety"][question[0]] == "yes"


SAFE = dict.fromkeys(SafetyQuestion, "no")


@pytest.mark.parametrize(
    ("question", "answer", "priority"),
    [
        ("immediate_danger", "yes", "emergency"),
        ("immediate_danger", "unsure", "urgent"),
        ("suicide_plan_or_intent", "yes", "very_urgent"),
        ("suicide_plan_or_intent", "declined", "urgent"),
        ("suicidal_thoughts_now", "yes", "urgent"),
        ("suicidal_thoughts_now", "unsure", "urgent"),
        ("self_harm_last_month", "yes", "soon"),
        ("self_harm_last_month", "declined", "soon"),
        ("feels_unsafe_or_being_hurt", "yes", "urgent"),
        ("risk_to_others", "yes", "urgent"),
        ("unusual_experiences", "yes", "urgent"),
        ("rapid_weight_loss_or_fainting", "yes", "urgent"),
        ("rapid_weight_loss_or_fainting", "not_asked", "routine"),
    ],
)
def test_the_priority_each_safety_answer_gives_by_itself(question, answer, priority):
    document = {"age": 15, "answers": {"safety": {**SAFE, question: answer}, "needs": ["anxiety"]}}
    assert suggestion_for(document).priority == priority


@pytest.mark.parametrize(("age", "priority"), [(12, "urgent"), (13, "soon")])
def test_self_harm_under_13_is_looked_at_today(age, priority):
    document = {"age": age, "answers": {"safety": {**SAFE, "self_harm_last_month": "yes"}}}
    assert suggestion_for(document).priority == priority


def test_a_baby_said_to_harm_itself_is_the_parent_in_danger():
    document = {"age": 0, "answers": {"safety": {**SAFE, "self_harm_last_month": "yes"}}}
    suggestion = suggestion_for(document)
    assert suggestion.priority is Priority.URGENT
    assert Flag.PERINATAL_DANGER in {flag.flag for flag in suggestion.red_flags}
    assert not any("Self-harm at 0" in reason.because for reason in suggestion.reasons)


@pytest.mark.parametrize("said", [{"pregnant": "yes"}, {"substance_use": "cannabis"}])
def test_what_weighs_more_in_a_child_is_not_routine_while_the_age_is_unknown(said):
    assert suggestion_for({"answers": {"safety": SAFE, **said}}).priority is Priority.SOON
    assert suggestion_for({"age": 20, "answers": {"safety": SAFE, **said}}).priority is Priority.ROUTINE


@pytest.mark.parametrize(
    ("age", "offered"), [(13, "camhs-more-help-central"), (14, "early-intervention-psychosis")]
)
def test_psychosis_goes_to_the_team_for_the_age(age, offered):
    document = {"age": age, "answers": {"safety": {**SAFE, "unusual_experiences": "yes"}, "place": "norwich"}}
    assert offered in [offer.offer for offer in suggestion_for(document).offers]


def test_a_full_offer_falls_to_the_next_and_the_reason_says_so():
    full = tuple(
        replace(offer, capacity=Capacity.FULL) if offer.kind is OfferKind.EATING_DISORDER else offer
        for offer in OFFERS
    )
    document = {"age": 15, "answers": {"safety": SAFE, "needs": ["eating", "body_image"]}}
    suggestion = suggestion_for(document, full)
    assert OfferKind.CAMHS_MORE_HELP in {offer.kind for offer in suggestion.offers}
    assert [unmet.kind for unmet in suggestion.unmet] == [OfferKind.EATING_DISORDER]
    assert "Eating disorder team would come first" in suggestion.reasons[-1].because


def test_the_place_chooses_the_team_near_them():
    document = {
        "age": 15,
        "answers": {"safety": {**SAFE, "suicidal_thoughts_now": "yes"}, "place": "breckland"},
    }
    assert "camhs-more-help-west" in [offer.offer for offer in suggestion_for(document).offers]


@pytest.mark.parametrize("postcode_area", ["in_area", "not_given"])
def test_an_unknown_place_names_no_local_team_and_is_asked(postcode_area):
    answers = {"safety": {**SAFE, "suicidal_thoughts_now": "yes"}, "postcode_area": postcode_area}
    suggestion = suggestion_for({"age": 15, "answers": answers})
    named = {offer.kind: offer.offer for offer in suggestion.offers}
    assert named[OfferKind.CAMHS_MORE_HELP] is None
    local = {offer.slug for offer in OFFERS if offer.areas != EVERYWHERE}
    assert local.isdisjoint(named.values())
    assert sum(missing.question.startswith("Place: ") for missing in suggestion.missing) == 1


def test_the_place_is_not_asked_where_every_offer_is_for_the_whole_area():
    everywhere = tuple(replace(offer, areas=EVERYWHERE) for offer in OFFERS)
    answers = {"safety": {**SAFE, "suicidal_thoughts_now": "yes"}, "postcode_area": "in_area"}
    suggestion = suggestion_for({"age": 15, "answers": answers}, everywhere)
    assert "camhs-more-help-central" in [offer.offer for offer in suggestion.offers]
    assert "answers.place" not in [missing.field for missing in suggestion.missing]


@pytest.mark.parametrize(
    ("about", "line"),
    [
        ({"safety": {"suicidal_thoughts_now": "yes"}}, "PAPYRUS HOPELINE247"),
        ({"safety": {"feels_unsafe_or_being_hurt": "yes"}}, "National Domestic Abuse Helpline"),
        ({"needs": ["eating", "body_image"]}, "Beat"),
    ],
)
def test_the_line_for_what_was_said_is_among_what_starts_now(about, line):
    answers = {**about, "safety": {**SAFE, **about.get("safety", {})}}
    titles = [item.title for item in suggestion_for({"age": 15, "answers": answers}).starts_now]
    assert line in titles
    contacts = titles if titles[0] == "Emergency services" else titles[-3:]
    assert contacts[:2] == ["Emergency services", "NHS 111, mental health option"]


def test_a_place_the_directory_does_not_know_rules_no_team_out():
    document = {"age": 15, "answers": {"safety": {**SAFE, "suicidal_thoughts_now": "yes"}}}
    elsewhere = answered(document, place="Somewhere-on-Sea")
    assert suggestion_for(elsewhere).offers == suggestion_for(document).offers


def test_no_reason_speaks_of_a_team_that_is_beyond_their_reach():
    document = {
        "age": 12,
        "answers": {"safety": {**SAFE, "immediate_danger": "yes"}, "postcode_area": "out_of_area"},
    }
    suggestion = suggestion_for(document)
    assert OfferKind.CRISIS_TEAM not in {offer.kind for offer in suggestion.offers}
    assert "crisis-team" not in {reason.rule for reason in suggestion.reasons}
    assert "danger-now" in {reason.rule for reason in suggestion.reasons}


def test_what_is_missing_begins_with_danger_and_ends_with_the_gp():
    missing = suggestion_for({"answers": {"safety": {}, "impact": {}}}).missing
    assert missing[0].field == "answers.safety.immediate_danger"
    assert missing[-1].field == "answers.gp_known"


def test_places_of_facts_agree_with_their_names():
    facts = facts_of(
        Case.from_document({"id": "a", "age": 9, "answers": {"consent": "both", "wants": ["group"]}})
    )
    assert facts[PLACE_OF["age"]] == 9
    assert facts[PLACE_OF["consent"]] == "both"
    assert facts[PLACE_OF["wants.group"]] is True
    assert facts[PLACE_OF["wants.therapy"]] is False
    assert facts[PLACE_OF["flags.neglect"]] is False


@pytest.mark.parametrize(
    ("about", "is_perinatal"),
    [
        ({"age": 0}, True),
        ({"age_months": 14}, True),
        ({"age": 22, "answers": {"pregnant": "yes"}}, True),
        ({"age": 22, "answers": {"parent_of_under_2": "yes"}}, True),
        ({"age": 22, "answers": {"needs": ["pregnancy_or_new_baby"]}}, True),
        ({"answers": {"needs": ["pregnancy_or_new_baby"]}}, True),
        ({"age": 22, "answers": {"parent_of_under_2": "no", "pregnant": "no"}}, False),
        ({"age": 8, "answers": {"parent_of_under_2": "yes"}}, False),
    ],
)
def test_words_of_danger_with_a_baby_known_from_the_answers_are_perinatal_danger(about, is_perinatal):
    suggestion = suggestion_for({**about, "text": "I want to kill myself"})
    flags = {flag.flag for flag in suggestion.red_flags}
    assert Flag.SUICIDAL_THOUGHTS in flags
    assert (Flag.PERINATAL_DANGER in flags) is is_perinatal
    if is_perinatal:
        assert suggestion.priority is Priority.VERY_URGENT
        assert OfferKind.PERINATAL in {offer.kind for offer in suggestion.offers}
