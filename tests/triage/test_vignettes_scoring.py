"""An answer is marked for each way of being wrong, too late and too soon apart."""

from __future__ import annotations

import pytest

from triage.vignettes.answers import Answer, AnswerError
from triage.vignettes.loading import load_vignettes
from triage.vignettes.scoring import Fault, mark, mark_all, tallies, tally
from triage.vignettes.vignette import AgeBand

(VIGNETTE,) = load_vignettes("""\
vignettes:
  - id: low-and-cutting
    title: Low and cutting
    category: self_harm
    request: {age: 15}
    acceptable:
      priority: [urgent, soon]
      offers_any_of: [camhs_help, camhs_more_help]
      offers_first_of: [camhs_help]
      offers_must_not: [talking_therapies]
      flags: [self_harm]
      flags_any_of: [suicidal_thoughts, self_harm]
      flags_must_not: [psychosis]
      thrive: [getting_help]
    criterion: ng225-assess
""")

GOOD = {
    "id": "low-and-cutting",
    "priority": "soon",
    "thrive": "getting_help",
    "offers": [{"kind": "camhs_help", "offer": None, "why": "."}],
    "red_flags": [
        {"flag": "self_harm", "source": "answer", "evidence": "answers.safety.self_harm_last_month"}
    ],
}


def faults_of(**changes):
    return mark(VIGNETTE, Answer.from_document({**GOOD, **changes})).faults


def offers(*kinds):
    return [{"kind": kind} for kind in kinds]


def flags(*names):
    return [{"flag": name} for name in names]


@pytest.mark.parametrize("priority", ["urgent", "soon"])
def test_both_ends_of_the_range_are_right(priority):
    assert faults_of(priority=priority) == set()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"priority": "routine"}, Fault.UNDER_TRIAGE),
        ({"priority": "very_urgent"}, Fault.OVER_TRIAGE),
        ({"offers": offers("self_care")}, Fault.OFFER_MISSING),
        ({"offers": offers("crisis_111", "self_care", "bereavement", "camhs_help")}, Fault.OFFER_MISSING),
        ({"offers": offers("camhs_help", "talking_therapies")}, Fault.OFFER_MUST_NOT),
        ({"red_flags": []}, Fault.FLAG_MISSED),
        ({"red_flags": flags("self_harm", "psychosis")}, Fault.FLAG_TOO_MANY),
        ({"thrive": "getting_advice"}, Fault.THRIVE),
        ({"thrive": None}, Fault.THRIVE),
    ],
)
def test_each_fault_alone(changes, fault):
    assert faults_of(**changes) == {fault}


def test_one_answer_may_have_several_faults():
    assert faults_of(priority="routine", offers=offers("talking_therapies")) == {
        Fault.UNDER_TRIAGE,
        Fault.OFFER_MISSING,
        Fault.OFFER_MUST_NOT,
    }


def test_a_wrong_answer_is_told_in_a_line_with_its_criterion():
    told = str(mark(VIGNETTE, Answer.from_document({**GOOD, "priority": "routine"})))
    assert told.startswith("low-and-cutting: too late: routine, and at least soon is acceptable (NICE NG225")
    assert "\n" not in told


def test_somebody_left_without_an_answer_is_unsafe():
    (unanswered,) = mark_all([VIGNETTE], {})
    assert unanswered.faults == {Fault.NO_ANSWER}
    assert unanswered.is_unsafe


def test_what_is_unsafe_is_too_late_or_what_must_not_be():
    unsafe = {fault for fault in Fault if fault.is_unsafe}
    assert unsafe == {Fault.NO_ANSWER, Fault.UNDER_TRIAGE, Fault.OFFER_MUST_NOT}


def test_a_tally_counts_a_vignette_once_for_a_fault_it_has_twice():
    wrong = mark(VIGNETTE, Answer.from_document({**GOOD, "red_flags": []}))
    assert len(wrong.wrongs) == 2
    assert tally([wrong]).to_document() == {
        "number": 1, "right": 0, "no_answer": 0, "under_triage": 0, "over_triage": 0, "offer_missing": 0,
        "offer_must_not": 0, "flag_missed": 1, "flag_too_many": 0, "thrive": 0,
    }  # fmt: skip


def test_tallies_leave_out_groups_with_nobody():
    found = tallies([mark(VIGNETTE, None)], lambda vignette: vignette.age_band, AgeBand)
    assert list(found) == [AgeBand.MIDDLE_TEENS]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ([], "one JSON object"),
        ({**GOOD, "id": 3}, "id: found 3"),
        ({**GOOD, "priority": "asap"}, "priority: found 'asap'"),
        ({**GOOD, "priority": None}, "priority: found nothing"),
        ({**GOOD, "offers": offers("therapy")}, "offers.kind: found 'therapy'"),
        ({**GOOD, "offers": "camhs_help"}, "offers: found 'camhs_help'"),
        ({**GOOD, "offers": [{}]}, "offers.kind: found nothing"),
        ({**GOOD, "red_flags": flags("sad")}, "red_flags.flag: found 'sad'"),
        ({**GOOD, "thrive": ["getting_help"]}, "thrive: found a list"),
    ],
)
def test_a_suggestion_that_cannot_be_read_is_told(document, told):
    with pytest.raises(AnswerError, match=told):
        Answer.from_document(document)
