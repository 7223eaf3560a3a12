"""The request document says what was said and no more: a no is never invented, and a yes is never lost."""

from datetime import date

import pytest
from hypothesis import given, settings

from forms.place import area_of
from forms.record import read_submission
from ifd.settings import Settings
from tests.forms.test_journey import ANSWERS, JUNK, TODAY
from triage.case import Case
from triage.directory import reference_places
from triage.vocabulary import Channel, PostcodeArea, Requester, SafetyQuestion

AREAS = ("NR", "PE30", "IP22")


def record(answers, **more):
    return read_submission(answers, channel=Channel.WEB, today=TODAY, postcode_areas=AREAS, **more)


@settings(max_examples=150, deadline=None)
@given(answers=ANSWERS)
def test_any_form_makes_a_document_the_engine_reads(answers):
    submission = record(answers)
    case = Case.from_document({"id": "x", **submission.document})
    assert case.channel is Channel.WEB
    assert submission.answers.items() >= answers.items()


@settings(max_examples=100, deadline=None)
@given(answers=JUNK)
def test_answers_from_elsewhere_make_one_too(answers):
    Case.from_document({"id": "x", **record(answers).document})


@settings(max_examples=200, deadline=None)
@given(answers=ANSWERS)
def test_no_is_never_invented_and_yes_is_never_lost(answers):
    document = record(answers).document["answers"]
    asked_about_all = answers.get("known_risks") == ["none_asked"]
    for question in SafetyQuestion:
        said, ticked = answers.get(question.value), question.value in (answers.get("known_risks") or [])
        if document["safety"][question.value] == "no":
            assert said == "no" or (asked_about_all and not said)
        if said == "yes" or ticked:
            assert document["safety"][question.value] == "yes"
    for name in ("pregnant", "parent_of_under_2", "looked_after", "gp_known"):
        if document[name] == "no":
            assert answers.get(name) == "no"
    for area, impact in document["impact"].items():
        if impact == "none":
            assert answers.get(f"impact_{area}") == "none"


@settings(max_examples=100, deadline=None)
@given(answers=ANSWERS)
def test_nothing_is_safer_than_they_said(answers):
    said_by = {"young_person": "young", "parent_carer": "parent"}
    for person in record(answers).people:
        if person.who == "referrer":
            continue
        for way in person.reach:
            channel = {"sms": "text", "phone": "call"}.get(way.channel, way.channel)
            own = [f"{said_by.get(person.who)}_{channel}_safety"]
            own += {"post": ["post_safety"], "phone": ["call_safety"]}.get(way.channel, [])
            assert way.safety in {"unknown", *(answers.get(name) for name in own)}


@pytest.mark.parametrize("requester", list(Requester))
def test_an_empty_form_is_all_unknown(requester):
    submission = record({}, requester=requester)
    assert submission.requester is requester
    assert set(submission.document["answers"]["safety"].values()) == {"not_asked"}
    assert submission.document["age"] is None
    assert "needs" not in submission.document["answers"]


def test_a_young_person_who_says_no_to_parents_keeps_them_out():
    submission = record({"requester": "young_person", "tell_parents": "no", "who_knows": ["nobody"]})
    parent = next(person for person in submission.people if person.who == "parent_carer")
    assert (parent.knows, parent.may_be_told) == ("no", "no")


@pytest.mark.parametrize(
    ("answers", "young", "parent"),
    [
        ({"consent": "both"}, ("yes", "yes"), ("yes", "yes")),
        ({"consent": "not_obtained", "who_knows": ["parents"]}, ("unknown", "unknown"), ("yes", "unknown")),
        ({"who_knows": ["young_person"]}, ("yes", "unknown"), ("unknown", "unknown")),
        ({"who_knows": ["nobody"]}, ("no", "unknown"), ("no", "unknown")),
        ({}, ("unknown", "unknown"), ("unknown", "unknown")),
    ],
)
def test_who_a_professional_says_knows_is_kept_and_may_not_yet_be_told(answers, young, parent):
    people = {person.who: person for person in record({"requester": "professional", **answers}).people}
    assert (people["young_person"].knows, people["young_person"].may_be_told) == young
    assert (people["parent_carer"].knows, people["parent_carer"].may_be_told) == parent


