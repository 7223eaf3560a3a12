"""Every vignette gets an acceptable priority, offers and flags."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from triage.vocabulary import Flag, OfferKind, Priority, SafetyQuestion

VIGNETTES = yaml.safe_load(Path(__file__).with_name("vignettes.yaml").read_text(encoding="utf-8"))
_TOP = ("age", "age_months", "requester", "profession", "text")


def document_of(vignette):
    said = vignette["document"]
    safety = dict.fromkeys(SafetyQuestion, "no") if vignette.get("safe") else {}
    answers = {name: value for name, value in said.items() if name not in _TOP}
    return {
        **{name: said[name] for name in _TOP if name in said},
        "answers": {**answers, "safety": {**safety, **vignette.get("safety", {})}},
    }


def test_there_are_at_least_sixty_of_different_names():
    assert len({vignette["name"] for vignette in VIGNETTES}) == len(VIGNETTES) >= 60


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda vignette: vignette["name"])
def test_suggestion_is_acceptable(vignette, suggested):
    suggestion = suggested(document_of(vignette))
    kinds = [offer.kind for offer in suggestion.offers]
    assert suggestion.priority in map(Priority, vignette["priority"])
    assert set(kinds) & set(map(OfferKind, vignette["offers_any"])), kinds
    assert not set(kinds) & set(map(OfferKind, vignette.get("must_not", []))), kinds
    assert {flag.flag for flag in suggestion.red_flags} >= set(map(Flag, vignette.get("flags", [])))
    assert suggestion.starts_now
    assert suggestion.reasons


def test_every_kind_of_offer_is_suggested_to_somebody(suggested):
    seen = {offer.kind for vignette in VIGNETTES for offer in suggested(document_of(vignette)).offers}
    assert set(OfferKind) - seen == set()
