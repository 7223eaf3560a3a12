"""What a model may look at, whatever the request: nothing protected, no name, no place."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.triage.ml.texts import made_up
from tests.triage.people import DOCUMENTS
from triage.case import Case
from triage.ml.counterfactual import check
from triage.ml.examples import PROTECTED_NEEDS, Example, example_of
from triage.ml.training import Options, train
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


def test_a_blind_model_changes_nothing_for_he_or_she(encoder):
    texts, labels = made_up(120, seed=12, mixed_up=0)
    said_of = [
        f"{'He' if label == 'sleep' else 'She'} is 12. {text}"
        for text, label in zip(texts, labels, strict=True)
    ]
    made = train([Example(text) for text in said_of], labels, encoder, options=Options(blind=True))

    def predict(asked):
        return [
            (one.label, one.probability) for one in made.model.opinions([Example(text) for text in asked])
        ]

    report = check(predict, ["He is 12. My son wakes up all night.", "She is 9 and her mother worries."])
    assert report.compared
    assert report.largest < 0.01
