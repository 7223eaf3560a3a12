"""Rule sets broken on purpose, and what a promise says of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from triage.directory import reference_directory
from triage.proof.promise import Promise, Proving
from triage.proof.report import Failure
from triage.rules.loader import load_ruleset
from triage.rules.ruleset import RuleSet

RULES = Path("triage/data/rulesets/2026-11-22.yaml")
OFFERS = reference_directory()


def text_with(*changes: tuple[str, str]) -> str:
    """The text of the rules with each piece of text, which must be there once, put in the place of another."""
    text = RULES.read_text(encoding="utf-8")
    for was, now in changes:
        assert text.count(was) == 1, f"{was!r} is there {text.count(was)} times"
        text = text.replace(was, now)
    return text


def rules_with(*changes: tuple[str, str], added: str = "") -> RuleSet:
    """The rules changed, and with more rules at their end."""
    return load_ruleset(text_with(*changes) + added)


def rule(name: str, when: str, effects: str) -> str:
    """One more rule, in the text of a rule file."""
    return f"""
  - id: {name}
    title: Broken on purpose
    when: "{when}"
    {effects}
    because: It is broken on purpose.
    source: front-door
    fires: [{{age: 15}}]
    quiet: [{{age: 16}}]
"""


def failures(promise: type[Promise], ruleset: RuleSet, only: str = "", offers=OFFERS) -> list[Failure]:
    """What a promise finds, of the steps whose names hold `only`."""
    return list(_failures(promise(Proving(ruleset, offers)), only))


def _failures(promise: Promise, only: str) -> Iterator[Failure]:
    steps = [step for step in promise.steps() if only in step.says]
    assert steps, f"no step is called '{only}'"
    for step in steps:
        yield from step.failures()
