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
        _open()
    click.echo("The database is up to date.")


def _open() -> None:
    """The organisation that holds every request: without it the first family's could not be stored."""
    from sqlalchemy.exc import IntegrityError

    from ifd import clock
    from ifd.database import db
    from ifd.services import directory

    try:
        directory.open_front_door(by="system", at=clock.now())
        db.session.commit()
    except IntegrityError:  # another host opened it meanwhile
        db.session.rollback()
