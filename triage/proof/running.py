"""What the running engine makes of somebody, so that whoever the solver names is shown as they would be treated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from triage.directory import Offer
from triage.engine import package_of, priority_of, thrive_of
from triage.facts import PLACE_OF, Facts, set_flag
from triage.package import Package
from triage.proof.packing import CRISIS_HELP
from triage.proof.person import Someone
from triage.proof.report import quoted
from triage.rules.ruleset import Rule, RuleSet
from triage.vocabulary import Flag, OfferKind, Priority, Thrive


@dataclass(frozen=True)
class Treatment:
    """What one rule set does for somebody."""

    facts: Facts
    fired: tuple[Rule, ...]
    priority: Priority
    thrive: Thrive
    package: Package

    @property
    def flags(self) -> list[Flag]:
        return [flag for flag in Flag if self.facts[PLACE_OF[f"flags.{flag}"]] is True]

    @property
    def offers(self) -> list[OfferKind]:
        return list(self.package.offers)

    @property
    def questions(self) -> list[str]:
        return [rule.ask.question for rule in self.fired if rule.ask]

    def to_document(self) -> dict[str, Any]:
        return {
            "priority": str(self.priority),
            "thrive": str(self.thrive),
            "red_flags": [str(flag) for flag in self.flags],
            "offers": [str(kind) for kind in self.offers],
            "later": [str(kind) for kind in self.package.later],
            "crisis_help": [str(kind) for kind in self.offers if kind in CRISIS_HELP],
            "starts_now_about": list(
                dict.fromkeys(str(need) for rule in self.fired for need in rule.starts_now)
            ),
            "questions": self.questions,
            "rules": [rule.id for rule in self.fired],
        }

    def told(self) -> str:
        """The treatment in one line of English."""
        offers = ", ".join(kind.label for kind in self.offers)
        return f"priority {self.priority.label.lower()}; {self.thrive.label.lower()}; offers: {offers}"

    def by(self) -> str:
        """The rules that did it, those that only put a question left out."""
        return quoted(rule.id for rule in self.fired if rule.concludes or rule.offers)


def treat(somebody: Someone, ruleset: RuleSet, offers: Sequence[Offer]) -> Treatment:
    """What the engine does with somebody's answers and with what the screen would read in their words."""
    facts = somebody.facts()
    fired = [ruleset.flag_rules[n] for n in ruleset.fired_flag_rules(facts)]
    for rule in fired:
        set_flag(facts, rule.flag, True)
    somebody.note_words(facts)
    fired += [ruleset.other_rules[n] for n in ruleset.fired_other_rules(facts)]
    return Treatment(
        facts=facts,
        fired=tuple(fired),
        priority=Priority.most_urgent(priority_of(fired), somebody.screened),
        thrive=thrive_of(fired),
        package=package_of(somebody.case(), facts, fired, ruleset, offers),
    )
