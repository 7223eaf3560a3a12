"""The directory: whole, honest about mistakes, and with something for every age and place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import codes
from triage.data_entry import package_text
from triage.directory import (
    DirectoryError,
    load_directory,
    reference,
    reference_directory,
    reference_organisations,
    reference_places,
)
from triage.vocabulary import OfferKind, Requester

OFFERS = reference_directory()


def only(kind: OfferKind):
    return [offer for offer in OFFERS if offer.kind is kind]


@pytest.mark.parametrize("kind", list(OfferKind))
def test_every_kind_of_offer_exists_and_one_is_open(kind):
    assert any(offer.is_open for offer in only(kind))


def test_the_area_has_enough_to_be_believable():
    assert len(OFFERS) >= 36
    assert len(reference_organisations()) >= 10
    assert {place.slug for place in reference_places()} == {
        "norwich", "great-yarmouth-and-waveney", "kings-lynn-and-west-norfolk",
        "north-norfolk", "south-norfolk", "breckland",
    }  # fmt: skip


def can_be_sent(offer, age):
    return offer.takes_requests and offer.is_open and offer.is_for_age(age)


@pytest.mark.parametrize("place", [place.slug for place in reference_places()])
@pytest.mark.parametrize("age", range(26))
def test_every_age_in_every_place_has_specialist_help_and_a_talk(age, place):
    specialist = {OfferKind.CAMHS_MORE_HELP, OfferKind.YOUNG_ADULT_TEAM}
    near = [offer for offer in OFFERS if can_be_sent(offer, age) and offer.is_for_place(place)]
    assert specialist & {offer.kind for offer in near}
    assert any(offer.kind is OfferKind.SINGLE_SESSION for offer in near)


@pytest.mark.parametrize("age", range(14, 26))
def test_early_intervention_in_psychosis_is_there_from_14(age):
    """Ages 14 to 65 nationally; younger children with unusual experiences are seen by CAMHS."""
    assert any(offer.kind is OfferKind.EIP_PSYCHOSIS and offer.is_for_age(age) for offer in OFFERS)


@pytest.mark.parametrize(
    "kind",
    [
        OfferKind.CRISIS_TEAM, OfferKind.SAFEGUARDING, OfferKind.EATING_DISORDER,
        OfferKind.NEURODEVELOPMENTAL, OfferKind.BEREAVEMENT, OfferKind.LOOKED_AFTER_TEAM,
        OfferKind.DOMESTIC_ABUSE_SUPPORT, OfferKind.SEXUAL_ABUSE_SUPPORT, OfferKind.PERINATAL,
        OfferKind.OUT_OF_AREA_SIGNPOST,
    ],
)  # fmt: skip
@pytest.mark.parametrize("age", range(26))
def test_these_kinds_leave_no_gap_between_ages(kind, age):
    assert any(can_be_sent(offer, age) for offer in only(kind))


@given(age=st.integers(26, 120))
def test_somebody_over_25_is_helped_onward(age):
    assert any(can_be_sent(offer, age) for offer in only(OfferKind.ADULT_SERVICES_SIGNPOST))


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.slug)
def test_both_ends_of_the_ages_are_included(offer):
    assert offer.is_for_age(None)
    if offer.min_age:
        assert offer.is_for_age(offer.min_age)
        assert not offer.is_for_age(offer.min_age - 1)
    if offer.max_age is not None:
        assert offer.is_for_age(offer.max_age)
        assert not offer.is_for_age(offer.max_age + 1)


def test_nhs_111_is_open_to_all_at_once_and_takes_no_requests():
    (line,) = only(OfferKind.CRISIS_111)
    assert line.starts_now
    assert line.is_open
    assert not line.takes_requests
    assert line.contact.phone == "111"
    assert line.audience == tuple(Requester)


def test_team_types_are_national_codes():
    valid = {code.code for code in codes.team_types(date(2026, 11, 1))}
    assert {offer.mhsds_team_type for offer in OFFERS} - {""} <= valid


def test_made_up_providers_have_made_up_telephone_numbers():
    kinds = {organisation.slug: organisation.kind for organisation in reference_organisations()}
    phones = [o.contact.phone for o in OFFERS if kinds[o.provider] != "national" and o.contact.phone]
    assert phones
    # 01632 960 and 07700 900 are kept by Ofcom for drama; nobody can be called on them by mistake.
    assert [phone for phone in phones if not phone.startswith(("01632 960", "07700 900"))] == []


@pytest.mark.parametrize(
    ("postcode", "place"),
    [
        ("NR3 1AA", "norwich"), ("NR2", "norwich"), ("ip25 6xx", "breckland"),
        ("nr301aa", "great-yarmouth-and-waveney"), ("NR30", "great-yarmouth-and-waveney"),
        ("PE30 1AA", "kings-lynn-and-west-norfolk"),
        ("nr17-2ab", "breckland"), ("GIR 0AA", None),
        ("SW1A 1AA", None), ("", None), ("🦀", None), ("NR", None),
    ],
)  # fmt: skip
def test_a_postcode_tells_the_place_or_nothing(postcode, place):
    found = reference().place_of(postcode)
    assert (found.slug if found else None) == place


@given(st.text(max_size=30))
def test_any_text_may_be_given_as_a_postcode(text):
    found = reference().place_of(text)
    assert found is None or found in reference_places()


def broken(before: str, after: str) -> tuple[str, ...]:
    text = package_text("offers.yaml")
    assert before in text
    with pytest.raises(DirectoryError) as caught:
        load_directory(text.replace(before, after, 1))
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("kind: crisis_111", "kind: helpline", "should be one of: crisis_111"),
        ("max_age: 17", "max_age: 26", "whole number from 0 to 25"),
        ("min_age: 10\n    max_age: 17", "min_age: 17\n    max_age: 10", "min_age 17 above max_age 10"),
        ("provider: nhs-national", "provider: nobody", "not in the list of organisations"),
        ("areas: [norwich, north-norfolk", "areas: [atlantis, north-norfolk", "'atlantis'"),
        ("    capacity: open", "    capacity: ajar", "should be one of: open, full, closed"),
        ("starts_now: true", "starts_now: soon", "true or false"),
        ("starts_now: true", "start_now: true", "a field 'start_now' that nobody reads"),
        ("review_date: 2027-03-31", "review_date: next spring", "a date such as"),
        ("slug: children-crisis-team", "slug: nhs-111-mental-health", "is there twice"),
        ("slug: children-crisis-team", "slug: Children Crisis", "lower-case words"),
        ("    phone: 01632 960101\n", "", "has no way to reach it"),
        ("    name: Adult safeguarding line\n", "", "has no 'name'"),
        ("    kind: crisis_team", "    kind: crisis_team\n    kind: crisis_team", "written twice"),
        ("    capacity: full", '    exclusions: ["Drug use."]\n    capacity: full', "no wrong door"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(before, after, says):
    mistakes = broken(before, after)
    assert any(says in mistake for mistake in mistakes), mistakes
    assert all(mistake.endswith(".") for mistake in mistakes)


def test_all_mistakes_are_told_at_once():
    text = package_text("offers.yaml").replace("capacity: full", "capacity: ajar")
    text = text.replace("kind: perinatal", "kind: x")
    with pytest.raises(DirectoryError) as caught:
        load_directory(text)
    assert len(caught.value.mistakes) == 4
    assert "tidewater-west" in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "offers: 5", "a: [", "places: []\norganisations: []", "- x\n- y"])
def test_a_file_that_is_no_directory_is_refused(text):
    with pytest.raises(DirectoryError):
        load_directory(text)