def test_a_child_who_knows_and_does_not_agree_was_not_asked_whether_they_may_be_told():
    child = record({"requester": "parent_carer", "age": "14", "agrees": "no"}).people[0]
    assert (child.knows, child.may_be_told) == ("yes", "unknown")


@pytest.mark.parametrize("age", ["0", "9"])
def test_a_parent_who_says_their_child_knows_is_heard(age):
    answers = {"requester": "parent_carer", "age": age, "who_knows": ["young_person"]}
    child = record(answers).people[0]
    assert child.knows == ("unknown" if age == "0" else "yes")


@pytest.mark.parametrize(
    ("written", "said", "safety"),
    [
        ("07700 900123", "", "unknown"),
        ("07700 900123", "safe", "safe"),
        ("07700 900123", "never", "never"),
        ("07700 900123, not safe: dad reads her texts", "", "never"),
        ("Do not ring 07700 900123 at home", "", "never"),
        ("07700 900123, don't text before 4", "safe", "safe"),
    ],
)
def test_a_professional_says_whether_an_address_is_safe(written, said, safety):
    answers = {"requester": "professional", "parent_reach": written, "parent_reach_safety": said}
    parent = next(person for person in record(answers).people if person.who == "parent_carer")
    assert {way.safety for way in parent.reach} == {safety}


def test_the_way_back_to_a_form_is_not_part_of_the_request():
    assert "come_back" not in record({"requester": "young_person", "come_back": {"hash": "a@b.org"}}).answers


def test_only_a_professional_leaves_things_out():
    assert record({"requester": "parent_carer"}).left_out == ()
    full = {
        "requester": "professional",
        "given_name": "Ade",
        "birth_date": "2013-02-01",
        "story": "x",
        "known_risks": ["not_known"],
        "young_reach": "aged 6",
        "parent_reach": "07700 900123",
        "school_reach": "not in school",
        "consent": "parent",
        "referrer_reach": "gp@example.org",
    }
    assert record(full).left_out == ()
    for name in full.keys() - {"requester"}:
        assert len(record({**full, name: ""}).left_out) == 1, name


@pytest.mark.parametrize(
    ("written", "ways", "reason"),
    [
        ("07700 900123", {("sms", "07700 900123"), ("phone", "07700 900123")}, ""),
        ("01603 123456", {("phone", "01603 123456")}, ""),
        (
            "Mum: MUM@example.org or 07700 900123",
            {("email", "MUM@example.org"), ("sms", "07700 900123"), ("phone", "07700 900123")},
            "",
        ),
        ("aged 6", set(), "aged 6"),
        ("born 01/02/2013, no phone", set(), "born 01/02/2013, no phone"),
        ("", set(), ""),
    ],
)
def test_a_line_of_contact_is_read_or_kept_as_the_reason(written, ways, reason):
    submission = record({"requester": "professional", "parent_reach": written})
    parent = next(person for person in submission.people if person.who == "parent_carer")
    assert {(way.channel, way.value) for way in parent.reach} == ways
    assert parent.reason_missing == reason
    assert {way.safety for way in parent.reach} <= {"unknown"}


@pytest.mark.parametrize(
    ("postcode", "area"),
    [
        ("NR1 3JU", PostcodeArea.IN_AREA),
        ("nr13ju", PostcodeArea.IN_AREA),
        ("NR30 1AA", PostcodeArea.IN_AREA),
        ("NR1", PostcodeArea.IN_AREA),
        ("PE30 1AA", PostcodeArea.IN_AREA),
        ("PE3 0AA", PostcodeArea.OUT_OF_AREA),
        ("N1 1AA", PostcodeArea.OUT_OF_AREA),
        ("IP2 2AA", PostcodeArea.OUT_OF_AREA),
        ("ZZ99 3VZ", PostcodeArea.NOT_GIVEN),
        ("rubbish", PostcodeArea.NOT_GIVEN),
        ("", PostcodeArea.NOT_GIVEN),
    ],
)
def test_in_or_out_of_the_area(postcode, area):
    assert area_of(postcode, AREAS) is area
    assert record({"postcode": postcode}).document["answers"]["postcode_area"] == area


@pytest.mark.parametrize(
    ("postcode", "place"),
    [
        ("ip25 6xx", "breckland"),
        ("PE30", "kings-lynn-and-west-norfolk"),
        ("nr301aa", "great-yarmouth-and-waveney"),
        ("SW1A 1AA", None),
        ("", None),
    ],
)
def test_the_place_follows_from_the_postcode(postcode, place):
    assert record({"postcode": postcode}).document["answers"].get("place") == place


