"""The package of offers as formulas: which kinds the rules give, where they stand, and what a short package keeps.

The twin of `triage.package` over every person at once. A rule gives the first kind of its chain that is there for
the person; kinds stand in the order of their place, then of the rule that first gives them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import z3

from triage.package import COVERED_BY, LONGEST, TODAY
from triage.proof.answers import Term
from triage.proof.availability import Available
from triage.rules.ruleset import Place, Rule, RuleSet
from triage.vocabulary import OfferKind

CRISIS_HELP = (OfferKind.CRISIS_111, OfferKind.CRISIS_TEAM, OfferKind.SAFEGUARDING)
"""The kinds that answer danger. The first two are somebody to call at any hour, whatever the danger is."""

_NO = z3.BoolVal(False)


class Giving(NamedTuple):
    """One kind that one rule may give: its turn in the order of the package, and when it gives it."""

    turn: int
    place: Place
    rule: Rule
    kind: OfferKind
    gives: Term


class Packing:
    """What the rules that hold put in the package."""

    def __init__(self, ruleset: RuleSet, fired: Mapping[str, Term], available: Available) -> None:
        self.givings = list(_givings(ruleset, fired, available))
        self.kinds = [kind for kind in OfferKind if any(giving.kind is kind for giving in self.givings)]
        self._of = {kind: [each for each in self.givings if each.kind is kind] for kind in self.kinds}

    def offered(self, kind: OfferKind, at_latest: Place = Place.MEANWHILE) -> Term:
        """Whether a kind is in the package, or left for later in a long one, at that place or before it."""
        return z3.Or([each.gives for each in self._of.get(kind, ()) if each.place <= at_latest])

    def something(self) -> Term:
        return z3.Or([giving.gives for giving in self.givings])

    def kept(self, kind: OfferKind) -> Term:
        """Whether a kind is in the package a family is shown, of six offers at most."""
        return self._kept.get(kind, _NO)

    def surely_kept(self, kind: OfferKind) -> Term:
        """Where it is plain that a kind is kept: crisis help stands first, and there is room for all that does.

        Quicker to ask for than `kept`, which counts; where this says no, `kept` may still say yes.
        """
        first = {each.kind for each in self.givings if each.place is Place.CRISIS}
        has_room = len(first) <= LONGEST and kind in TODAY and kind not in COVERED_BY
        return self.offered(kind, Place.CRISIS) if has_room else _NO

    def stands_before(self, first: OfferKind, second: OfferKind) -> Term:
        """Whether both are given, and the first before the second."""
        return z3.Or(
            [z3.And(at.gives, z3.Not(self._given_before(second, at.turn)), self.offered(second))
             for at in self._of.get(first, ())]
        )  # fmt: skip

    def _given_before(self, kind: OfferKind, turn: int) -> Term:
        return z3.Or([each.gives for each in self._of[kind] if each.turn < turn])

    def _comes_in(self, each: Giving) -> Term:
        """Whether its kind is first given here."""
        return z3.And(each.gives, z3.Not(self._given_before(each.kind, each.turn)))

    def _ahead(self, each: Giving, of: Mapping[OfferKind, Term]) -> list[Term]:
        return [
            z3.And(of[kind], self._given_before(kind, each.turn))
            for kind in self.kinds
            if kind is not each.kind
        ]

    def _among_the_first(self, kind: OfferKind, number: int, of: Mapping[OfferKind, Term]) -> Term:
        """Whether, of the kinds in `of`, this one is among the first `number`."""
        return z3.And(
            of[kind],
            z3.Or([z3.And(self._comes_in(each), _at_most(self._ahead(each, of), number - 1))
                   for each in self._of[kind]]),
        )  # fmt: skip

    @cached_property
    def _uncovered(self) -> dict[OfferKind, Term]:
        """What stays once a long package leaves out what another offer covers; the very first always stays."""
        staying = {kind: self.offered(kind) for kind in self.kinds}
        first = {
            kind: self._among_the_first(kind, 1, dict(staying)) for kind in COVERED_BY if kind in staying
        }
        for kind, by in COVERED_BY.items():
            if kind in staying:
                too_long = z3.AtLeast(*staying.values(), LONGEST + 1)
                covered = z3.Or([staying[other] for other in by if other in staying])
                staying[kind] = z3.And(staying[kind], z3.Not(z3.And(too_long, covered, z3.Not(first[kind]))))
        return staying

    @cached_property
    def _kept(self) -> dict[OfferKind, Term]:
        staying = self._uncovered
        within = {kind: self._among_the_first(kind, LONGEST, staying) for kind in self.kinds}
        cut = {kind: z3.And(staying[kind], z3.Not(within[kind])) for kind in self.kinds}
        today = [kind for kind in self.kinds if kind in TODAY]
        nothing_today = z3.Not(z3.Or([within[kind] for kind in today]))
        swapped_in = {
            kind: z3.And(nothing_today, cut[kind], *(
                z3.Not(z3.And(cut[other], self.stands_before(other, kind))) for other in today if other is not kind
            ))
            for kind in today
        }  # fmt: skip
        swap = z3.Or(list(swapped_in.values()))
        return {
            kind: z3.Or(
                z3.And(within[kind], z3.Or(z3.Not(swap), self._among_the_first(kind, LONGEST - 1, staying))),
                swapped_in.get(kind, _NO),
            )
            for kind in self.kinds
        }


def _givings(ruleset: RuleSet, fired: Mapping[str, Term], available: Available):
    """Every kind every rule may give, in the order of the package."""
    in_order = [
        (effect, rule) for rule in (*ruleset.flag_rules, *ruleset.other_rules) for effect in rule.offers
    ]
    for turn, (effect, rule) in enumerate(sorted(in_order, key=lambda each: each[0].place)):
        passed_over: list[Term] = []
        for kind in dict.fromkeys(effect.kinds):
            gives = z3.And(fired[rule.id], available[kind], *map(z3.Not, passed_over))
            passed_over.append(available[kind])
            yield Giving(turn, effect.place, rule, kind, gives)


def _at_most(terms: list[Term], number: int) -> Term:
    return z3.AtMost(*terms, number) if terms else z3.BoolVal(True)
