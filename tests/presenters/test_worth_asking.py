"""What an answer could change is a sentence a clinician would say."""

from __future__ import annotations

import pytest

from ifd.presenters.summary import answers_of, words_for
from ifd.presenters.worth_asking import MOST, worth_asking_of
from triage.vocabulary import OfferKind, Priority
from triage.worth_asking import Ask, IfAnswered


def told(field: str, *changes: IfAnswered) -> str:
    return worth_asking_of([Ask(field, changes)], {}).first[0].changes


def test_sentences():
    yes, unsure = IfAnswered(("yes",), Priority.EMERGENCY), IfAnswered(("unsure",), Priority.URGENT)
    assert told("safety.immediate_danger", yes, unsure) == (
        "if yes, this becomes an emergency; if not sure, this becomes urgent"
    )
    assert told("age", IfAnswered(("0", "1", "2", "9"), None, OfferKind.PARENT_INFANT)).startswith(
        "if 0 to 2 or 9, the first offer is "
    )


def test_each_leads_to_its_answer():
    line = worth_asking_of([Ask("impact.sleep", (IfAnswered(("a_lot",), Priority.SOON),))], {}).first[0]
    assert line.anchor == next(one.anchor for one in answers_of({}) if one.field == "impact.sleep")
    assert "a lot" in line.changes


def test_more_than_fit_are_kept_for_later():
    asks = [Ask("pregnant", (IfAnswered(("yes",), Priority.SOON),))] * (MOST + 2)
    shown = worth_asking_of(asks, {})
    assert (len(shown.first), len(shown.others)) == (MOST, 2)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("duration", "over_12_months", "Over 12 months"), ("needs", "anxiety", "Anxiety or worries"),
     ("looked_after", "care_leaver", "Care leaver"), ("age", "7", "7")],
)  # fmt: skip
def test_an_answer_in_words(field, value, words):
    assert words_for(field, value) == words
