"""Vignettes are read strictly: whatever is wrong with a file is told, all of it, with its line."""

from __future__ import annotations

import pytest

from triage.vignettes.loading import VignettesError, benchmark, load_vignettes
from triage.vignettes.vignette import AgeBand, age_band
from triage.vocabulary import Priority, SafetyAnswer, SafetyQuestion

GOOD = """\
criteria:
  own:
    source: A document, section 2
    says: What it asks for.

vignettes:
  - id: tired-at-nine
    title: Tired at nine
    category: sleep
    trap: idiom
    request:
      age: 9
      text: "Tired to death."
      answers:
        safety: {suicidal_thoughts_now: no}
        needs: [sleep]
    acceptable:
      priority: [soon, routine]
      offers_any_of: [self_care]
      offers_must_not: [crisis_team]
    criterion: own
"""


def mistakes_of(text):
    with pytest.raises(VignettesError) as caught:
        load_vignettes(text, "mine.yaml")
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_good_file_is_read_with_a_criterion_of_its_own():
    (vignette,) = load_vignettes(GOOD)
    assert vignette.request["id"] == vignette.id == "tired-at-nine"
    assert vignette.criterion.says == "What it asks for."
    assert vignette.acceptable.least_urgent is Priority.ROUTINE
    assert vignette.case.safety[SafetyQuestion.SUICIDAL_THOUGHTS_NOW] is SafetyAnswer.NO
    assert vignette.age_band is AgeBand.PRIMARY


def test_a_criterion_that_comes_with_the_software_may_be_named():
    text = "vignettes:" + GOOD.split("vignettes:")[1].replace("criterion: own", "criterion: thrive-advice")
    assert load_vignettes(text)[0].criterion.source.startswith("THRIVE")


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("id: tired-at-nine", "id: Tired at nine", "lower-case letters"),
        ("    title: Tired at nine\n", "", "'title' is missing"),
        ("category: sleep", "category: sleeep", "Did you mean 'sleep'?"),
        ("trap: idiom", "trap: idioms", "'trap' is never 'idioms'"),
        ("      age: 9", "      age: nine", "age: found 'nine'"),
        ("      age: 9", "      aged: 9", "nobody reads the field 'aged'"),
        ("needs: [sleep]", "need: [sleep]", "nobody reads the field 'need'"),
        ("needs: [sleep]", "needs: [slep]", "answers.needs: found 'slep'"),
        ("priority: [soon, routine]", "priority: [routine, soon]", "the most urgent that is acceptable"),
        ("priority: [soon, routine]", "priority: [soon]", "the most urgent that is acceptable"),
        ("      offers_any_of: [self_care]\n", "", "which offers are acceptable"),
        ("offers_must_not: [crisis_team]", "offers_must_not: [self_care]", "both acceptable and in"),
        ("offers_must_not: [crisis_team]", "offers_must_not: [camhs_help]\n      offers_first_of: [camhs_help]",
         "both acceptable and in 'offers_must_not'"),
        ("offers_must_not: [crisis_team]", "flags_must_not: [neglect]\n      flags: [neglect]",
         "both acceptable and in 'flags_must_not'"),
        ("offers_must_not: [crisis_team]", "flags_must_not: [neglect]\n      flags_any_of: [neglect, psychosis]",
         "both acceptable and in 'flags_must_not'"),
        ("id: tired-at-nine", "id: " + "nine" * 21, "up to 80 lower-case letters"),
        (
            "offers_must_not: [crisis_team]",
            "offers_must_not: [crisis]",
            "'offers_must_not' is never 'crisis'",
        ),
        ("offers_must_not: [crisis_team]", "flag: [neglect]", "nobody reads the field 'flag'"),
        ("criterion: own", "criterion: owm", "no criterion is called 'owm'"),
        ("    source: A document, section 2\n", "", "'source' is missing"),
        ("  own:", "  thrive-advice:", "is there already"),
        ("      age: 9", "      age: 9\n      age: 8", "'age' is written twice"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_line(was, becomes, told):
    assert was in GOOD
    found = mistakes_of(GOOD.replace(was, becomes, 1))
    assert any(told in mistake for mistake in found), found
    assert all(mistake.startswith("mine.yaml, line ") for mistake in found)


def test_every_mistake_of_a_file_is_told_at_once():
    text = GOOD.replace("age: 9", "age: nine").replace("category: sleep", "category: dreams")
    found = mistakes_of(text)
    assert len(found) == 2
    assert ["line 9:" in found[0], "line 11:" in found[1]] == [True, True]


@pytest.mark.parametrize(
    "text", ["", "[]", "vignettes: 3", "vignettes: [3]", "a: [", "vignettes:\n  - id: x"]
)
def test_what_is_no_list_of_vignettes_is_refused_in_words(text):
    assert mistakes_of(text)


def test_an_id_used_twice_is_told():
    assert any("another vignette" in mistake for mistake in mistakes_of(GOOD + GOOD.split("vignettes:\n")[1]))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("Tired to death", "Tired to bits"),
        ("[soon, routine]", "[urgent, routine]"),
        ("What it asks for", "What it demands"),
        ("title: Tired at nine", "title: Tired at 9"),
        ("criterion: own", "criterion: own\n    note: Mind the idiom"),
    ],
)
def test_a_reworded_vignette_has_another_hash(was, becomes):
    assert load_vignettes(GOOD)[0].hash == load_vignettes(GOOD + "\n# the same\n")[0].hash
    assert load_vignettes(GOOD)[0].hash != load_vignettes(GOOD.replace(was, becomes))[0].hash


def test_no_two_of_the_benchmark_share_a_hash():
    assert len({vignette.hash for vignette in benchmark()}) == len(benchmark())


@pytest.mark.parametrize(
    ("years", "band"),
    [(0, "0-1"), (2, "2-4"), (10, "5-10"), (13, "11-13"), (15, "14-15"), (16, "16-17"), (25, "18-25"),
     (26, "over 25"), (None, "unknown")],
)  # fmt: skip
def test_every_age_has_a_band(years, band):
    assert age_band(years) == band
