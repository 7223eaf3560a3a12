"""What a model may look at, whatever the request: nothing protected, no name, no place."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.triage.people import DOCUMENTS
from triage.case import Case
from triage.ml.examples import PROTECTED_NEEDS, example_of
from triage.vocabulary import Consent, LookedAfter, PostcodeArea, YesNo


@given(DOCUMENTS, st.data())
def test_what_is_protected_changes_nothing(document, data):
    case = Case.from_document({"id": "a", **document})
    protected = st.sets(st.sampled_from(sorted(PROTECTED_NEEDS)))
    other = replace(
        case,
        pregnant=data.draw(st.sampled_from(YesNo)),
        parent_of_under_2=data.draw(st.sampled_from(YesNo)),
        looked_after=data.draw(st.sampled_from(LookedAfter)),
        sen_or_disability=data.draw(st.sampled_from([None, "autistic", "uses a wheelchair"])),
        postcode_area=data.draw(st.sampled_from(PostcodeArea)),
        place=data.draw(st.sampled_from([None, "Great Yarmouth"])),
        consent=data.draw(st.sampled_from(Consent)),
        needs=None if case.needs is None else case.needs ^ data.draw(protected),
    )
    assert example_of(case) == example_of(other)


@given(DOCUMENTS)
def test_age_is_only_a_band_and_the_names_told_are_gone(document):
    case = Case.from_document({"id": "a", **document})
    case = replace(case, text="Zuleikha does not sleep. zuleikha's mum is worried.")
    example = example_of(case, ["Zuleikha Example"])
    assert "zuleikha" not in example.text.casefold()
    assert len(example.text) == len(case.text)
    ages = [fact.removeprefix("age ") for fact in example.facts if fact.startswith("age ")]
    assert set(ages) <= {"0-4", "5-10", "11-15", "16-17", "18-25", "over 25"}
    assert bool(ages) == (case.years is not None)


def test_an_answer_that_was_not_given_is_no_fact():
    assert example_of(Case("a")).facts == ()
