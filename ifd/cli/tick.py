"""`ifd tick`."""

from __future__ import annotations

import click


@click.command()
def tick() -> None:
    """Sweep what was left behind and look at every clock. A lease lets only one of several work at a time."""
    from ifd.settings import load_settings

    settings = load_settings()

    from ifd.jobs.tick import run

    run(settings)
