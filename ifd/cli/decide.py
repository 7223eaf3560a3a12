"""`ifd decide`: request documents in, suggestion documents out, one a line, with no database and no queue."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from os.path import samefile
from pathlib import Path
from typing import TextIO

import click

from triage.case import Case, CaseError, describe
from triage.directory import reference_directory
from triage.engine import suggest
from triage.rules.versions import in_force

_PROGRESS_EVERY = 500
_MOST_DIGITS = 100
# Where bytes that are not UTF-8 were put by `surrogateescape`.
_NOT_UTF_8 = re.compile("[\udc80-\udcff]")


class LineError(ValueError):
    """A line cannot be decided; `problems` says why."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


@click.command()
@click.argument("source", metavar="IN.jsonl", type=click.Path(allow_dash=True))
@click.option(
    "--out", metavar="OUT.jsonl", type=click.Path(allow_dash=True), default="-", help="Where to write."
)
def decide(source: str, out: str) -> None:
    """Suggest a priority, offers and reasons for each request document, one JSON object a line.

    A line that cannot be read is named on standard error and the others go on. `-` is standard input
    or output.
    """
    _refuse_overwriting(source, out)
    with ExitStack() as files:
        lines = files.enter_context(open_or_say(source, "r"))
        answers = files.enter_context(open_or_say(out, "w"))
        report = _Report()
        for answer in _answers(lines, report):
            answers.write(answer)
            report.decided_one()
        report.finish()
    sys.exit(1 if report.bad else 0)


def open_or_say(path: str, mode: str) -> TextIO:
    """A text file, or standard input or output for `-`; what cannot be opened is a sentence."""
    try:
        # A byte that is not UTF-8 spoils its own line and no other.
        return click.open_file(path, mode, encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise click.ClickException(f"{path} cannot be opened: {error.strerror}.") from None


def _refuse_overwriting(source: str, out: str) -> None:
    """Writing over the file being read would lose the requests."""
    if "-" not in (source, out) and Path(source).exists() and Path(out).exists() and samefile(source, out):
        raise click.ClickException(f"{out} is the file being read; give another name to --out.")


class _Report:
    """What is told on standard error: lines that could not be read, progress on a terminal, the speed."""

    def __init__(self) -> None:
        self.decided = 0
        self.bad = 0
        self.started = time.perf_counter()
        self.is_terminal = sys.stderr.isatty()

    def decided_one(self) -> None:
        self.decided += 1
        if self.is_terminal and self.decided % _PROGRESS_EVERY == 0:
            click.echo(f"\r{self.decided:,} decided", nl=False, err=True)

    def bad_line(self, number: int, problems: Iterable[str]) -> None:
        self.bad += 1
        for problem in problems:
            click.echo(f"line {number}: {problem}", err=True)

    def finish(self) -> None:
        seconds = max(time.perf_counter() - self.started, 1e-9)
        lines = f"; {self.bad:,} {'line' if self.bad == 1 else 'lines'} could not be read" if self.bad else ""
        start = "\r" if self.is_terminal else ""
        click.echo(
            f"{start}{self.decided:,} decided, {self.decided / seconds:,.0f} a second{lines}.", err=True
        )


def _answers(lines: Iterable[str], report: _Report) -> Iterator[str]:
    decide_one = decider()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield json.dumps(decide_one(read_line(line))) + "\n"
        except LineError as error:
            report.bad_line(number, error.problems)


def decider() -> Callable[[dict], dict]:
    """A function from a request document to a suggestion document, by today's rules and offers."""
    today = datetime.now(UTC).date()
    offers, ruleset = reference_directory(), in_force(today)

    def decide_one(document: dict) -> dict:
        try:
            case = Case.from_document(document)
        except CaseError as error:
            raise LineError(map(str, error.problems)) from None
        return suggest(case, offers, ruleset, today=today).to_document()

    return decide_one


def read_line(line: str) -> dict:
    """One line as JSON; raises `LineError` with what is wrong."""
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
