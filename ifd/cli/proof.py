"""`ifd rules prove` and `ifd rules diff`: what rules do for every possible person, and whom others treat otherwise."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

import click

from ifd.cli.bar import Bar
from ifd.cli.rule_sets import rules_called
from triage.directory import reference_directory
from triage.proof import Difference, NoAnswer, Proof, Property, differences, prove
from triage.rules.comparing import compare

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document in place of sentences.")


@click.command("prove")
@click.argument("file", metavar="[FILE]", required=False)
@_AS_JSON
def prove_command(file: str | None, as_json: bool) -> None:
    """Prove the seven promises of a rule set for every possible person, what is not known included.

    FILE is a file or the name of a version; without it, the rule set in force today. Services are those of the
    reference directory. A promise that does not hold is shown on the smallest person it is broken for, and the
    command ends with 1.
    """
    ruleset = rules_called(file)
    with Bar() as bar:
        found = _with_solver(lambda: prove(ruleset, reference_directory(), bar.say))
    if as_json:
        click.echo(json.dumps(found.to_document(), indent=1))
    else:
        _tell_proof(found, len(ruleset.rules))
    sys.exit(0 if found.holds else 1)


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@_AS_JSON
def diff_command(before: str, after: str, as_json: bool) -> None:
    """Say whom the rules B would treat differently from the rules A, of all possible people.

    A and B are files, or names of versions. Each difference is shown on the smallest person it touches. Ends with 0
    also when there are differences.
    """
    one, other = (rules_called(words) for words in (before, after))
    text = compare(one, other)
    with Bar() as bar:
        found = _with_solver(lambda: differences(one, other, reference_directory(), bar.say))
    if as_json:
        document = {"text": text.to_document(), "differences": [each.to_document() for each in found]}
        click.echo(json.dumps(document, indent=1))
        return
    click.echo("\n".join(text.sentences() or ["The rules say the same."]))
    click.echo("")
    _tell_differences(found)


def _with_solver(work):
    try:
        return work()
    except NoAnswer as error:
        raise click.ClickException(str(error)) from None


def _tell_proof(found: Proof, rules: int) -> None:
    for each in found.properties:
        click.echo(f"{each.number}. {'holds' if each.holds else 'FAILS'}  {each.name} ({each.seconds:.1f} s)")
        click.echo(f"   {each.sentence}")
        _tell_failures(each)
        for note in each.notes:
            click.echo(f"   Note: {note}")
    held = sum(each.holds for each in found.properties)
    click.echo(
        f"{found.ruleset}: {rules} rules, {held} of {len(found.properties)} promises hold "
        f"for every possible person, in {found.seconds:.1f} seconds."
    )


def _tell_failures(each: Property) -> None:
    for failure in each.failures:
        click.echo(f"   * {failure.sentence}")
        _indented(failure.told)


def _tell_differences(found: Iterable[Difference]) -> None:
    told = False
    for difference in found:
        told = True
        click.echo(difference.sentence)
        _indented(difference.told)
    if not told:
        click.echo("Nobody would be treated differently.")


def _indented(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(f"       {line}")
