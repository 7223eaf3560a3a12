"""A suggestion told in English: what is suggested, which rules said so, and what each of them looked at."""

from __future__ import annotations

from collections.abc import Iterator

from triage.facts import FACTS, PLACE_OF, Facts
from triage.rules.language import (
    All,
    Always,
    Among,
    Any,
    Compare,
    Condition,
    Is,
    Named,
    Not,
    Unknown,
    evaluate,
)
from triage.rules.ruleset import Rule, RuleSet, said
from triage.rules.tracing import Tracer
from triage.suggestion import Suggestion
from triage.vocabulary import FlagSource


def explain(suggestion: Suggestion, ruleset: RuleSet) -> str:
    """The whole explanation, ready to print."""
    return "\n".join(_lines(suggestion, ruleset))


def _lines(suggestion: Suggestion, ruleset: RuleSet) -> Iterator[str]:
    yield f"Request {ascii(suggestion.id)[1:-1]}, by rule set {suggestion.ruleset}"
    yield f"Priority suggested: {suggestion.priority.label}"
    yield f"THRIVE grouping to talk about: {suggestion.thrive.label}"
    for flag in suggestion.red_flags:
        where = (
            flag.field
            if flag.source is FlagSource.ANSWER
            else f"their words, characters {flag.start} to {flag.end}"
        )
        yield f"Red flag: {flag.flag.label}, from {where}"
    yield ""
    yield "Offers, in order:"
    for offer in suggestion.offers:
        yield f"  {offer.kind.label} ({offer.offer or 'no entry in the directory'}): {offer.why}"
    yield ""
    yield "Starts now:"
    for item in suggestion.starts_now:
        yield f"  {item.title}: {item.how}"
    yield ""
    yield "Why:"
    by_id = {rule.id: rule for rule in ruleset.rules}
    for reason in suggestion.reasons:
        yield f"  {reason.because}"
        yield from _behind(reason.rule, by_id.get(reason.rule), suggestion.facts, ruleset)
    yield ""
    yield "Still to ask, most useful first:"
    for missing in suggestion.missing:
        yield f"  {missing.question}"


def explain_every_rule(suggestion: Suggestion, ruleset: RuleSet) -> str:
    """Every rule, also those that did not hold: each condition, what it expected and what was found."""
    return "\n".join(_every_rule(suggestion.facts, ruleset))


def _every_rule(facts: Facts, ruleset: RuleSet) -> Iterator[str]:
    for rule, truth, findings in Tracer(ruleset.rules)(facts):
        yield f"{_TRUTHS[truth]}: rule {rule.id}, {rule.title}"
        for name, expected, found, is_so in findings:
            yield f"  {_TRUTHS[is_so]}: {FACTS[name].label} ({name}) expected {expected}, found {said(found)}"


_TRUTHS = {True: "holds", False: "does not hold", None: "not known"}


def _behind(name: str, rule: Rule | None, facts: Facts, ruleset: RuleSet) -> Iterator[str]:
    """The rule's name and source, and the facts that made it hold."""
    if rule is None:
        yield f"    {name}"
        return
    yield f"    rule {rule.id}; source: {ruleset.sources[rule.source]}"
    for words in dict.fromkeys(matched(rule.condition, facts)):
        yield f"    because: {words}"


def matched(condition: Condition, facts: Facts) -> Iterator[str]:
    """What was found true, or found false under a 'not', of the parts that decided."""
    match condition:
        case Always():
            yield "this holds for everybody"
        case Is(fact) | Compare(fact) | Among(fact):
            yield _found(fact.name, facts)
        case Unknown(of):
            yield from (_found(name, facts) for name in _leaves(of) if facts[PLACE_OF[name]] is None)
        case Not(of) | Named(_, of):
            yield from matched(of, facts)
        case All(parts) | Any(parts):
            whole = evaluate(condition, facts)
            for part in parts:
                if evaluate(part, facts) is whole:
                    yield from matched(part, facts)


def _leaves(condition: Condition) -> Iterator[str]:
    match condition:
        case Is(fact) | Compare(fact) | Among(fact):
            yield fact.name
        case Unknown(of) | Not(of) | Named(_, of):
            yield from _leaves(of)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _leaves(part)


def _found(name: str, facts: Facts) -> str:
    return f"{FACTS[name].label}: {said(facts[PLACE_OF[name]])}"
