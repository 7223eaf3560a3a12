"""The proof of a rule set: the seven properties, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from triage.directory import Offer
from triage.proof.danger import DangerIsAnswered, FlagsOnlyRaise
from triage.proof.fairness import WhoTheyAreChangesNothing
from triage.proof.nobody_without import NobodyWithout
from triage.proof.promise import Promise, Proving
from triage.proof.report import Failure, Proof, Property
from triage.proof.rule_by_rule import EveryRuleCounts
from triage.proof.services import OffersAreForThem
from triage.proof.unknown import UnknownIsNotNo
from triage.rules.ruleset import RuleSet

PROMISES: tuple[type[Promise], ...] = (
    NobodyWithout,
    FlagsOnlyRaise,
    UnknownIsNotNo,
    DangerIsAnswered,
    EveryRuleCounts,
    OffersAreForThem,
    WhoTheyAreChangesNothing,
)


def prove_all(ruleset: RuleSet, offers: Sequence[Offer], say: Callable[[int, int, str], None]) -> Proof:
    """Every property of `ruleset` with these offers, failed or held."""
    proving = Proving(ruleset, offers)
    promises = [promise(proving) for promise in PROMISES]
    steps = [list(promise.steps()) for promise in promises]
    total, done, properties = sum(map(len, steps)), 0, []
    for promise, its_steps in zip(promises, steps, strict=True):
        started, failures = time.perf_counter(), list[Failure]()
        for step in its_steps:
            say(done, total, f"{promise.number}. {promise.name}: {step.says}")
            failures += step.failures()
            done += 1
        properties.append(_property(promise, failures, time.perf_counter() - started))
    say(total, total, "Done")
    return Proof(ruleset.version, tuple(properties))


def _property(promise: Promise, failures: list[Failure], seconds: float) -> Property:
    return Property(
        number=promise.number,
        name=promise.name,
        sentence=promise.sentence,
        holds=not failures,
        seconds=seconds,
        failures=tuple(failures),
        notes=tuple(promise.notes()),
    )
