"""`ifd waits`."""

from __future__ import annotations

import json
import sys

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
@click.option(
    "--recount",
    is_flag=True,
    help="Count every wait again from the events and say where the kept counts differ.",
)
def waits(as_json: bool, recount: bool) -> None:
    """Live waits of each offer: median and 9 in 10 of the last 13 weeks, and of those still waiting."""
    from ifd import clock
    from ifd.cli.application import front_door
    from ifd.presenters.waits import as_document
    from ifd.queries.waits import live_waits

    with front_door():
        if recount:
            _recount(as_json)
            return
        today = clock.london_date(clock.now())
        found = live_waits(today)
        if as_json:
            click.echo(json.dumps(as_document(found, today), indent=1))
        else:
            _table(found, today)


def _recount(as_json: bool) -> None:
    from ifd.queries.waits import counted, differences

    found = differences()
    if as_json:
        click.echo(
            json.dumps(
                {
                    "counts": len(counted()),
                    "differences": [
                        {
                            "offer_id": key[0],
                            "clock": key[1],
                            "priority": key[2],
                            "day": key[3].isoformat(),
                            "days": key[4],
                            "kept": kept,
                            "recounted": right,
                        }
                        for key, (kept, right) in sorted(found.items())
                    ],
                },
                indent=1,
            )
        )
    else:
        for key, (kept, right) in sorted(found.items()):
            click.echo(
                f"offer {key[0]}, {key[1]}, {key[2]}, {key[3]}, {key[4]} days: kept {kept}, should be {right}"
            )
        click.echo(f"{len(found)} differences among {len(counted())} counts.")
    if found:
        sys.exit(1)


def _table(found: list, today) -> None:
    from rich.console import Console
    from rich.table import Table

    from triage.targets import Clock

    table = Table(title=f"Waits in days on {today:%d %B %Y}: finished in the last 13 weeks | still waiting")
    table.add_column("Offer")
    for clock in Clock:
        table.add_column(clock.label, justify="right")
    for one in found:
        table.add_row(
            one.offer.name,
            *(
                f"{_short(one.clocks[clock].finished)} | {_short(one.clocks[clock].waiting)}"
                for clock in Clock
            ),
        )
    Console().print(table)
    click.echo("Each figure: median/9 in 10 (how many people).")


def _short(spread) -> str:
    return f"{spread.median}/{spread.ninetieth} ({spread.count})" if spread else "-"
