"""Whom another version of the rules would treat differently: every way there is, each with its smallest person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import NamedTuple

import z3

from triage.directory import Offer
from triage.proof.answers import Sent, Term
from triage.proof.availability import available
from triage.proof.danger import ANY_HOUR
from triage.proof.decision import Decision
from triage.proof.person import Someone, example, in_english
from triage.proof.report import Difference, quoted
from triage.proof.running import Treatment, treat
from triage.proof.search import Search, lowered
from triage.rules.ruleset import Place, Rule, RuleSet
from triage.vocabulary import Flag, OfferKind, Priority, Thrive


class Change(NamedTuple):
    """One way to be treated differently: what it is, for whom it is so, and the rules that have to do with it."""

    sentence: str
    when: Term
    concerns: Callable[[Rule], object]


def all_differences(
    before: RuleSet, after: RuleSet, offers: Sequence[Offer], say: Callable[[int, int, str], None]
) -> tuple[Difference, ...]:
    """Each difference, what is lost before what is gained."""
    comparison = _Comparison(before, after, tuple(offers))
    ways = (comparison.of_priority, comparison.of_crisis_help, comparison.of_flags, comparison.of_thrive,
            comparison.of_offers, comparison.of_order, comparison.of_questions, comparison.of_topics)  # fmt: skip
    found: list[Difference] = []
    for done, way in enumerate(ways):
        say(done, len(ways), way.__doc__.rstrip("."))
        for change in way():
            if somebody := comparison.search.somebody(change.when):
                found.append(comparison.told(change, somebody))
    say(len(ways), len(ways), "Done")
    return tuple(found)


class _Comparison:
    """Two versions of the rules over the same people and services."""

    def __init__(self, before: RuleSet, after: RuleSet, offers: tuple[Offer, ...]) -> None:
        self.rules, self.offers = (before, after), offers
        sent = Sent(offers)
        self.search = Search(sent)
        self.before, self.after = (
            Decision(sent, rules, available(sent, rules, offers)) for rules in self.rules
        )

    def of_priority(self) -> Iterator[Change]:
        """Another priority."""
        yield from self._of_levels(
            "priority", tuple(reversed(Priority)), _priority_of, lambda rule: rule.raises
        )

    def of_thrive(self) -> Iterator[Change]:
        """Another THRIVE grouping."""
        yield from self._of_levels("THRIVE grouping", tuple(Thrive), _thrive_of, lambda rule: rule.thrive)

    def _of_levels(
        self,
        what: str,
        levels: Sequence[Priority | Thrive],
        at_least: Callable[[Decision], Mapping],
        concerns: Callable[[Rule], object],
    ) -> Iterator[Change]:
        """From each level, the least first, to each other: those who lose before those who gain."""
        was, now = at_least(self.before), at_least(self.after)
        if _same(was.values(), now.values()):
            return
        pairs = sorted(permutations(range(len(levels)), 2), key=lambda pair: pair[0] < pair[1])
        for first, second in pairs:
            direction = "lower" if second < first else "higher"
            told = f"{levels[first].label.lower()} before, {levels[second].label.lower()} after"
            when = z3.And(_exactly(was, levels, first), _exactly(now, levels, second))
            yield Change(f"The {what} is {direction}: {told}.", when, concerns)

    def of_crisis_help(self) -> Iterator[Change]:
        """Crisis help at the head of the package, where nothing can push it out."""
        was, now = (
            z3.Or([decision.package.offered(kind, Place.CRISIS) for kind in ANY_HOUR])
            for decision in (self.before, self.after)
        )
        yield from _gone_and_come("Crisis help {} stands first in the package", was, now, _gives(*ANY_HOUR))

    def of_flags(self) -> Iterator[Change]:
        """Red flags found."""
        for flag in Flag:
            was, now = self.before.flags[flag].yes, self.after.flags[flag].yes
            finds = _finds(flag)
            yield from _gone_and_come(f"The red flag '{flag.label.lower()}' is {{}} found", was, now, finds)
            for field in dict.fromkeys(
                field for of, field in (*self.before.found, *self.after.found) if of is flag
            ):
                was_on, now_on = (_term(d.found, (flag, field)) for d in (self.before, self.after))
                told = f"The red flag '{flag.label.lower()}' rests {{}} on the answer '{field}'"
                for change in _gone_and_come(told, was_on, now_on, finds):
                    yield change._replace(when=z3.And(change.when, was, now))

    def of_offers(self) -> Iterator[Change]:
        """Kinds of offer."""
        for kind in OfferKind:
            gives = _gives(kind)
            was, now = (decision.package.offered(kind) for decision in (self.before, self.after))
            yield from _gone_and_come(f"'{kind.label}' is {{}} offered", was, now, gives)
            was_by, now_by = (
                [decision.package.offered(kind, place) for place in Place]
                for decision in (self.before, self.after)
            )
            if not _same(was_by, now_by):
                later, earlier = lowered(was_by, now_by), lowered(now_by, was_by)
                yield Change(f"'{kind.label}' is offered at a later place.", z3.And(was, now, later), gives)
                yield Change(
                    f"'{kind.label}' is offered at an earlier place.", z3.And(was, now, earlier), gives
                )

    def of_order(self) -> Iterator[Change]:
        """The order of offers. What a long package keeps follows from it and from the kinds, and is not asked again."""
        was, now = self.before.package, self.after.package
        kinds = list(dict.fromkeys([*was.kinds, *now.kinds]))
        turned = [
            z3.And(was.stands_before(one, other), now.stands_before(other, one))
            for one, other in permutations(kinds, 2)
            if not was.stands_before(one, other).eq(now.stands_before(one, other))
        ]
        if turned:
            yield Change("Offers stand in another order.", z3.Or(turned), _gives(*kinds))

    def of_questions(self) -> Iterator[Change]:
        """Questions still to put."""
        for question in dict.fromkeys([*self.before.questions, *self.after.questions]):
            was, now = (_term(decision.questions, question) for decision in (self.before, self.after))
            yield from _gone_and_come(f"The question '{question[1]}' is {{}} put", was, now, _asks(question))

    def of_topics(self) -> Iterator[Change]:
        """What self-care is about."""
        for need in dict.fromkeys([*self.before.topics, *self.after.topics]):
            was, now = (
                decision.topics.get(need, decision.sent["answers.needs"].says[need])
                for decision in (self.before, self.after)
            )
            told = f"What starts now is {{}} about '{need.label.lower()}'"
            yield from _gone_and_come(told, was, now, lambda rule, need=need: need in rule.starts_now)

    def told(self, change: Change, somebody: Someone) -> Difference:
        was, now = (treat(somebody, rules, self.offers) for rules in self.rules)
        rules = _responsible(was, now, change.concerns)
        return Difference(
            sentence=change.sentence,
            person=example(was.facts),
            told=(
                in_english(somebody),
                f"Before: {was.told()}.",
                f"After: {now.told()}.",
                *(
                    [f"By: {quoted(rules)}."]
                    if rules
                    else ["By the kinds of offer that reach beyond the area."]
                ),
            ),
            before=was.to_document(),
            after=now.to_document(),
            rules=rules,
        )


def _priority_of(decision: Decision) -> Mapping[Priority, Term]:
    return decision.at_least


def _thrive_of(decision: Decision) -> Mapping[Thrive, Term]:
    return decision.thrive_at_least


def _exactly(at_least: Mapping, levels: Sequence, place: int) -> Term:
    """Whether a level is reached and the next is not; the least level is always reached."""
    reached = [at_least[levels[place]]] if place else []
    beyond = [z3.Not(at_least[levels[place + 1]])] if place + 1 < len(levels) else []
    return z3.And(*reached, *beyond)


def _gone_and_come(told: str, was: Term, now: Term, concerns: Callable[[Rule], object]) -> Iterator[Change]:
    """What was so and is no longer, then what was not and is; nothing where the two are the same formula."""
    if not was.eq(now):
        yield Change(told.format("no longer") + ".", z3.And(was, z3.Not(now)), concerns)
        yield Change(told.format("newly") + ".", z3.And(now, z3.Not(was)), concerns)


def _same(one, other) -> bool:
    return all(was.eq(now) for was, now in zip(one, other, strict=True))


def _term(terms: Mapping, key) -> Term:
    return terms.get(key, z3.BoolVal(False))


def _gives(*kinds: OfferKind) -> Callable[[Rule], object]:
    return lambda rule: any(kind in effect.kinds for effect in rule.offers for kind in kinds)


def _finds(flag: Flag) -> Callable[[Rule], object]:
    return lambda rule: rule.flag is flag


def _asks(question: tuple[str, str]) -> Callable[[Rule], object]:
    return lambda rule: rule.ask and (rule.ask.field, rule.ask.question) == question


def _responsible(was: Treatment, now: Treatment, concerns: Callable[[Rule], object]) -> tuple[str, ...]:
    """The rules that did it: of those that have to do with it, the ones that fired in one version or were changed."""
    before, after = ({rule.id: replace(rule, line=0) for rule in each.fired} for each in (was, now))
    either = (*before.values(), *after.values())
    changed = [rule.id for rule in either if concerns(rule) and before.get(rule.id) != after.get(rule.id)]
    flags = [rule.id for rule in either if rule.flag and (rule.id in before) != (rule.id in after)]
    return tuple(dict.fromkeys(changed or flags))
