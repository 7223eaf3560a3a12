"""How many requests a second of one core the engine decides, with no database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ifd import clock
from ifd.bench.decision_table import DecisionTables, nested
from ifd.bench.figures import Figure, Goal, side_by_side
from ifd.bench.made_up import documents
from ifd.bench.scratch import Scratch
from triage import Case, in_force, suggest
from triage.directory import reference_directory
from triage.facts import Facts, facts_of, set_flag
from triage.rules.ruleset import RuleSet
from triage.rules.tracing import Tracer

_ROUNDS = 5
_TABLE_READS = 1_000
"""Requests the decision table decides in a round: it is so much slower that all of them would take minutes."""


def measure(scratch: Scratch, requests: int) -> list[Figure]:
    """Rules with reasons, also with the full trace, beside a decision table; whole suggestions beside plain JSON."""
    scratch.say(f"writing {requests:,} request documents")
    today = clock.london_date(clock.now())
    asked = Asked.made_up(requests, today)
    offers, ruleset = reference_directory(), in_force(today)
    decide, trace, tables = Reasons(ruleset), Trace(ruleset), DecisionTables(ruleset)
    few = asked.facts[:_TABLE_READS]
    for facts in few:
        if decide(facts) != tables(nested(facts)):
            raise AssertionError("the decision table comes to another answer, so comparing is idle")
    rows = [nested(facts) for facts in few]

    def whole() -> None:
        for line in asked.lines:
            case = Case.from_document(json.loads(line))
            json.dumps(suggest(case, offers, ruleset).to_document())

    def read_and_write() -> None:
        for line in asked.lines:
            json.dumps(json.loads(line))

    scratch.say(f"deciding {requests:,} requests {_ROUNDS} times")
    works = {
        "whole": whole,
        "untold": lambda: [suggest(case, offers, ruleset) and None for case in asked.cases],
        "rules": lambda: [decide(facts) and None for facts in asked.facts],
        "trace": lambda: [trace(facts) and None for facts in asked.facts],
        "table": lambda: [tables(row) and None for row in rows],
        "read_and_write": read_and_write,
    }
    seconds = side_by_side(_ROUNDS, works, is_pure=True)
    speed = {name: (len(rows) if name == "table" else requests) / each for name, each in seconds.items()}
    plain = ("reading and writing the same JSON", speed["read_and_write"])
    table = ("the same rules as zen-engine decision tables", speed["table"])
    a_second = "a second"
    return [
        Figure("rules alone, with reasons", speed["rules"], a_second, *table, Goal(at_least=20)),
        Figure("rules alone, in itself", speed["rules"], a_second, *plain, Goal(at_least=100_000, of="value")),
        Figure("rules with the full trace", speed["trace"], a_second, *table, Goal(at_least=10_000, of="value")),
        Figure(
            "whole suggestion with text, JSON to JSON",
            speed["whole"],
            a_second,
            *plain,
            Goal(at_least=2_000, of="value"),
        ),
        Figure(
            "whole suggestion with text, in memory",
            speed["untold"],
            a_second,
            *plain,
            Goal(at_least=2_000, of="value"),
        ),
    ]


@dataclass(frozen=True)
class Asked:
    """The same requests as lines, as cases and as facts."""

    lines: Sequence[str]
    cases: Sequence[Case]
    facts: Sequence[Facts]

    @classmethod
    def made_up(cls, requests: int, today: date) -> Asked:
        lines = [json.dumps(document) for document in documents(requests, today)]
        cases = [Case.from_document(json.loads(line)) for line in lines]
        return cls(lines, cases, [facts_of(case) for case in cases])


class Reasons:
    """The rules that hold, each with its sentence: what the engine does besides screening and choosing offers."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset

    def __call__(self, given: Facts) -> list[tuple[str, str]]:
        ruleset, facts = self.ruleset, given.copy()
        fired = [ruleset.flag_rules[n] for n in ruleset.fired_flag_rules(facts)]
        for rule in fired:
            set_flag(facts, rule.flag, True)
        fired += [ruleset.other_rules[n] for n in ruleset.fired_other_rules(facts)]
        return [(rule.id, rule.because.about(facts)) for rule in fired]


class Trace:
    """The same, with every condition of every rule: what was expected, what was found, what came of it."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.flags, self.others = Tracer(ruleset.flag_rules), Tracer(ruleset.other_rules)

    def __call__(self, given: Facts) -> list[tuple[str, str]]:
        facts = given.copy()
        traced = self.flags(facts)
        for rule, truth, _findings in traced:
            if truth:
                set_flag(facts, rule.flag, True)
        traced += self.others(facts)
        return [(rule.id, rule.because.about(facts)) for rule, truth, _findings in traced if truth]
