"""`ifd directory`: the offers of an area, from the file that lists them."""

from __future__ import annotations

import click


@click.command()
def directory() -> None:
    """Put the organisations and offers of triage/data/offers.yaml into the database.

    The file that comes with the software is made up: replace it with your own first. What is there already stays
    as it is, so it is safe to run again.
    """
    from ifd import clock
    from ifd.cli.application import front_door
    from ifd.database import db
    from ifd.services.directory import seed_directory

    with front_door():
        added = seed_directory(by="system", at=clock.now())
        db.session.commit()
    click.echo(f"{added} offers were added.")
