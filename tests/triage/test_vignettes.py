"""Every vignette gets an acceptable priority, offers and flags."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from triage.package import LONGEST
from triage.vocabulary import Flag, OfferKind, Priority, SafetyQuestion

_HERE = Path(__file__).parent
VIGNETTES = yaml.safe_load((_HERE / "vignettes.yaml").read_text(encoding="utf-8"))
HELD_OUT = yaml.safe_load((_HERE / "vignettes_held_out.yaml").read_text(encoding="utf-8"))
EVERY = VIGNETTES + HELD_OUT
_TOP = ("age", "age_months", "requester", "profession", "text")

# Where the screen of the text does not yet read as the vignette does. One that comes to agree is taken out.
STILL_MISREAD: dict[str, str] = {}


def document_of(vignette):
    said = vignette["document"]
    safety = dict.fromkeys(SafetyQuestion, "no") if vignette.get("safe") else {}
    answers = {name: value for name, value in said.items() if name not in _TOP}
    return {
        **{name: said[name] for name in _TOP if name in said},
        "answers": {**answers, "safety": {**safety, **vignette.get("safety", {})}},
    }


def disagreements(vignette, suggestion):
    """What of the suggestion is not what the vignette accepts."""
    kinds = [offer.kind for offer in suggestion.offers]
    flags = {flag.flag for flag in suggestion.red_flags}
    accepted = list(map(Priority, vignette["priority"]))
    if suggestion.priority not in accepted:
        yield f"priority {suggestion.priority}"
    if not set(kinds) & set(map(OfferKind, vignette["offers_any"])):
        yield f"none of {vignette['offers_any']} in {kinds}"
    if "first" in vignette and not set(kinds[:3]) & set(map(OfferKind, vignette["first"])):
        yield f"none of {vignette['first']} among the first three of {kinds}"
    if unwanted := set(kinds) & set(map(OfferKind, vignette.get("must_not", []))):
        yield f"offers {unwanted}"
    if missed := set(map(Flag, vignette.get("flags", []))) - flags:
        yield f"misses {missed}"
    if wrong := set(map(Flag, vignette.get("not_flags", []))) & flags:
        yield f"wrongly flags {wrong}"


def test_there_are_many_and_each_has_a_name_of_its_own():
    assert len(VIGNETTES) >= 60
    assert len(HELD_OUT) >= 150
    assert len({vignette["name"] for vignette in EVERY}) == len(EVERY)
    assert {vignette["name"] for vignette in HELD_OUT} >= set(STILL_MISREAD)
    assert all(vignette["criterion"] for vignette in EVERY)


@pytest.mark.parametrize(
    "vignette",
    [vignette for vignette in EVERY if vignette["name"] not in STILL_MISREAD],
    ids=lambda vignette: vignette["name"],
)
def test_suggestion_is_acceptable(vignette, suggested):
    suggestion = suggested(document_of(vignette))
    assert list(disagreements(vignette, suggestion)) == []
    assert 1 <= len(suggestion.offers) <= LONGEST
    assert suggestion.starts_now
    assert suggestion.reasons


def test_every_kind_of_offer_is_suggested_to_somebody(suggested):
    seen = {offer.kind for vignette in EVERY for offer in suggested(document_of(vignette)).offers}
    assert set(OfferKind) - seen == set()
