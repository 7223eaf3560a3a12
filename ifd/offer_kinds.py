"""Kinds of offer as data: which are named to a family on a clinician's word alone, and which keep safe."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import yaml

from triage.vocabulary import OfferKind


def is_named_on_a_clinicians_word(kind: OfferKind) -> bool:
    """Whether its name alone could tell on somebody, so that a family hears it when a clinician says that it may."""
    return kind in _kinds("named_on_a_clinicians_word")


def may_be_given_words(kind: OfferKind) -> bool:
    """Whether it may be given words that somebody asked us not to share, to keep somebody from being hurt."""
    return kind in _kinds("given_words_to_keep_safe")


def keeps_safe_beside_help(kind: OfferKind) -> bool:
    """Whether it keeps safe and does not treat, so that it is never the only one where help is suggested too."""
    return kind in _kinds("keep_safe_beside_help")


def help_first(offers: Iterable) -> list:
    """The same offers, but help for health before what only keeps safe, where that would come first."""
    found = list(offers)
    if not found or not keeps_safe_beside_help(found[0].kind):
        return found
    first = next((offer for offer in found if offer.kind in _kinds("help_for_health")), found[0])
    return [first, *(offer for offer in found if offer is not first)]


def named_on_a_clinicians_word() -> str:
    """Those kinds in words: 'safeguarding, domestic abuse support'."""
    return _labels("named_on_a_clinicians_word")


def given_words_to_keep_safe() -> str:
    return _labels("given_words_to_keep_safe")


def _labels(name: str) -> str:
    return ", ".join(kind.label.lower() for kind in OfferKind if kind in _kinds(name))


@cache
def _kinds(name: str) -> frozenset[OfferKind]:
    document = yaml.safe_load((files("ifd") / "data" / "offer_kinds.yaml").read_text(encoding="utf-8"))
    return frozenset(map(OfferKind, document[name]))
