"""Properties 2 and 4: what a red flag and an answer of danger always do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import z3

from triage.proof.answers import HEARD, Notes, Term
from triage.proof.packing import CRISIS_HELP
from triage.proof.person import Noted, Someone
from triage.proof.promise import Promise, Step
from triage.proof.report import Failure, quoted
from triage.proof.search import changed, lowered
from triage.proof.translate import Formulas
from triage.rules.language import parse
from triage.rules.two_valued import certainly
from triage.vocabulary import Flag, OfferKind, Priority

ANY_HOUR = (OfferKind.CRISIS_111, OfferKind.CRISIS_TEAM)
"""Somebody to call at any hour."""

_FALSE, _TRUE = z3.BoolVal(False), z3.BoolVal(True)


class _Levels(NamedTuple):
    """What must never fall: each is whether something is reached."""

    priority: list[Term]
    thrive: list[Term]
    crisis: list[Term]


class FlagsOnlyRaise(Promise):
    number = 2
    name = "A red flag only raises"
    sentence = (
        "Turning any red flag on, all else equal, never lowers the priority or the THRIVE grouping and never "
        "takes crisis help out of the package."
    )

    def steps(self) -> Iterator[Step]:
        for flag in Flag:
            yield Step(flag.label.lower(), lambda flag=flag: self.falls(flag))

    @cached_property
    def _before(self) -> Notes:
        return Notes("before")

    @cached_property
    def _after(self) -> Notes:
        return Notes("after")

    @cached_property
    def _plainly(self) -> tuple[_Levels, _Levels]:
        """What everybody reaches before and after; of crisis help, at most before and at least after."""
        package = self.proving.decision.package
        return self._reached(self._before, package.offered), self._reached(self._after, package.surely_kept)

    @cached_property
    def _exactly(self) -> tuple[_Levels, _Levels]:
        """The same with the very package that is shown, which takes the solver longer."""
        kept = self.proving.decision.package.kept
        return self._reached(self._before, kept), self._reached(self._after, kept)

    def _reached(self, notes: Notes, has_crisis_help: Callable[[OfferKind], Term]) -> _Levels:
        decision, own = self.proving.decision, self.proving.sent.substance_answer
        change = list(zip(own.variables, notes.variables, strict=True))
        reached = (
            decision.at_least.values(),
            decision.thrive_at_least.values(),
            map(has_crisis_help, CRISIS_HELP),
        )
        return _Levels(*([changed(term, change) for term in terms] for terms in reached))

    def falls(self, flag: Flag) -> Iterator[Failure]:
        search, fallen = self.proving.search, _fallen(*self._plainly)
        turned = {(was, now): self._turned(flag, was, now) for was, now in _TURNED_ON}
        if not search.is_possible(z3.Or(list(turned.values())), z3.Or(fallen)):
            return
        for states, how in turned.items():
            for what, has_fallen in zip(_FALLS, fallen, strict=True):
                somebody = search.somebody(how, has_fallen)
                if somebody and what is _LOSES_HELP and not self._loses_help(flag, somebody, *states):
                    somebody = search.somebody(how, _fallen(*self._exactly)[-1])
                if somebody:
                    yield self._failure(what, flag, somebody, *states)

    def _loses_help(self, flag: Flag, somebody: Someone, was: bool | None, now: bool | None) -> bool:
        """Whether the package itself takes crisis help from this person."""
        before, after = (
            self.proving.treated(
                replace(somebody, substance_answer=_with(somebody.substance_answer, flag, state))
            )
            for state in (was, now)
        )
        return not set(CRISIS_HELP).intersection(before.offers) <= set(after.offers)

    def _turned(self, flag: Flag, was: bool | None, now: bool | None) -> Term:
        """The flag goes from one state to the other, and every other flag stays as it is."""
        own = self.proving.sent.substance_answer
        same = [
            z3.And(own.certain[other] == notes.certain[other], own.possible[other] == notes.possible[other])
            for other in Flag
            if other is not flag
            for notes in (self._before, self._after)
        ]
        states = zip((self._before, self._after), (was, now), strict=True)
        return z3.And(
            *same,
            *(notes.certain[flag] == (_TRUE if state else _FALSE) for notes, state in states),
            self._before.possible[flag] == (_TRUE if was is None else _FALSE),
            self._after.possible[flag] == (_TRUE if now is None else _FALSE),
            z3.Not(z3.Or(own.of(flag))),
        )

    def _failure(
        self, what: str, flag: Flag, somebody: Someone, was: bool | None, now: bool | None
    ) -> Failure:
        before = replace(somebody, substance_answer=_with(somebody.substance_answer, flag, was))
        after = replace(somebody, substance_answer=_with(somebody.substance_answer, flag, now))
        first, second = self.proving.treated(before), self.proving.treated(after)
        gone = quoted(rule.id for rule in first.fired if rule not in second.fired)
        return self.proving.failure(
            f"The red flag '{flag.label.lower()}' turned {_STATES[now]} {what}.",
            before,
            f"With the flag {_STATES[now]}: {second.told()}.",
            f"Rules that no longer fire: {gone}.",
        )

    def notes(self) -> Iterator[str]:
        yield "A flag is turned from no to possible, from no to certain and from possible to certain, one at a time."
        yield "Crisis help is 111, the crisis team and safeguarding, each, as the package is shown after shortening."
        yield "The screen's own priority is taken to stay as it is, the least that a further passage can do."


_TURNED_ON = ((False, None), (False, True), (None, True))
_STATES = {False: "off", None: "possible", True: "certain"}
_LOSES_HELP = "takes crisis help away"
_FALLS = ("lowers the priority", "lowers the THRIVE grouping", _LOSES_HELP)


def _fallen(before: _Levels, after: _Levels) -> list[Term]:
    return [lowered(*pair) for pair in zip(before, after, strict=True)]


def _with(noted: Noted, flag: Flag, state: bool | None) -> Noted:
    return {**noted, flag: state is True} if state is not False else noted


class Danger(NamedTuple):
    """Something said, in the language of conditions, and what it always gives."""

    what: str
    when: str
    least: Priority
    crisis_help: bool = True


_PERINATAL = (
    "(age < 2 or ((pregnant or parent_of_under_2 or needs.pregnancy_or_new_baby)"
    " and (unknown(age) or age >= 10)))"
)
_NOW, _TODAY, _FOUR_HOURS = Priority.EMERGENCY, Priority.URGENT, Priority.VERY_URGENT
DANGERS = (
    Danger("immediate danger", "safety.immediate_danger", _NOW),
    Danger("a plan or intent to end their life", "safety.suicide_plan_or_intent", _FOUR_HOURS),
    Danger("thoughts of suicide", "safety.suicidal_thoughts_now", _TODAY),
    Danger("suicidal thoughts named as a need", "needs.suicidal_thoughts", _TODAY),
    Danger("being hurt", "safety.feels_unsafe_or_being_hurt", _TODAY),
    Danger("a risk to others", "safety.risk_to_others", _TODAY),
    Danger("unusual experiences", "safety.unusual_experiences", _TODAY),
    Danger("rapid weight loss or fainting", "safety.rapid_weight_loss_or_fainting", _TODAY),
    Danger("self-harm", "safety.self_harm_last_month or needs.self_harm", Priority.SOON),
    Danger("self-harm under 13", "safety.self_harm_last_month and age < 13", _TODAY),
    Danger("self-harm with great impact", "safety.self_harm_last_month and impact.a_lot_anywhere", _TODAY),
    Danger("self-harm and suicide not asked about",
           "safety.self_harm_last_month and unknown(safety.suicidal_thoughts_now)", _TODAY),
    Danger("self-harm at an age nobody knows", "safety.self_harm_last_month and unknown(age)", _TODAY),
    Danger("self-harm with care, alcohol or drugs, abuse or an eating problem",
           "safety.self_harm_last_month and (looked_after or care_leaver or substance_use or needs.substance_use"
           " or flags.abuse_or_exploitation or flags.eating_disorder)", _TODAY),
    Danger("self-harm in pregnancy or with a baby",
           f"{_PERINATAL} and (safety.self_harm_last_month or needs.self_harm)", _TODAY),
    Danger("a baby not safe",
           "age < 2 and (safety.feels_unsafe_or_being_hurt or safety.risk_to_others)", _FOUR_HOURS),
    Danger("a baby who faints", "age < 2 and safety.rapid_weight_loss_or_fainting", _FOUR_HOURS),
    Danger("thoughts of suicide in pregnancy or with a baby",
           f"{_PERINATAL} and (safety.suicidal_thoughts_now or safety.unusual_experiences)", _FOUR_HOURS),
    Danger("unusual experiences with thoughts of harm",
           "safety.unusual_experiences and (safety.suicidal_thoughts_now or safety.risk_to_others)", _FOUR_HOURS),
    Danger("signs of psychosis with thoughts of suicide or harm",
           "flags.psychosis and (flags.suicidal_thoughts or flags.suicide_intent or flags.harm_to_others)",
           _FOUR_HOURS),
    Danger("a parent of a baby who may harm somebody",
           "parent_of_under_2 and safety.risk_to_others and (unknown(age) or age < 2 or age >= 10)", _FOUR_HOURS),
    Danger("an eating problem with weight loss or fainting",
           "needs.eating and safety.rapid_weight_loss_or_fainting", _FOUR_HOURS),
    Danger("pregnancy under 16", "pregnant and 10 <= age < 16", _TODAY, crisis_help=False),
    Danger("unsure about suicide or danger",
           "unsure.suicidal_thoughts_now or unsure.suicide_plan_or_intent or unsure.immediate_danger", _TODAY),
    Danger("unsure about being hurt, others, unusual experiences or weight",
           "unsure.feels_unsafe_or_being_hurt or unsure.risk_to_others or unsure.unusual_experiences "
           "or unsure.rapid_weight_loss_or_fainting", _TODAY, crisis_help=False),
    Danger("unsure about self-harm", "unsure.self_harm_last_month", Priority.SOON, crisis_help=False),
    Danger("abuse named and safety not settled",
           "needs.abuse_safety and unknown(safety.feels_unsafe_or_being_hurt)", _TODAY),
    Danger("unusual experiences named and not settled",
           "needs.unusual_experiences and unknown(safety.unusual_experiences)", _TODAY),
    Danger("no question of safety put", "not safety_asked", Priority.SOON, crisis_help=False),
    Danger("a need that goes with suicide, which was not asked about",
           "(needs.low_mood or needs.self_harm or needs.trauma or needs.substance_use or needs.abuse_safety)"
           " and unknown(safety.suicidal_thoughts_now) and (unknown(age) or age >= 5)",
           Priority.SOON, crisis_help=False),
    Danger("pregnancy, alcohol or drugs at an age nobody knows",
           "(pregnant or needs.substance_use or substance_use) and unknown(age)", Priority.SOON, crisis_help=False),
    Danger("words the screen cannot read", "text_unreadable", _TODAY),
    *(Danger(f"the red flag '{flag.label.lower()}'", f"flags.{flag}", Priority.ROUTINE)
      for flag in Flag if flag not in (Flag.EATING_DISORDER, Flag.NEGLECT)),
)  # fmt: skip
"""What each answer of danger gives at least: docs/decisions/0002, 'What a yes gives' and 'What is unknown'."""


class DangerIsAnswered(Promise):
    number = 4
    name = "Danger is always answered"
    sentence = (
        "Immediate danger is always an emergency, a plan or intent always at least very urgent, and every other "
        "answer of danger at least what the decision on rules says, with crisis help for every age, place and reach."
    )

    def steps(self) -> Iterator[Step]:
        for danger in DANGERS:
            yield Step(danger.what, lambda danger=danger: self.unanswered(danger))

    def unanswered(self, danger: Danger) -> Iterator[Failure]:
        decision, search = self.proving.decision, self.proving.search
        said = certainly(parse(danger.when), Formulas(decision.facts))
        if danger.least in HEARD and (
            somebody := search.somebody(said, z3.Not(decision.at_least[danger.least]))
        ):
            yield self.proving.failure(
                f"With {danger.what} the priority is not always at least {danger.least.label.lower()}.",
                somebody,
            )
        if danger.crisis_help and (somebody := self._without_help(said)):
            yield self.proving.failure(
                f"With {danger.what} crisis help is not always in the package.", somebody
            )

    def _without_help(self, said: Term) -> Someone | None:
        """Somebody who says it and is not shown whom to call; the package itself judges, where counting is hard."""
        search, package = self.proving.search, self.proving.decision.package
        somebody = search.somebody(said, z3.Not(_any_of(package.surely_kept)))
        if somebody and set(ANY_HOUR).intersection(self.proving.treated(somebody).offers):
            return search.somebody(said, z3.Not(_any_of(package.kept)))
        return somebody

    def notes(self) -> Iterator[str]:
        yield "Of what the screen asks for only the least it can is counted: today for words it cannot read."
        yield "Crisis help is 111 or the crisis team, in the package as shown after shortening."


def _any_of(is_there: Callable[[OfferKind], Term]) -> Term:
    return z3.Or([is_there(kind) for kind in ANY_HOUR])
