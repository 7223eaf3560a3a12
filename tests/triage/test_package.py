"""A package is short, starts today and never names a team before the age is known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.triage.people import DOCUMENTS
from triage.case import Case
from triage.directory import reference_directory
from triage.engine import suggest
from triage.package import LONGEST
from triage.rules.versions import version
from triage.vocabulary import OfferKind, SafetyQuestion

RULES = version("2026-11-22")
OFFERS = reference_directory()
BY_SLUG = {offer.slug: offer for offer in OFFERS}
SAFE = dict.fromkeys(SafetyQuestion, "no")
STARTS_TODAY = {
    OfferKind.CRISIS_111,
    OfferKind.CRISIS_TEAM,
    OfferKind.SAFEGUARDING,
    OfferKind.SELF_CARE,
    OfferKind.ONLINE_COUNSELLING,
}

EVERYTHING = {
    "requester": "professional",
    "answers": {
        "safety": SAFE,
        "needs": ["neurodevelopmental", "trauma", "bereavement", "ocd_rituals", "substance_use", "anxiety"],
        "looked_after": "yes",
        "wants": ["consultation", "medication_review", "online_help"],
        "duration": "over_12_months",
        "impact": {"home": "a_lot", "sleep": "a_lot"},
    },
}


def suggestion_for(document):
    return suggest(Case.from_document({"id": "a", **document}), OFFERS, RULES)


def kinds(document):
    return [offer.kind for offer in suggestion_for(document).offers]


@given(DOCUMENTS)
@settings(max_examples=300, deadline=None)
def test_a_package_is_short(document):
    assert len(suggestion_for(document).offers) <= LONGEST


def test_a_long_package_keeps_something_for_today_and_names_what_is_left_for_later():
    suggestion = suggestion_for({"age": 14, **EVERYTHING})
    assert len(suggestion.offers) == LONGEST
    assert {offer.kind for offer in suggestion.offers} & STARTS_TODAY
    later = [reason for reason in suggestion.reasons if reason.rule == "package.later"]
    assert len(later) == 1
    assert "CAMHS, help; " in later[0].because
    # Alcohol, drugs and complexity never put help for any of them off.
    assert OfferKind.SUBSTANCE_MISUSE in {offer.kind for offer in suggestion.offers}


@given(DOCUMENTS)
@settings(max_examples=300, deadline=None)
def test_with_the_age_unknown_no_team_of_certain_ages_is_named(document):
    document = {name: value for name, value in document.items() if name not in ("age", "age_months")}
    suggestion = suggestion_for(document)
    for offer in suggestion.offers:
        named = BY_SLUG.get(offer.offer)
        assert named is None or (named.min_age is None and named.max_age is None)
    assert "age" in [missing.field for missing in suggestion.missing]


def test_with_the_age_unknown_an_eating_disorder_still_leads_to_that_team():
    document = {"answers": {"safety": SAFE, "needs": ["eating", "body_image"]}}
    offer = next(o for o in suggestion_for(document).offers if o.kind is OfferKind.EATING_DISORDER)
    assert offer.offer is None


@pytest.mark.parametrize(
    ("text", "offered", "not_offered"),
    [
        ("my dad hits my mum", "domestic_abuse_support", "sexual_abuse_support"),
        ("i was raped at a party", "sexual_abuse_support", "domestic_abuse_support"),
        ("they are making me carry drugs", "safeguarding", "sexual_abuse_support"),
    ],
)
def test_the_kind_of_harm_chooses_the_worker(text, offered, not_offered):
    found = kinds({"age": 15, "text": text, "answers": {"safety": SAFE, "needs": ["abuse_safety"]}})
    assert offered in found
    assert not_offered not in found
    assert "safeguarding" in found


def test_when_the_kind_of_harm_is_not_said_it_is_asked():
    suggestion = suggestion_for(
        {"age": 15, "answers": {"safety": {**SAFE, "feels_unsafe_or_being_hurt": "yes"}}}
    )
    assert any(missing.question.startswith("Harm:") for missing in suggestion.missing)


@pytest.mark.parametrize(
    ("answer", "priority", "is_flagged"),
    [
        ("injecting heroin", "urgent", True),
        ("alcohol withdrawal fits", "urgent", True),
        ("cannabis most days", "routine", False),
        ("occasional cannabis use", "routine", False),
        ("none", "routine", False),
        ("a few drinks at weekends", "routine", False),
    ],
)
def test_the_answer_about_alcohol_or_drugs_is_read_for_danger(answer, priority, is_flagged):
    suggestion = suggestion_for(
        {"age": 17, "answers": {"safety": SAFE, "needs": ["sleep"], "substance_use": answer}}
    )
    flags = [flag for flag in suggestion.red_flags if flag.flag == "substance_danger"]
    assert suggestion.priority == priority
    assert bool(flags) is is_flagged
    for flag in flags:
        assert flag.source == "answer"
        assert flag.evidence == "answers.substance_use"


def test_no_answer_and_no_words_ask_for_a_person_before_a_team():
    assert kinds({}) == [OfferKind.SINGLE_SESSION, OfferKind.SELF_CARE]


@pytest.mark.parametrize(("age", "kind"), [(17, "camhs_help"), (18, "young_adult_team")])
def test_talking_therapies_wait_until_18_and_camhs_ends_there(age, kind):
    found = kinds({"age": age, "answers": {"safety": {**SAFE, "self_harm_last_month": "yes"}}})
    assert kind in found
    assert "talking_therapies" not in found


# For whom each kind makes sense by published criteria, whatever the directory of an area opens.
FOR_AGES = {
    OfferKind.CRISIS_TEAM: (5, 120),
    OfferKind.CAMHS_HELP: (4, 17),
    OfferKind.CAMHS_MORE_HELP: (2, 17),
    OfferKind.EATING_DISORDER: (5, 120),
    OfferKind.EIP_PSYCHOSIS: (14, 25),
    OfferKind.MHST_SCHOOL: (5, 18),
    OfferKind.WELLBEING_PRACTITIONER: (5, 17),
    OfferKind.ONLINE_COUNSELLING: (10, 25),
    OfferKind.COUNSELLING: (4, 25),
    OfferKind.TALKING_THERAPIES: (18, 25),
    OfferKind.YOUNG_ADULT_TEAM: (16, 25),
    OfferKind.SUBSTANCE_MISUSE: (5, 25),
}


@given(DOCUMENTS)
@settings(max_examples=1500, deadline=None)
def test_kinds_fit_the_age_by_published_criteria(document):
    age = document.get("age")
    if age is None and document.get("age_months") is not None:
        age = document["age_months"] // 12
    if age is None:
        return
    found = set(kinds(document))
    for kind in found & set(FOR_AGES):
        youngest, oldest = FOR_AGES[kind]
        assert youngest <= age <= oldest, (kind, age)
    if 2 <= age < 10:
        assert OfferKind.PERINATAL not in found
    if 5 <= age < 10:
        assert OfferKind.PARENT_INFANT not in found
