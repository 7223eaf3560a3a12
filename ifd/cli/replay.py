"""`ifd rules replay A B`: who would be treated differently by B than by A, of requests that were really sent."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from ifd import clock
from ifd.cli.bar import Bar
from ifd.cli.request_lines import LineError, open_or_say, read_case
from ifd.cli.rule_sets import rules_called
from triage.case import Case
from triage.directory import Offer, reference_directory
from triage.replaying import Replayed, Tally, replay

_SAID = 20  # requests named one by one


@click.command("replay")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--months",
    default=3,
    show_default=True,
    type=click.IntRange(1, 120),
    help="How far back, for requests of the database.",
)
@click.option(
    "--requests",
    "source",
    metavar="FILE.jsonl",
    type=click.Path(allow_dash=True),
    help="Request documents of a file, with the reference offers: no database is asked.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of tables.")
def replay_command(before: str, after: str, months: int, source: str | None, as_json: bool) -> None:
    """Replay requests under the rules A and B: who would be treated differently, less of anything first.

    A and B are files, or names of versions. Nothing about the requests is written, and none of their words told.
    Ends with 0 also when there are differences, and with 1 when a request could not be read.
    """
    tally = _of_file(source, before, after) if source else _of_database(before, after, months)
    if as_json:
        click.echo(json.dumps(tally.to_document(), indent=1))
    else:
        _tell(tally, before, after)
    sys.exit(1 if tally.not_read else 0)


def _of_database(before: str, after: str, months: int) -> Tally:
    from ifd.cli.application import front_door
    from ifd.queries import received, rule_sets
    from ifd.queries.directory import offers_for_triage

    with front_door():
        rules = [rules_called(words, rule_sets.ruleset_named) for words in (before, after)]
        since = received.months_back(clock.london_date(clock.now()), months)
        offers = offers_for_triage()
        tally = Tally()
        cases = tally.readable(received.cases_since(since))
        return _counted(tally, replay(cases, *rules, offers), received.how_many_since(since))


def _of_file(source: str, before: str, after: str) -> Tally:
    rules = [rules_called(words) for words in (before, after)]
    offers: Sequence[Offer] = reference_directory()
    tally = Tally()
    with open_or_say(source, "r") as lines:
        return _counted(tally, replay(tally.readable(_cases(lines)), *rules, offers), _lines_of(source))


def _cases(lines: Iterable[str]) -> Iterator[tuple[str, Case | None]]:
    """The case of each line with its own id; None, and a sentence on standard error, for one that is none."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = read_case(line)
        except LineError as error:
            for problem in error.problems:
                click.echo(f"line {number}: {problem}", err=True)
            yield f"line {number}", None
        else:
            yield case.id, case


def _lines_of(source: str) -> int:
    """How many lines a file has; 0 for standard input, where nobody knows."""
    if not Path(source).is_file():
        return 0
    with open_or_say(source, "r") as lines:
        return sum(1 for _line in lines)


def _counted(tally: Tally, replayed: Iterator[Replayed], total: int) -> Tally:
    with Bar() as bar:
        for one in replayed:
            tally.add(one)
            bar.say(tally.looked_at, total, "Replaying")
    return tally


def _tell(tally: Tally, before: str, after: str) -> None:
    requests = "1 request" if tally.requests == 1 else f"{tally.requests:,} requests"
    click.echo(
        f"{requests} under {before} and {after}: {tally.different:,} would be treated differently, "
        f"{tally.less:,} of them would get less of something."
    )
    if tally.not_read:
        click.echo(f"{tally.not_read:,} could not be read and are in none of these figures.")
    if tally.different:
        _tables(tally.to_document())


def _tables(report: dict) -> None:
    from rich.console import Console
    from rich.table import Table

    from ifd.presenters.rule_checks import change_in_words

    console = Console()
    changes = Table("What would differ", title="In what, less first")
    changes.add_column("Requests", justify="right")
    for code, number in report["changes"].items():
        changes.add_row(change_in_words(code), f"{number:,}")
    ages = Table("Age", title="By age")
    for name in ("Requests", "Different", "Less", "Priority lower", "Priority higher"):
        ages.add_column(name, justify="right")
    for band, counts in report["ages"].items():
        ages.add_row(band, *(f"{number:,}" for number in counts.values()))
    shown = Table("Request", "What would differ", title="To look at first")
    for one in report["shown"][:_SAID]:
        shown.add_row(str(one["request"]), "; ".join(map(change_in_words, one["changes"])))
    for table in (changes, ages, shown):
        console.print(table)
