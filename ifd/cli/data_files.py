"""Data files written by people: what is wrong with one is told in full, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from triage.rules.entries import RuleSetError
from triage.vignettes.loading import VignettesError


@contextmanager
def told_in_words(file: Path | None) -> Iterator[None]:
    """Turns what goes wrong while reading `file` into what a person at a terminal is told."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{file} cannot be opened: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8 text.") from None
    except (RuleSetError, VignettesError) as error:
        number = len(error.mistakes)
        things = "1 thing" if number == 1 else f"{number} things"
        raise click.ClickException(f"{things} to put right:\n{error}") from None
