"""Which rules a command is about: those of a file, a version by its name, or those in force today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from ifd.cli.data_files import told_in_words
from ifd.clock import london_date, now
from triage.rules import versions
from triage.rules.ruleset import RuleSet


def shipped(name: str) -> RuleSet | None:
    """A version that comes with the software."""
    return versions.version(name) if name in versions.versions() else None


def rules_called(words: str | None = None, find: Callable[[str], RuleSet | None] = shipped) -> RuleSet:
    """The rules of a file, or the version `find` knows by this name; without either, those in force today.

    What is wrong with the file, or that there is neither, is a sentence.
    """
    if words is None:
        return versions.in_force(london_date(now()))
    if Path(words).exists():
        with told_in_words(Path(words)):
            return versions.load_file(Path(words))
    found = find(words)
    if found is None:
        raise click.ClickException(f"There is no file and no version called {words}.")
    return found
