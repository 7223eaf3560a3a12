"""`ifd decide`: request documents in, suggestion documents out, one a line, with no database and no queue."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from os.path import samefile
from pathlib import Path

import click

from ifd.cli.request_lines import LineError, open_or_say, read_case
from ifd.cli.rule_sets import rules_called
from triage.directory import reference_directory
from triage.engine import suggest

_PROGRESS_EVERY = 500


@click.command()
@click.argument("source", metavar="IN.jsonl", type=click.Path(allow_dash=True))
@click.option(
    "--out", metavar="OUT.jsonl", type=click.Path(allow_dash=True), default="-", help="Where to write."
)
def decide(source: str, out: str) -> None:
    """Suggest a priority, offers and reasons for each request document, one JSON object a line.

    By the rules that come with the software, not by those an area published: no database is asked.

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
    """A suggestion document for each line that can be read, by today's rules and the reference offers."""
    offers, ruleset = reference_directory(), rules_called()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield json.dumps(suggest(read_case(line), offers, ruleset).to_document()) + "\n"
        except LineError as error:
            report.bad_line(number, error.problems)
