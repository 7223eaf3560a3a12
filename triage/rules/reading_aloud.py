"""A whole rule read aloud: when it holds, what it adds or raises, and the people it must and must not hold for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from triage.facts import FACTS, Kind
from triage.rules.language import Always, Condition
from triage.rules.phrases import inside_a_sentence, is_not_so, is_so, is_unknown, subject, word
from triage.rules.ruleset import OfferEffect, Place, Rule, Term
from triage.rules.telling import number_in_words, tell_condition
from triage.vocabulary import Flag, Need, OfferKind, Want

PLACES = {
    Place.CRISIS: "Crisis help",
    Place.LEAD: "In the lead",
    Place.ALONGSIDE: "Alongside",
    Place.MEANWHILE: "Meanwhile",
}


@dataclass(frozen=True, slots=True)
class ToldRule:
    """One rule, ready to be read aloud."""

    when: str
    does: tuple[str, ...]
    fires: tuple[str, ...]
    quiet: tuple[str, ...]

    @property
    def in_short(self) -> str:
        """When and what, in one paragraph: what a search looks through."""
        return " ".join((self.when, *self.does))


def tell_rule(rule: Rule, terms: Mapping[str, Term] | None = None) -> ToldRule:
    """When the rule holds, what it adds or raises, and for whom it must and must not hold."""
    return ToldRule(
        when_sentence(rule.condition, terms),
        tuple(effects(rule)),
        tuple(person(example.values) for example in rule.examples if example.fires),
        tuple(person(example.values) for example in rule.examples if not example.fires),
    )


def when_sentence(condition: Condition, terms: Mapping[str, Term] | None = None) -> str:
    """The condition as a whole sentence."""
    return "For everybody." if condition == Always() else f"When {tell_condition(condition, terms)}."


def effects(rule: Rule) -> Iterator[str]:
    """Each thing the rule adds or raises, a sentence each."""
    if rule.flag:
        yield f"It finds the red flag ‘{rule.flag.label}’."
    if rule.raises:
        yield f"It raises the priority to ‘{rule.raises.label}’ at least."
    if rule.thrive:
        yield f"It suggests the THRIVE grouping ‘{rule.thrive.label}’."
    for effect in rule.offers:
        yield f"{PLACES[effect.place]}: {offer_in_words(effect)}."
    if rule.starts_now:
        topics = ", ".join(inside_a_sentence(need.label) for need in rule.starts_now)
        yield f"Self-care to start today: {topics}."
    if rule.ask:
        yield f"It asks: “{rule.ask.question}”"


def because_in_words(rule: Rule) -> str:
    """The reason as it is written, with a name in square brackets where a family reads their own answer."""
    facts = list(FACTS.values())
    return "".join(
        words + ("" if place is None else f"[{subject(facts[place])}]") for words, place in rule.because.pieces
    )


def offer_in_words(effect: OfferEffect) -> str:
    """'Counselling; if that is not for them or not open, Online counselling'."""
    return "; if that is not for them or not open, ".join(OfferKind(kind).label for kind in effect.kinds)


_GROUPS: dict[str, tuple[str, type]] = {
    "needs": ("needs named", Need),
    "wants": ("what they would like", Want),
    "flags": ("red flags raised", Flag),
}
_ANSWERS = {"yes": is_so, "no": is_not_so, "unknown": is_unknown}


def person(values: Mapping[str, Any]) -> str:
    """The person of an example, as a sentence."""
    if not values:
        return "Somebody of whom nothing is known."
    told = "; ".join(_about(name, value) for name, value in values.items())
    return f"{told[:1].upper()}{told[1:]}."


def _about(name: str, value: Any) -> str:
    if name in _GROUPS:
        label, words = _GROUPS[name]
        return f"{label}: {', '.join(inside_a_sentence(words(each).label) for each in value) or 'none'}"
    fact = FACTS[name]
    if value == "unknown" and fact.kind is not Kind.TRUTH:
        return is_unknown(fact).words
    match fact.kind:
        case Kind.TRUTH:
            return _ANSWERS[value](fact).words
        case Kind.NUMBER:
            return number_in_words(fact, "==", value)
    return f"{subject(fact)} is ‘{word(fact, value)}’"
