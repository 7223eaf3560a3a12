"""The versions of the rules that come with the software: each dated, all kept, one in force."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from triage.rules.loader import load_ruleset
from triage.rules.ruleset import RuleSet


def load_file(path: Path) -> RuleSet:
    """The rule set in a file. OSError when it cannot be read."""
    return load_ruleset(path.read_text(encoding="utf-8"), path.name)


def versions() -> list[str]:
    """The versions that come with the software, oldest first."""
    folder = files("triage").joinpath("data", "rulesets")
    return sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml"))


@cache
def version(name: str) -> RuleSet:
    """A version that comes with the software, by its name."""
    return load_ruleset(text_of(name), f"{name}.yaml")


@cache
def text_of(name: str) -> str:
    """The text of a version that comes with the software."""
    return files("triage").joinpath("data", "rulesets", f"{name}.yaml").read_text(encoding="utf-8")


def name_in_force(today: date) -> str:
    """The name of the newest version whose day has come; before the first, the first."""
    names = versions()
    come = [name for name in names if name[:10] <= today.isoformat()]
    return come[-1] if come else names[0]


def in_force(today: date) -> RuleSet:
    """The newest version whose day has come; before the first, the first."""
    return version(name_in_force(today))
