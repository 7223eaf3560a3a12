"""How many requests a second of one core the engine decides, with no database."""

from __future__ import annotations

import json

from ifd import clock
from ifd.bench.figures import Figure, Goal, side_by_side
from ifd.bench.made_up import documents
from ifd.bench.scratch import Scratch
from triage import Case, in_force, suggest
from triage.directory import reference_directory
from triage.facts import facts_of, set_flag

_ROUNDS = 5


def measure(scratch: Scratch, requests: int) -> list[Figure]:
    """Whole suggestions with text; the rules with their reasons; both against reading and writing JSON."""
    scratch.say(f"writing {requests:,} request documents")
    today = clock.london_date(clock.now())
    lines = [json.dumps(document) for document in documents(requests, today)]
    cases = [Case.from_document(json.loads(line)) for line in lines]
    facts = [facts_of(case) for case in cases]
    offers, ruleset = reference_directory(), in_force(today)

    def whole() -> None:
        for line in lines:
            case = Case.from_document(json.loads(line))
            json.dumps(suggest(case, offers, ruleset).to_document())

    def untold() -> None:
        for case in cases:
            suggest(case, offers, ruleset)

    def rules() -> None:
        for one in facts:
            fired = [ruleset.flag_rules[n] for n in ruleset.fired_flag_rules(one)]
            for rule in fired:
                set_flag(one, rule.flag, True)
            fired += [ruleset.other_rules[n] for n in ruleset.fired_other_rules(one)]
            _ = [(rule.id, rule.because.about(one)) for rule in fired]

    def read_and_write() -> None:
        for line in lines:
            json.dumps(json.loads(line))

    scratch.say(f"deciding {requests:,} requests {_ROUNDS} times")
    works = {"whole": whole, "untold": untold, "rules": rules, "read_and_write": read_and_write}
    seconds = side_by_side(_ROUNDS, works, is_pure=True)
    speed = {name: requests / each for name, each in seconds.items()}
    limit = ("reading and writing the same JSON", speed["read_and_write"])
    return [
        Figure(
            "whole suggestion with text, JSON to JSON",
            speed["whole"],
            "a second",
            *limit,
            Goal(at_least=2_000, of="value"),
        ),
        Figure(
            "whole suggestion with text, in memory",
            speed["untold"],
            "a second",
            *limit,
            Goal(at_least=2_000, of="value"),
        ),
        Figure(
            "rules alone, with reasons",
            speed["rules"],
            "a second",
            *limit,
            Goal(at_least=100_000, of="value"),
        ),
    ]
