"""Data files written by people: what is wrong with one is told in full, in sentences."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from triage.rules.entries import RuleSetError
from triage.vignettes.loading import VignettesError


def content_of(source: str) -> bytes:
    """What stands in the CSV file `source`; - is standard input."""
    if source == "-":
        return sys.stdin.buffer.read()
    path = Path(source)
    if not path.exists():
        raise click.ClickException(f"There is no file {source}.")
    if path.is_dir():
        raise click.ClickException(f"{source} is a folder, not a CSV file.")
    if path.is_char_device() or path.is_block_device():
        raise click.ClickException(f"{source} is a device, not a CSV file.")
    return path.read_bytes()


@contextmanager
def told_in_words(file: Path | None) -> Iterator[None]:
    """Turns what goes wrong while reading `file` into what a person at a terminal is told."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{error.filename or file} cannot be opened: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8 text.") from None
    except (RuleSetError, VignettesError) as error:
        number = len(error.mistakes)
        things = "1 thing" if number == 1 else f"{number} things"
        raise click.ClickException(f"{things} to put right:\n{error}") from None
