"""`ifd rules`: check a rule set, run its own examples, explain one suggestion."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ifd.cli.proof import diff_command, prove_command
from ifd.cli.replay import replay_command
from ifd.cli.request_lines import LineError, open_or_say, read_case
from ifd.cli.rule_sets import rules_called
from ifd.cli.vignette_score import score_rules, score_suggestions, vignettes_of
from triage.directory import reference_directory
from triage.engine import suggest
from triage.explaining import explain as explain_in_words
from triage.explaining import explain_every_rule
from triage.rules.examples import number_of_examples, surprises
from triage.rules.ruleset import RuleSet


@click.group()
def rules() -> None:
    """Look at the rules the front door suggests by.

    Without a file these are the rules that come with the software: no database is asked, so what an area published
    in its rules room is known only to `replay`, by its name.
    """


for command in (prove_command, diff_command, replay_command):
    rules.add_command(command)

_FILE = click.argument("file", metavar="[FILE]", required=False)


@rules.command()
@_FILE
def check(file: str | None) -> None:
    """Say whether a rule set can be used. FILE is a file or the name of a version; without it, that in force today."""
    ruleset = rules_called(file)
    click.echo(f"{ruleset.version}: {len(ruleset.rules)} rules, nothing wrong.")


@rules.command()
@_FILE
@click.option("--vignettes", type=click.Path(path_type=Path), help="Vignettes of a file, not of the benchmark.")
@click.option(
    "--suggestions", type=click.Path(allow_dash=True), help="Score suggestion documents that anything made."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document in place of sentences and tables.")
def test(file: str | None, vignettes: Path | None, suggestions: str | None, as_json: bool) -> None:
    """Run the examples each rule carries, and score the rule set on the vignettes of the benchmark.

    FILE is a file or the name of a version; without it, the rule set in force today. With --suggestions no
    rules are run: the documents are scored.

    Ends with 1 where an example comes out otherwise, or where the answer to a vignette is missing, too late or
    offers what it must not. Vignettes held out are told as well and decide nothing: nobody mends rules by them.
    """
    asked = vignettes_of(vignettes)
    if suggestions:
        examples, score = {}, score_suggestions(suggestions, asked)
    else:
        ruleset = rules_called(file)
        examples, score = _examples(ruleset), score_rules(ruleset, asked)
    if as_json:
        click.echo(json.dumps({**examples, "vignettes": score.to_document()}, indent=1))
    else:
        if examples:
            click.echo("{ruleset}: {right} of {examples} examples as they should be.".format(**examples))
        score.tell()
    sys.exit(1 if examples.get("right") != examples.get("examples") or score.is_unsafe else 0)


def _examples(ruleset: RuleSet) -> dict[str, str | int]:
    """How many of the rule set's own examples come out as they should; the others are told on standard error."""
    found = surprises(ruleset)
    for surprise in found:
        click.echo(str(surprise), err=True)
    number = number_of_examples(ruleset)
    return {"ruleset": ruleset.version, "examples": number, "right": number - len(found)}


@rules.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--rules", "rules_file", help="Another rule set than today's: a file, or the name of a version.")
@click.option("--every-rule", is_flag=True, help="Then each rule, also where it did not hold, with all it looked at.")
def explain(file: str, rules_file: str | None, every_rule: bool) -> None:
    """Explain in English what would be suggested for the first request document in FILE, and why."""
    ruleset = rules_called(rules_file)
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
