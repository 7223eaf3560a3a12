"""A decision as formulas: the two passes of `triage.engine` over every request at once.

The rules that find red flags run first, then what the words may mean is added, then the other rules run.
"""

from __future__ import annotations

from functools import cached_property

import z3

from triage.facts import PLACE_OF
from triage.perinatal_words import DANGER, OLDEST_INFANT, YOUNGEST_PARENT
from triage.proof.answers import HEARD, NEEDS, Age, Answer, Sent, Term
from triage.proof.availability import Available
from triage.proof.facts import facts_of, with_words
from triage.proof.packing import Packing
from triage.proof.translate import Formulas, Truth
from triage.rules.ruleset import Rule, RuleSet
from triage.rules.two_valued import certainly
from triage.vocabulary import Flag, Need, Priority, Thrive, YesNo

_NAMES = list(PLACE_OF)
_NO = z3.BoolVal(False)


class Decision:
    """What one rule set makes of every request."""

    def __init__(self, sent: Sent, ruleset: RuleSet, available: Available) -> None:
        self.sent, self.ruleset, self.available = sent, ruleset, available
        answered = facts_of(sent)
        found = Formulas(answered)
        self.fired = {rule.id: certainly(rule.condition, found) for rule in ruleset.flag_rules}
        self.flags = {flag: self._flag(flag) for flag in Flag}
        self.facts = with_words(answered, sent, self.flags)
        known = Formulas(self.facts)
        self.fired |= {rule.id: certainly(rule.condition, known) for rule in ruleset.other_rules}

    def any_fired(self, rules) -> Term:
        return z3.Or([self.fired[rule.id] for rule in rules])

    def _flag(self, flag: Flag) -> Truth:
        """A flag is certain by an answer or by words; it may be possible by words alone."""
        notes = (self.sent.text, self.sent.substance_answer)
        certain = [note.certain[flag] for note in notes]
        possible = [note.possible[flag] for note in notes]
        if flag is Flag.PERINATAL_DANGER:
            certain.append(
                z3.And(self.perinatal_time, z3.Or([self.sent.text.certain[each] for each in DANGER]))
            )
            possible.append(
                z3.And(self.perinatal_time, z3.Or([self.sent.text.possible[each] for each in DANGER]))
            )
        yes = z3.Or(self.any_fired(rule for rule in self.ruleset.flag_rules if rule.flag is flag), *certain)
        return Truth(yes, z3.Not(z3.Or(yes, *possible)))

    @cached_property
    def perinatal_time(self) -> Term:
        """Pregnancy or a baby, as `triage.perinatal_words` reads the answers."""
        age = self.sent.age
        says_so = z3.Or(
            self.sent["answers.pregnant"].says[YesNo.YES],
            self.sent["answers.parent_of_under_2"].says[YesNo.YES],
            self.sent[NEEDS].says[Need.PREGNANCY_OR_NEW_BABY],
        )
        may_be_parent = z3.Or(z3.Not(age.known), age.at_least(YOUNGEST_PARENT))
        return z3.Or(age.between(0, OLDEST_INFANT), z3.And(says_so, may_be_parent))

    @cached_property
    def ruled(self) -> dict[Priority, Term]:
        """Whether the rules alone ask for at least each priority."""
        return {
            least: self.any_fired(
                rule for rule in self.ruleset.rules if rule.raises and rule.raises.rank <= least.rank
            )
            for least in HEARD
        }

    @cached_property
    def at_least(self) -> dict[Priority, Term]:
        """Whether the priority is at least this, by the rules or by what the screen asks for."""
        heard = {priority: [self.sent.heard[priority]] for priority in HEARD}
        text = self.sent.text
        graver = z3.Or([text.certain[flag] for flag in DANGER if flag is not Flag.SELF_HARM])
        any_danger = z3.Or([term for flag in DANGER for term in text.of(flag)])
        heard[Priority.VERY_URGENT].append(z3.And(self.perinatal_time, graver))
        for priority in (Priority.URGENT, Priority.SOON):
            heard[priority].append(z3.And(self.perinatal_time, any_danger))
        return {priority: z3.Or(self.ruled[priority], *heard[priority]) for priority in HEARD}

    @cached_property
    def thrive_at_least(self) -> dict[Thrive, Term]:
        """Whether the grouping is at least this much help; advice is what is proposed when no rule proposes."""
        levels = tuple(Thrive)
        proposing = [rule for rule in self.ruleset.rules if rule.thrive]

        def at_least(level: Thrive) -> Term:
            more = self.any_fired(
                rule for rule in proposing if levels.index(rule.thrive) >= levels.index(level)
            )
            return z3.Or(more, z3.Not(self.any_fired(proposing))) if level is Thrive.GETTING_ADVICE else more

        return {level: at_least(level) for level in levels[1:]}

    @cached_property
    def package(self) -> Packing:
        return Packing(self.ruleset, self.fired, self.available)

    @cached_property
    def found(self) -> dict[tuple[Flag, str], Term]:
        """For each red flag and answer, whether that answer is named as its evidence."""
        evidence: dict[tuple[Flag, str], list[Term]] = {}
        for rule in self.ruleset.flag_rules:
            for field, speaks in self.evidence_of(rule).items():
                evidence.setdefault((rule.flag, field), []).append(speaks)
        return {each: z3.Or(terms) for each, terms in evidence.items()}

    def evidence_of(self, rule: Rule) -> dict[str, Term]:
        """The answers a rule names as evidence, each with when it does."""
        return {
            field: z3.And(self.fired[rule.id], z3.Or([self._speaks(_NAMES[place]) for place in places]))
            for field, places in rule.evidence_places
        }

    def _speaks(self, name: str) -> Term:
        """Whether a fact is something to go by: neither unknown, nor no, nor the number nought."""
        match self.facts[name]:
            case Truth(yes, _):
                return yes
            case Age() as age:
                return age.at_least(1)
            case Answer() as answer:
                return answer.known

    @cached_property
    def questions(self) -> dict[tuple[str, str], Term]:
        """For each question a rule would put, whether it is put."""
        asking: dict[tuple[str, str], list[Rule]] = {}
        for rule in self.ruleset.rules:
            if rule.ask:
                asking.setdefault((rule.ask.field, rule.ask.question), []).append(rule)
        return {question: self.any_fired(rules) for question, rules in asking.items()}

    @cached_property
    def topics(self) -> dict[Need, Term]:
        """For each topic, whether self-care should be about it today."""
        topics = dict.fromkeys(need for rule in self.ruleset.rules for need in rule.starts_now)
        named = self.sent[NEEDS].says
        return {
            need: z3.Or(
                named[need], self.any_fired(rule for rule in self.ruleset.rules if need in rule.starts_now)
            )
            for need in topics
        }
