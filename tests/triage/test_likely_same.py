"""Whether two may be one: sure only of what is the same, and never of brothers, sisters and twins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.likely_same import Known, Sure, is_one_slip, likeness

ADA = Known("ada", "", "lindqvist", date(2012, 5, 4), 2012, "9990000018", "NR1 3JU")
NAMES = st.sampled_from(["ada", "adam", "ava", "eva", "samuel", "sam", "baby", "mia", "mya", "", "ada may"])
PEOPLE = st.builds(
    Known,
    given=NAMES,
    preferred=NAMES,
    family=st.sampled_from(["lindqvist", "lindquist", "ada", "okafor", ""]),
    born=st.sampled_from([None, date(2012, 5, 4), date(2012, 4, 5), date(2012, 5, 14), date(2009, 1, 1)]),
    born_about=st.sampled_from([None, 2012, 2011, 2009]),
    nhs_number=st.sampled_from(["", "9990000018", "9990000026"]),
    postcode=st.sampled_from(["", "NR1 3JU", "nr13ju", "NR2 1AA"]),
)


def sure(other: Known, *, one: Known = ADA, shares_contact: bool = False) -> Sure | None:
    found = likeness(one, other, shares_contact)
    return found.sure if found else None


@pytest.mark.parametrize(
    ("changes", "shares_contact", "expected"),
    [
        ({}, False, Sure.ALMOST_CERTAIN),
        ({"given": "adda", "born": date(2012, 4, 5)}, False, Sure.ALMOST_CERTAIN),
        ({"given": "eva"}, False, Sure.POSSIBLE),
        ({"nhs_number": ""}, False, Sure.LIKELY),
        ({"nhs_number": "9990000026"}, False, Sure.POSSIBLE),
        ({"nhs_number": "", "family": "okafor"}, True, Sure.LIKELY),
        ({"nhs_number": "", "family": "okafor"}, False, None),
        ({"nhs_number": "", "family": "lindquist"}, False, Sure.POSSIBLE),
        ({"nhs_number": "", "given": "adda"}, False, Sure.POSSIBLE),
        ({"nhs_number": "", "born": date(2012, 4, 5)}, False, Sure.POSSIBLE),
        ({"nhs_number": "", "born": date(2012, 4, 5)}, True, Sure.LIKELY),
        ({"nhs_number": "", "born": None}, True, Sure.POSSIBLE),
        ({"nhs_number": "", "born": None, "postcode": ""}, False, Sure.POSSIBLE),
        ({"nhs_number": "", "born": None, "postcode": "", "born_about": 2005}, False, None),
        ({"nhs_number": "", "born": date(2009, 1, 1)}, False, None),
        ({"nhs_number": "", "given": "lindqvist", "family": "ada"}, False, Sure.POSSIBLE),
        ({"nhs_number": "", "given": "eva"}, True, Sure.SIBLING),
        ({"nhs_number": "", "given": "eva", "postcode": "", "born": None}, False, None),
        ({"nhs_number": "", "given": "eva", "family": "okafor"}, True, Sure.SIBLING),
        ({"nhs_number": "", "given": "eva", "family": "okafor", "postcode": ""}, True, None),
        ({"nhs_number": "", "given": "eva", "postcode": ""}, True, Sure.SIBLING),
        ({"nhs_number": "", "given": "baby"}, False, Sure.POSSIBLE),
    ],
)
def test_how_sure(changes, shares_contact, expected):
    assert sure(replace(ADA, **changes), shares_contact=shares_contact) is expected


def test_twins_are_never_the_same():
    twin = replace(ADA, given="eva", nhs_number="")
    found = likeness(ADA, twin, shares_contact=True)
    assert found.sure is Sure.SIBLING
    assert "another given name" in found.differs


def test_of_a_name_one_letter_apart_it_is_said_that_it_may_be_a_twin():
    found = likeness(replace(ADA, given="mia"), replace(ADA, given="mya", nhs_number=""), shares_contact=True)
    assert found.sure is Sure.POSSIBLE
    assert found.kin == "twin"


@pytest.mark.parametrize(
    ("changes", "expected", "kin"),
    [
        ({"given": "eva"}, Sure.SIBLING, "brother, sister or twin"),
        ({"given": "eva", "born": None}, Sure.SIBLING, "brother, sister or twin"),
        ({"given": "eva", "born": date(2009, 1, 1)}, Sure.SIBLING, "brother or sister"),
        ({"given": "adda", "born": date(2009, 1, 1)}, Sure.SIBLING, "brother or sister"),
        ({"given": "baby", "born": date(2021, 1, 1)}, Sure.SIBLING, "brother or sister"),
        ({"given": "", "born": None}, Sure.POSSIBLE, "brother, sister or twin"),
        ({"given": "adda", "born": None}, Sure.POSSIBLE, "brother, sister or twin"),
        ({"born": date(2009, 1, 1)}, Sure.POSSIBLE, ""),
        ({"given": "adda"}, Sure.POSSIBLE, "twin"),
        ({"given": "eva", "family": "okafor", "postcode": ""}, None, ""),
        ({"given": "", "family": "okafor", "postcode": "", "born": None}, None, ""),
    ],
)
def test_who_shares_the_family_but_may_be_another_child_is_told(changes, expected, kin):
    found = likeness(ADA, replace(ADA, **{"nhs_number": "", **changes}), shares_contact=True)
    assert (found and found.sure) is expected
    assert (found.kin if found else "") == kin


def test_why_is_said():
    found = likeness(ADA, replace(ADA, nhs_number="9990000026"), shares_contact=True)
    assert found.agrees == ("same name", "same date of birth", "same telephone or e-mail", "same postcode")
    assert found.differs == ("another NHS number",)


@given(PEOPLE, PEOPLE, st.booleans())
def test_it_does_not_matter_which_came_first(one, other, shares_contact):
    assert likeness(one, other, shares_contact) == likeness(other, one, shares_contact)


@given(PEOPLE, PEOPLE, st.booleans())
def test_nobody_with_other_names_is_called_likely(one, other, shares_contact):
    found = likeness(one, other, shares_contact)
    if found and "another given name" in found.differs:
        assert found.sure in (Sure.SIBLING, Sure.POSSIBLE)
        assert found.sure is Sure.SIBLING or "same NHS number" in found.agrees


@given(PEOPLE, PEOPLE, st.booleans())
def test_whatever_is_found_says_why(one, other, shares_contact):
    found = likeness(one, other, shares_contact)
    assert found is None or found.agrees


@given(PEOPLE, PEOPLE)
def test_sharing_a_contact_never_makes_less_of_it(one, other):
    without, shared = likeness(one, other, False), likeness(one, other, True)
    if without:
        assert list(Sure).index(shared.sure) <= list(Sure).index(without.sure)


@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [
        ("mia", "mya", True),
        ("katie", "katei", True),
        ("sara", "sarah", True),
        ("ann", "nan", True),
        ("ada", "ada", False),
        ("mark", "marc", True),
        ("leo", "theo", False),
        ("abcd", "badc", False),
    ],
)
def test_one_slip(one, other, is_slip):
    assert is_one_slip(one, other) is is_slip
    assert is_one_slip(other, one) is is_slip


@given(PEOPLE, PEOPLE, st.booleans())
def test_a_sibling_has_a_word_for_it(one, other, shares_contact):
    found = likeness(one, other, shares_contact)
    assert found is None or found.sure is not Sure.SIBLING or "brother or sister" in found.kin.replace(", ", " or ")
