"""`ifd screen`: the red-flag screen over a text column of a CSV file."""

from __future__ import annotations

import csv
import io
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

import click

from ifd.cli.data_files import content_of
from triage.screen import ScreenResult, screen_text
from triage.screen.lexicon import LexiconError

ADDED = ("flags", "priority", "evidence")
UNREADABLE = "unreadable"
_SAY_EVERY_SECONDS = 0.5


@dataclass(slots=True)
class Tally:
    """What happened on the way, said at the end."""

    rows: int = 0
    raised: int = 0
    bad: int = 0


@click.command()
@click.argument("source", metavar="IN.csv")
@click.option("--text-column", required=True, help="The column that holds the text.")
@click.option("--out", required=True, help="Where to write; - for standard output.")
def screen(source: str, text_column: str, out: str) -> None:
    """Screen a text column for red flags, adding the columns flags, priority and evidence.

    Evidence is flag:start-end for each passage, in characters of the text from 0. A text the screen cannot
    read has priority urgent and the evidence 'unreadable': a person reads it. Use - for standard input.
    """
    started = time.perf_counter()
    tally = Tally()
    try:
        text = _decoded(content_of(source), source)
        reader = csv.reader(io.StringIO(text, newline=""))
        header = _header(reader, text_column, source)
        with _output(out) as target:
            _screen(reader, header, header.index(text_column), target, source, tally)
    except LexiconError as error:
        raise click.ClickException(f"The lexicon has mistakes, so nothing was screened:\n{error}") from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or out}: {error.strerror}.") from error
    seconds = time.perf_counter() - started
    click.echo(f"{tally.rows} rows screened, {tally.raised} raised, in {seconds:.1f} seconds.", err=True)
    if tally.bad:
        raise click.ClickException(f"{tally.bad} bad lines, named above; the others are in {out}.")


def _header(reader: Iterator[list[str]], text_column: str, source: str) -> list[str]:
    header = next(reader, None)
    if not header:
        raise click.ClickException(f"{source} is empty: it needs a first line that names the columns.")
    if text_column not in header:
        raise click.ClickException(
            f"{source} has no column '{text_column}'. Its columns are: {', '.join(header)}."
        )
    already = [name for name in ADDED if name in header]
    if already:
        raise click.ClickException(
            f"{source} already has a column '{already[0]}', which this command adds. Rename it first."
        )
    return header


def _screen(
    reader: Iterator[list[str]], header: list[str], place: int, target: TextIO, source: str, tally: Tally
) -> None:
    # Cells are written back exactly as they came, even one that starts with '=': changing what a person wrote
    # would move the positions in `evidence`. The added columns are ours and never start a formula.
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([*header, *ADDED])
    progress = _Progress()
    for row in _rows(reader, len(header), source, tally):
        result = screen_text(row[place])
        writer.writerow([*row, *_cells(result)])
        tally.rows += 1
        tally.raised += result.priority is not None
        progress.say(tally.rows)
    progress.finish()


def _cells(result: ScreenResult) -> tuple[str, str, str]:
    evidence = [f"{hit.flag}:{hit.start}-{hit.end}" for hit in result.hits]
    if result.is_unreadable:
        evidence.append(UNREADABLE)
    return " ".join(result.flags), result.priority or "", " ".join(dict.fromkeys(evidence))


def _rows(reader: Iterator[list[str]], width: int, source: str, tally: Tally) -> Iterator[list[str]]:
    """Rows with as many cells as the header; others are named and left out, and the rest go on."""
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            _complain(tally, f"{source} line {reader.line_num}: {error}.")
            continue
        if not row:
            continue
        if len(row) != width:
            _complain(tally, f"{source} line {reader.line_num}: {len(row)} cells where the header has {width}.")
            continue
        yield row


def _complain(tally: Tally, sentence: str) -> None:
    tally.bad += 1
    click.echo(sentence, err=True)


def _decoded(content: bytes, source: str) -> str:
    csv.field_size_limit(max(len(content) + 1, csv.field_size_limit()))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    text = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return text.decode("utf-8").replace("\0", "\ufffd")
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        click.echo(f"{source} is not all UTF-8 (first on line {line}); those bytes read as \ufffd.", err=True)
        return text.decode("utf-8", errors="replace").replace("\0", "\ufffd")


def _output(out: str) -> TextIO:
    if out == "-":
        return click.open_file("-", "w", encoding="utf-8")
    return open(out, "w", encoding="utf-8", newline="")


class _Progress:
    """A count on a terminal, and nothing elsewhere."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._next = time.monotonic() + _SAY_EVERY_SECONDS

    def say(self, rows: int) -> None:
        if self._shows and time.monotonic() >= self._next:
            self._next = time.monotonic() + _SAY_EVERY_SECONDS
            click.echo(f"\r{rows} rows", nl=False, err=True)

    def finish(self) -> None:
        if self._shows:
            click.echo("\r", nl=False, err=True)
