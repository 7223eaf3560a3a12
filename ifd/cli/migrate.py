"""`ifd migrate`: bring the database to the newest shape."""

from __future__ import annotations

import click


@click.command()
def migrate() -> None:
    """Bring the database to the newest migration. Safe to run again."""
    from ifd.cli.application import front_door
    from ifd.database import upgrade_database

    with front_door() as app:
        upgrade_database(app)
    click.echo("The database is up to date.")