def test_every_place_of_the_directory_is_in_the_area_of_the_settings():
    areas = Settings.model_fields["postcode_areas"].default
    districts = [district for place in reference_places() for district in place.postcode_districts]
    assert {area_of(district, areas) for district in districts} == {PostcodeArea.IN_AREA}


@pytest.mark.parametrize(
    ("answers", "consent"),
    [
        ({"requester": "young_person", "agrees": "yes"}, "young_person"),
        ({"requester": "young_person", "agrees": "unsure"}, "not_obtained"),
        ({"requester": "young_person"}, "not_given"),
        ({"requester": "parent_carer", "age": "14", "agrees": "both"}, "both"),
        ({"requester": "parent_carer", "age": "0", "agrees": "both"}, "parent"),
        ({"requester": "parent_carer", "age": "4", "agrees": "too_young"}, "parent"),
        ({"requester": "parent_carer", "age": "17", "agrees": "not_asked"}, "not_obtained"),
        ({"requester": "parent_carer", "age": "14", "agrees": "no"}, "not_obtained"),
        ({"requester": "professional", "consent": "parent"}, "parent"),
        ({"requester": "professional", "consent": "x"}, "not_given"),
    ],
)
def test_consent_is_as_they_said(answers, consent):
    assert record(answers).document["answers"]["consent"] == consent


def test_that_they_know_and_do_not_agree_is_more_than_nobody_asked():
    said = {"requester": "parent_carer", "age": "14"}
    assert record({**said, "agrees": "no"}).document["answers"]["young_person_agrees"] == "no"
    assert "young_person_agrees" not in record({**said, "agrees": "not_asked"}).document["answers"]


def test_a_birthday_gives_the_age_of_a_baby_in_months():
    document = record({"requester": "parent_carer", "birth_date": date(2026, 1, 1).isoformat()}).document
    assert (document["age"], document["age_months"]) == (0, 10)


def test_names_are_kept_as_they_were_given():
    names = {"given_name": "Maria del Carmen", "family_name": "Ruiz de la Peña"}
    about = record({"requester": "professional", **names}).about
    assert (about.given_name, about.family_name) == tuple(names.values())


@pytest.mark.parametrize(
    ("answers", "is_asked"),
    [
        ({}, True),
        ({"birth_date": "12"}, True),
        ({"birth_date": "2 months"}, False),
        ({"birth_date": "22"}, False),
        ({"profession": "school"}, False),
        ({"school_reach": "head@school.example"}, False),
        ({"school_reach": "not in school"}, False),
    ],
)
def test_the_school_is_asked_for_or_why_not(answers, is_asked):
    left = record({"requester": "professional", **answers}).left_out
    assert ("Ask how to reach the school: no contact and no reason given" in left) is is_asked


@pytest.mark.parametrize(
    ("written", "ways", "reason"),
    [
        ("Ms Lee, lee@school.example", {("email", "lee@school.example")}, ""),
        ("the family said no", set(), "the family said no"),
    ],
)
def test_the_school_can_be_reached_or_the_reason_is_kept(written, ways, reason):
    people = record({"requester": "professional", "school_reach": written}).people
    school = next(person for person in people if person.relationship == "School or college")
    assert {(way.channel, way.value) for way in school.reach} == ways
    assert (school.reason_missing, school.may_be_told) == (reason, "unknown")


@pytest.mark.parametrize(
    ("told", "age", "months"),
    [("2013-02-01", 13, None), ("13", 13, None), ("7 months", 0, 7), ("23 months", 1, 23), ("", None, None)],
)
def test_an_age_stands_in_for_a_date_of_birth(told, age, months):
    submission = record({"requester": "professional", "birth_date": told})
    assert (submission.document["age"], submission.document["age_months"]) == (age, months)
    assert (submission.about.birth_date is not None) is (told == "2013-02-01")


def test_the_longest_story_fits():
    submission = record({"requester": "young_person", "story": "x" * 20_000, "what_helps": "y" * 2_000})
    assert len(Case.from_document({"id": "x", **submission.document}).text) == 20_000
    assert submission.text.endswith("y" * 2_000)
