"""Property 5: every rule can fire, says something of its own, and contradicts no other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import combinations

import z3

from triage.package import ALWAYS_THERE
from triage.proof.answers import Term
from triage.proof.availability import Available
from triage.proof.packing import Packing
from triage.proof.promise import Promise, Proving, Step, without_person
from triage.proof.report import Failure, quoted
from triage.proof.solving import checked
from triage.rules.language import terms_named
from triage.rules.ruleset import Rule
from triage.vocabulary import Thrive

_HELP = tuple(Thrive)


class EveryRuleCounts(Promise):
    number = 5
    name = "Every rule counts"
    sentence = (
        "Every rule can hold for somebody and gives what no other gives, no two say the same thing twice of exactly "
        "the same people or put different questions about one answer, and every term is used."
    )

    def __init__(self, proving: Proving) -> None:
        super().__init__(proving)
        self._holding: list[set[str]] = []

    def steps(self) -> Iterator[Step]:
        for rule in self.proving.ruleset.rules:
            yield Step(rule.id, lambda rule=rule: self.without_effect(rule))
        yield Step("rules for exactly the same people", self.said_twice)
        yield Step("questions about one answer", self.rival_questions)
        yield Step("terms", self.unused_terms)

    @property
    def _fired(self) -> dict[str, Term]:
        return self.proving.decision.fired

    def without_effect(self, rule: Rule) -> Iterator[Failure]:
        search = self.proving.search
        if not search.is_possible(self._fired[rule.id]):
            yield without_person(
                f"Rule '{rule.id}' can never hold: there is nobody of whom it is true.",
                f"Its condition: {rule.when}",
            )
        elif not search.is_possible(z3.Or(list(self._adds(rule)))):
            others = quoted(self._shadows(rule))
            yield self.proving.failure(
                f"Rule '{rule.id}' changes nothing: whenever it holds, all it gives is given by {others}.",
                search.somebody(self._fired[rule.id]),
            )

    def _adds(self, rule: Rule) -> Iterator[Term]:
        """When the rule gives something that no other rule gives: one term for each of its effects."""
        fired, others = (
            self._fired[rule.id],
            [each for each in self.proving.ruleset.rules if each is not rule],
        )

        def alone(also) -> Term:
            return z3.And(fired, z3.Not(self.proving.decision.any_fired(filter(also, others))))

        if rule.flag:
            yield alone(lambda other: other.flag is rule.flag)
            yield from self._evidence_of_its_own(rule, others)
        if rule.raises:
            yield alone(lambda other: other.raises and other.raises.rank <= rule.raises.rank)
        if rule.thrive:
            yield alone(lambda other: other.thrive and _HELP.index(other.thrive) >= _HELP.index(rule.thrive))
        for need in rule.starts_now:
            yield alone(lambda other, need=need: need in other.starts_now)
        if rule.ask:
            yield alone(lambda other: other.ask == rule.ask)
        yield from self._offers_of_its_own(rule)

    def _evidence_of_its_own(self, rule: Rule, others: list[Rule]) -> Iterator[Term]:
        decision = self.proving.decision
        for field, speaks in decision.evidence_of(rule).items():
            same = [
                decision.evidence_of(other)[field]
                for other in others
                if other.flag is rule.flag and field in dict(other.evidence_places)
            ]
            yield z3.And(speaks, z3.Not(z3.Or(same)))

    def _offers_of_its_own(self, rule: Rule) -> Iterator[Term]:
        givings = self._any_package.givings
        for own in givings:
            if own.rule is rule:
                same = [
                    other.gives
                    for other in givings
                    if other.rule is not rule and other.kind is own.kind and other.place <= own.place
                ]
                yield z3.And(own.gives, z3.Not(z3.Or(same)))

    @cached_property
    def _any_package(self) -> Packing:
        """The package whatever is closed today: a rule may matter only once another service is full."""
        there: Available = {
            kind: self.proving.when_all_are_closed[kind]
            if kind in ALWAYS_THERE
            else z3.And(z3.Bool(f"{kind} is open"), when_open)
            for kind, when_open in self.proving.when_all_are_open.items()
        }
        return Packing(self.proving.ruleset, self._fired, there)

    def _shadows(self, rule: Rule) -> list[str]:
        """The rules that always fire with this one and share an effect; failing those, all that share one."""
        kinds = {kind for effect in rule.offers for kind in effect.kinds}
        sharing = [
            other
            for other in self.proving.ruleset.rules
            if other is not rule
            and (
                (rule.flag and other.flag is rule.flag)
                or (rule.raises and other.raises)
                or (rule.thrive and other.thrive)
                or (rule.ask and other.ask == rule.ask)
                or set(rule.starts_now).intersection(other.starts_now)
                or any(kinds.intersection(effect.kinds) for effect in other.offers)
            )
        ]
        always = [
            other.id
            for other in sharing
            if not self.proving.search.is_possible(self._fired[rule.id], z3.Not(self._fired[other.id]))
        ]
        return always or [other.id for other in sharing]

    def said_twice(self) -> Iterator[Failure]:
        for one, other in combinations(self.proving.ruleset.rules, 2):
            what = _both_say(one, other)
            if what and self._hold_for_the_same(one, other):
                yield self.proving.failure(
                    f"Rules '{one.id}' and '{other.id}' hold for exactly the same people and both {what}; "
                    "let one rule say it.",
                    self.proving.search.somebody(self._fired[one.id]),
                )

    def _hold_for_the_same(self, one: Rule, other: Rule) -> bool:
        """Whether nobody tells the two apart. Whoever told an earlier pair apart is tried first."""
        if any((one.id in holding) != (other.id in holding) for holding in self._holding):
            return False
        with self.proving.search.given(z3.Xor(self._fired[one.id], self._fired[other.id])) as solver:
            told_apart_by = checked(solver)
        if told_apart_by is None:
            return True
        self._holding.append(
            {name for name, term in self._fired.items() if z3.is_true(told_apart_by.eval(term, True))}
        )
        return False

    def rival_questions(self) -> Iterator[Failure]:
        asking = [rule for rule in self.proving.ruleset.rules if rule.ask]
        for one, other in combinations(asking, 2):
            if one.ask.field != other.ask.field:
                continue
            if somebody := self.proving.search.somebody(self._fired[one.id], self._fired[other.id]):
                what = "the same question twice" if one.ask == other.ask else "different questions"
                yield self.proving.failure(
                    f"Rules '{one.id}' and '{other.id}' put {what} about the answer '{one.ask.field}' "
                    "to the same person.",
                    somebody,
                    f"'{one.id}' asks: {one.ask.question}",
                    f"'{other.id}' asks: {other.ask.question}",
                )

    def unused_terms(self) -> Iterator[Failure]:
        terms = self.proving.ruleset.terms
        used = set().union(*(terms_named(rule.condition) for rule in self.proving.ruleset.rules))
        for name in terms:
            if name not in used:
                yield without_person(
                    f"The term '{name}' is never used by a rule.", f"It says: {terms[name].when}"
                )

    def notes(self) -> Iterator[str]:
        yield "A rule's own because-sentence does not count as something of its own."
        yield "Shadowing is judged with any service open or closed, so a rule for when another is full counts."


def _both_say(one: Rule, other: Rule) -> str:
    """What two rules say alike, so that one of them would have to be believed; '' when nothing."""
    if one.flag and one.flag is other.flag:
        return "find the same red flag"
    if one.raises and other.raises and not (one.flag and other.flag):
        return "set a priority"
    if one.thrive and other.thrive:
        return "propose a THRIVE grouping"
    places = {effect.place for effect in one.offers} & {effect.place for effect in other.offers}
    for place in sorted(places):
        return f"offer something as {place.name.lower()}"
    return ""
