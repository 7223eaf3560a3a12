"""`ifd staff`: accounts from the terminal, for the first administrator and for when nobody can sign in."""

from __future__ import annotations

import click

from ifd.permissions import roles


@click.group()
def staff() -> None:
    """Accounts of people who sign in."""


@staff.command()
@click.argument("email")
@click.argument("name")
@click.option("--role", "granted", multiple=True, required=True, type=click.Choice(sorted(roles())),
              help="What they may do; give it again for more than one role.")
@click.option("--organisation", "slug", default="", help="Their organisation by its slug.")
@click.option("--job-title", default="")
def add(email: str, name: str, granted: tuple[str, ...], slug: str, job_title: str) -> None:
    """Add NAME with EMAIL and print the link with which they choose a password."""
    from ifd import clock
    from ifd.cli.application import front_door
    from ifd.database import db
    from ifd.queries import accounts as queries
    from ifd.services import accounts, directory, first_links

    with front_door():
        at = clock.now()
        if "@" not in email:
            raise click.ClickException(f"'{email}' is not an e-mail address.")
        organisation = queries.front_door_or(slug)
        if organisation is None and slug:
            raise click.ClickException(f"There is no organisation '{slug}'.")
        try:
            organisation = organisation or directory.open_front_door(by="system", at=at)
            person = accounts.create_staff(email, name, organisation,
                                           granted, by="system", at=at, job_title=job_title)
        except accounts.EmailTaken:
            raise click.ClickException(f"{email} has an account already; see ifd staff link.") from None
        link = first_links.make(person, by="system", at=at)
        db.session.commit()
        _tell(name, link)


@staff.command()
@click.argument("email")
@click.option("--lost-telephone", is_flag=True, help="Also forget their second factor.")
def link(email: str, lost_telephone: bool) -> None:
    """Print a new link for EMAIL to choose a password with."""
    from ifd import clock
    from ifd.cli.application import front_door
    from ifd.database import db
    from ifd.services import accounts, first_links

    with front_door():
        person = accounts.find_by_email(email)
        if person is None:
            raise click.ClickException(f"Nobody has an account with {email}.")
        if lost_telephone:
            accounts.reset_second_factor(person, by="system", at=clock.now())
        address = first_links.make(person, by="system", at=clock.now())
        db.session.commit()
        _tell(person.name, address)


def _tell(name: str, address: str) -> None:
    click.echo(f"Give this link to {name} and to nobody else. It works once, for three days:\n{address}")
