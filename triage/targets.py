"""How soon each step should happen: targets for the three clocks, by priority, offer and age.

The figures are data (`data/targets.yaml`), each with its source. Those that are not national standards are
suggestions which the area's clinical lead signs off.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from itertools import product

from triage.ages import OLDEST
from triage.calendar import TimeUnit, due_instant
from triage.data_entry import DataError, Entry, package_text, parse_yaml, read_entries
from triage.vocabulary import OfferKind, Priority


class Clock(StrEnum):
    """The three clocks. All start when the request is received; the family feels the whole wait."""

    ALLOCATION = "allocation"
    FIRST_CONTACT = "first_contact"
    HELP_STARTED = "help_started"

    @property
    def label(self) -> str:
        return f"To {self.value.replace('_', ' ')}"


class Standing(StrEnum):
    """How far a figure can be relied on."""

    VERIFIED = "V"
    TO_SIGN_OFF = "K"


class TargetsError(DataError):
    """The targets have mistakes; `mistakes` lists them all."""


@dataclass(frozen=True, slots=True)
class Target:
    """A clock's target: `amount` of `unit` from the moment the request was received."""

    clock: Clock
    amount: int
    unit: TimeUnit
    source: str
    standing: Standing

    def due(self, received: datetime, closures: Collection[date] = ()) -> datetime:
        """The instant by which the clock should have stopped."""
        return due_instant(received, self.amount, self.unit, closures)

    def __str__(self) -> str:
        unit = self.unit.value.replace("_", " ")
        return f"{self.amount} {unit.removesuffix('s') if self.amount == 1 else unit}"


@dataclass(frozen=True, slots=True)
class TargetRule:
    """Whom a target is for. An empty tuple, or no age, stands for everyone."""

    slug: str
    target: Target
    priorities: tuple[Priority, ...]
    kinds: tuple[OfferKind, ...]
    max_age: int | None

    @property
    def weight(self) -> tuple[bool, bool, bool]:
        """The more exactly a rule says whom it is for, the more it weighs: offer first, then age."""
        return bool(self.kinds), self.max_age is not None, bool(self.priorities)

    def is_for(self, clock: Clock, priority: Priority, kind: OfferKind | None, age: int | None) -> bool:
        return (
            self.target.clock is clock
            and (not self.priorities or priority in self.priorities)
            and (not self.kinds or kind in self.kinds)
            and (self.max_age is None or (age is not None and age <= self.max_age))
        )


def load_targets(text: str, name: str = "targets.yaml") -> tuple[TargetRule, ...]:
    """Target rules from YAML text. Raises `TargetsError` with every mistake and every gap."""
    mistakes: list[str] = []
    try:
        document = parse_yaml(text, name)
    except DataError as error:
        raise TargetsError(error.mistakes) from None
    values = document.get("targets") if isinstance(document, dict) else None
    rules = read_entries(values, "target", _rule, mistakes)
    if not mistakes:
        mistakes = [
            f"{name} has no target for the clock '{clock}' at priority '{priority}'."
            for clock, priority in product(Clock, Priority)
            if not any(rule.is_for(clock, priority, None, None) for rule in rules)
        ]
    if mistakes:
        raise TargetsError(mistakes)
    return rules


@cache
def reference_targets() -> tuple[TargetRule, ...]:
    """The targets that come with the software."""
    return load_targets(package_text("targets.yaml"))


def target_for(
    clock: Clock | str,
    priority: Priority | str,
    kind: OfferKind | str | None = None,
    age: int | None = None,
    rules: tuple[TargetRule, ...] | None = None,
) -> Target:
    """The target of one clock. Where several rules fit the most exact wins; among equals, the first."""
    clock, priority = Clock(clock), Priority(priority)
    kind = OfferKind(kind) if kind is not None else None
    rules = reference_targets() if rules is None else rules
    fitting = [rule for rule in rules if rule.is_for(clock, priority, kind, age)]
    return max(fitting, key=lambda rule: rule.weight).target


def _rule(entry: Entry) -> TargetRule:
    amount = entry.number("amount", 0, 1000)
    if amount is None:
        entry.wrong("has no 'amount'")
    target = Target(
        clock=entry.word("clock", Clock),
        amount=amount or 0,
        unit=entry.word("unit", TimeUnit),
        source=entry.text("source"),
        standing=entry.word("status", Standing),
    )
    return TargetRule(
        slug=entry.slug(),
        target=target,
        priorities=entry.words("priorities", Priority, needed=False),
        kinds=entry.words("kinds", OfferKind, needed=False),
        max_age=entry.number("max_age", 0, OLDEST),
    )
