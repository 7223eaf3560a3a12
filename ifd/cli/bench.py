"""`ifd bench`: the project's own benchmarks, each figure as a ratio to a limit measured in the same run."""

from __future__ import annotations

import json
import os
import platform
import sys
from importlib import import_module

import click

from ifd.bench import BENCHES
from ifd.bench.figures import Figure


@click.command(epilog="\n\n".join(f"{name}: {about}" for name, about in BENCHES.items()))
@click.argument("name", required=False, type=click.Choice(list(BENCHES)))
@click.option("--json", "as_json", is_flag=True, help="For machines: one JSON object.")
@click.option(
    "--requests",
    default=10_000,
    show_default=True,
    type=click.IntRange(10, 1_000_000),
    help="How many made-up requests. `submit` sends one in fifty of them, `screen` reads a text for each thousand.",
)
def bench(name: str | None, as_json: bool, requests: int) -> None:
    """Measure NAME, or everything.

    Works in a scratch folder and opens no database of yours. With DATABASE_URL on PostgreSQL it makes scratch
    databases on that server too, and drops them at the end.
    """
    from ifd.bench.scratch import Scratch
    from ifd.settings import load_settings

    progress = _Progress()
    found: dict[str, list[Figure]] = {}
    with Scratch(load_settings(secret_key="-" * 32).database_url, said=progress.say) as scratch:
        for each in [name] if name else BENCHES:
            found[each] = import_module(f"ifd.bench.{each}").measure(scratch, requests)
            progress.clear()
            if not as_json:
                _print_table(each, found[each])
    if as_json:
        click.echo(json.dumps(_document(found, requests), indent=1))
    elif not all(figure.is_reached for figures in found.values() for figure in figures):
        click.echo("Not every goal is reached.", err=True)


def _document(found: dict[str, list[Figure]], requests: int) -> dict[str, object]:
    return {
        "machine": _machine(),
        "requests": requests,
        "benches": {name: [figure.to_document() for figure in figures] for name, figures in found.items()},
    }


def _machine() -> dict[str, object]:
    return {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}


def _print_table(name: str, figures: list[Figure]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{name}: {BENCHES[name]}", title_justify="left", box=None, pad_edge=False)
    table.add_column("measured", ratio=3)
    table.add_column("figure", justify="right", no_wrap=True)
    table.add_column("limit, same run", justify="right", no_wrap=True)
    table.add_column("which limit", ratio=2)
    table.add_column("ratio", justify="right", no_wrap=True)
    table.add_column("goal", no_wrap=True)
    table.add_column("reached", no_wrap=True)
    for figure in figures:
        table.add_row(
            figure.name,
            f"{_short(figure.value)} {figure.unit}",
            f"{_short(figure.limit)} {figure.unit}",
            figure.limit_name,
            f"{figure.ratio:.2f}",
            str(figure.goal),
            "yes" if figure.is_reached else "no",
        )
    console = Console(width=None if sys.stdout.isatty() else 150, highlight=False)
    console.print(table)
    console.print()


def _short(n: float) -> str:
    return f"{n:,.0f}" if n >= 1_000 else f"{n:.3g}"


class _Progress:
    """One line on a terminal that says what is being done, and nothing elsewhere."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._length = 0

    def say(self, words: str) -> None:
        if self._shows:
            click.echo("\r" + words.ljust(self._length), nl=False, err=True)
            self._length = len(words)

    def clear(self) -> None:
        self.say("")
        if self._shows:
            click.echo("\r", nl=False, err=True)
