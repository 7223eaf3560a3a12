"""`ifd rules`: check a rule set, run its own examples, explain one suggestion."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ifd.cli.request_lines import LineError, open_or_say, read_case
from ifd.clock import london_date, now
from triage.directory import reference_directory
from triage.engine import suggest
from triage.explaining import explain as explain_in_words
from triage.explaining import explain_every_rule
from triage.rules.entries import RuleSetError
from triage.rules.examples import number_of_examples, surprises
from triage.rules.ruleset import RuleSet
from triage.rules.versions import in_force, load_file


@click.group()
def rules() -> None:
    """Look at the rules the front door suggests by."""


_FILE = click.argument("file", required=False, type=click.Path(path_type=Path))


@rules.command()
@_FILE
def check(file: Path | None) -> None:
    """Say whether a rule set can be used. Without FILE, the one in force today."""
    ruleset = _ruleset(file)
    click.echo(f"{ruleset.version}: {len(ruleset.rules)} rules, nothing wrong.")


@rules.command()
@_FILE
def test(file: Path | None) -> None:
    """Run the examples each rule carries. Without FILE, those of the rule set in force today."""
    ruleset = _ruleset(file)
    found = surprises(ruleset)
    for surprise in found:
        click.echo(str(surprise), err=True)
    number = number_of_examples(ruleset)
    click.echo(f"{ruleset.version}: {number - len(found)} of {number} examples as they should be.")
    sys.exit(1 if found else 0)


@rules.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--rules", "rules_file", type=click.Path(path_type=Path), help="Another rule set than today's.")
@click.option("--every-rule", is_flag=True, help="Then each rule, also where it did not hold, with all it looked at.")
def explain(file: str, rules_file: Path | None, every_rule: bool) -> None:
    """Explain in English what would be suggested for the first request document in FILE, and why."""
    ruleset = _ruleset(rules_file)
    with open_or_say(file, "r") as lines:
        text = lines.read()
    try:
        case = read_case(_first_document(text))
    except LineError as error:
        raise click.ClickException("\n".join(error.problems)) from None
    suggestion = suggest(case, reference_directory(), ruleset)
    click.echo(explain_in_words(suggestion, ruleset))
    if every_rule:
        click.echo("\n" + explain_every_rule(suggestion, ruleset))


def _first_document(text: str) -> str:
    """The whole text when it is one document over several lines, else its first line."""
    # Only a new line ends a line: what a person wrote may hold other signs that Python takes for one.
    first = next((line for line in text.lstrip("\ufeff").split("\n") if line.strip()), "")
    return first if first.rstrip().endswith("}") and first.lstrip().startswith("{") else text


def _ruleset(file: Path | None) -> RuleSet:
    try:
        return in_force(london_date(now())) if file is None else load_file(file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be opened: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8 text.") from None
    except RuleSetError as error:
        number = len(error.mistakes)
        things = "1 thing" if number == 1 else f"{number} things"
        raise click.ClickException(f"{things} to put right:\n{error}") from None
