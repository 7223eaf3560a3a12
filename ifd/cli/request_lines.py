"""Reading files of request documents: opening them, and one line as JSON with what is wrong in a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TextIO

import click

from triage.case import Case, CaseError, describe

_MOST_DIGITS = 100
# Where bytes that are not UTF-8 were put by `surrogateescape`.
_NOT_UTF_8 = re.compile("[\udc80-\udcff]")


class LineError(ValueError):
    """A line cannot be decided; `problems` says why."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


def open_or_say(path: str, mode: str) -> TextIO:
    """A text file, or standard input or output for `-`; what cannot be opened is a sentence."""
    try:
        # A byte that is not UTF-8 spoils its own line and no other.
        return click.open_file(path, mode, encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise click.ClickException(f"{path} cannot be opened: {error.strerror}.") from None


def read_case(line: str) -> Case:
    """The request of one line; raises `LineError` with everything wrong."""
    try:
        return Case.from_document(read_json(line))
    except CaseError as error:
        raise LineError(map(str, error.problems)) from None


def read_json(line: str) -> object:
    """The JSON value of one line, in which no name stands twice; raises `LineError`."""
    if _NOT_UTF_8.search(line):
        raise LineError(["this line is not UTF-8 text"])
    try:
        return json.loads(line.lstrip("\ufeff"), object_pairs_hook=_each_name_once, parse_int=_whole)
    except LineError:
        raise
    except (ValueError, RecursionError) as error:
        what = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise LineError([f"this is not one JSON object: {what}; found {describe(line.strip())}"]) from None


def _each_name_once(pairs: list[tuple[str, object]]) -> dict:
    """JSON lets a name stand twice and keeps the last, so a no could hide a yes: such a line is refused."""
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise LineError([f"{describe(name)}: found twice in one object; allowed: once" for name in twice])
    return values


def _whole(digits: str) -> int:
    """A whole number; one of thousands of digits is cut to what is still far too large for any field."""
    return int(digits[:_MOST_DIGITS])
