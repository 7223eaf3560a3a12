"""The versions of the rules that come with the software: each dated, all kept, one in force.

A name stands for one text for good: a suggestion names the version it was made by. `SHA256SUMS`, beside the files,
holds each name to its text.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from triage.rules.loader import load_ruleset
from triage.rules.ruleset import RuleSet


def load_file(path: Path) -> RuleSet:
    """The rule set in a file. OSError when it cannot be read."""
    return load_ruleset(path.read_text(encoding="utf-8"), path.name)


def versions() -> list[str]:
    """The versions that come with the software, oldest first."""
    return sorted(item.name.removesuffix(".yaml") for item in _folder().iterdir() if item.name.endswith(".yaml"))


@cache
def version(name: str) -> RuleSet:
    """A version that comes with the software, by its name."""
    return load_ruleset(text_of(name), f"{name}.yaml")


@cache
def text_of(name: str) -> str:
    """The text of a version that comes with the software."""
    return _folder().joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def hash_of(text: str) -> str:
    """By what a text of rules is known to be the one that was meant."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def altered() -> tuple[str, ...]:
    """The versions whose text is not the one their name was given to; none when all is well."""
    lines = _folder().joinpath("SHA256SUMS").read_text(encoding="utf-8").splitlines()
    known = {file.removesuffix(".yaml"): known_by for known_by, file in map(str.split, lines)}
    return tuple(name for name in versions() if hash_of(text_of(name)) != known.get(name))


def name_in_force(today: date) -> str:
    """The name of the newest version whose day has come; before the first, the first."""
    names = versions()
    come = [name for name in names if name[:10] <= today.isoformat()]
    return come[-1] if come else names[0]


def in_force(today: date) -> RuleSet:
    """The newest version whose day has come; before the first, the first."""
    return version(name_in_force(today))


def _folder() -> Traversable:
    return files("triage").joinpath("data", "rulesets")
