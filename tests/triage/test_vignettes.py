"""The benchmark covers whom it should, and what is suggested for each vignette is acceptable."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pytest

from triage.package import LONGEST
from triage.vignettes.answers import Answer
from triage.vignettes.loading import benchmark, criteria
from triage.vignettes.scoring import Fault, mark, tally
from triage.vignettes.vignette import AgeBand, Category, Trap
from triage.vocabulary import Channel, Flag, Need, OfferKind, Requester, SafetyAnswer, Want

EVERY = benchmark()
OPEN = [vignette for vignette in EVERY if not vignette.held_out]
HELD_OUT = [vignette for vignette in EVERY if vignette.held_out]


@pytest.fixture(scope="module")
def marks(suggested):
    """Every vignette by id, marked on what the rules of the software answer."""
    answers = {
        vignette.id: Answer.from_document(suggested(vignette.request).to_document()) for vignette in EVERY
    }
    return {vignette.id: mark(vignette, answers[vignette.id]) for vignette in EVERY}


def test_there_are_many_each_with_an_id_of_its_own():
    assert len(OPEN) >= 250
    assert len(HELD_OUT) >= 120
    assert max(Counter(vignette.id for vignette in EVERY).values()) == 1
    assert max(Counter(vignette.title for vignette in EVERY).values()) == 1


def test_every_age_is_there_and_those_held_out_evenly():
    assert {vignette.age_band for vignette in EVERY} == set(AgeBand)
    counts = Counter(vignette.age_band for vignette in HELD_OUT)
    assert set(counts) == set(AgeBand) - {AgeBand.OLDER}
    assert set(counts.values()) == {15}
    assert min(Counter(vignette.age_band for vignette in EVERY if vignette.age_band in counts).values()) >= 30


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (Category, {vignette.category for vignette in EVERY}),
        (Trap, {vignette.trap for vignette in EVERY}),
        (Need, set(chain.from_iterable(vignette.case.needs or () for vignette in EVERY))),
        (Requester, {vignette.case.requester for vignette in EVERY}),
        (Channel, {vignette.case.channel for vignette in EVERY}),
        (SafetyAnswer, set(chain.from_iterable(vignette.case.safety.values() for vignette in EVERY))),
        (Flag, set(chain.from_iterable(vignette.acceptable.flags for vignette in EVERY))),
    ],
    ids=["categories", "traps", "needs", "requesters", "channels", "answers", "flags"],
)
def test_every_word_of_the_contract_is_met(words, said):
    assert set(words) - said == set()


def test_nearly_every_wish_and_many_professions_are_met():
    wants = set(chain.from_iterable(vignette.case.wants or () for vignette in EVERY))
    assert set(Want) - wants <= {Want.NOT_SURE}
    assert len({vignette.case.profession for vignette in EVERY}) >= 25


def test_every_criterion_is_one_that_some_vignette_rests_on():
    assert {vignette.criterion.name for vignette in EVERY} == set(criteria())


@pytest.mark.parametrize("vignette", OPEN, ids=lambda vignette: vignette.id)
def test_suggestion_is_acceptable(vignette, marks):
    assert [wrong.what for wrong in marks[vignette.id].wrongs] == []


def test_those_held_out_are_answered_no_worse_than_at_first_sight(marks):
    held_out = tally(marks[vignette.id] for vignette in HELD_OUT)
    assert held_out.right >= 81
    assert held_out.faults[Fault.UNDER_TRIAGE] <= 27
    assert held_out.faults[Fault.OFFER_MUST_NOT] <= 15


@pytest.mark.parametrize("vignette", EVERY, ids=lambda vignette: vignette.id)
def test_everybody_gets_offers_something_that_starts_now_and_reasons(vignette, suggested):
    suggestion = suggested(vignette.request)
    assert 1 <= len(suggestion.offers) <= LONGEST
    assert suggestion.starts_now
    assert suggestion.reasons


def test_every_kind_of_offer_is_suggested_to_somebody(suggested):
    seen = {offer.kind for vignette in EVERY for offer in suggested(vignette.request).offers}
    assert set(OfferKind) - seen == set()
