"""`ifd demo`: fill an empty database with a made-up area."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "--requests",
    "n",
    default=300,
    show_default=True,
    type=click.IntRange(1, 200_000),
    help="How many made-up requests, at every stage.",
)
@click.option("--seed", default=2026, show_default=True, help="The same seed makes the same area.")
@click.option("--if-empty", is_flag=True, help="Do nothing when a made-up area is here already.")
def demo(n: int, seed: int, if_empty: bool) -> None:
    """Fill an empty database with a believable made-up area and N requests.

    It refuses a database that holds anything else. Nobody in it is real.
    """
    from ifd import clock
    from ifd.cli.application import front_door
    from ifd.synthetic import fill

    with front_door():
        if not (if_empty and fill.is_filled()):
            with click.progressbar(length=n, label="Making requests", show_pos=True) as bar:
                try:
                    fill.fill(n, seed, clock.now(), said=lambda done: bar.update(done - bar.pos))
                except fill.NotEmpty as reason:
                    raise click.ClickException(str(reason)) from None
        _tell(fill.sign_ins(), fill.PASSWORD)


def _tell(people, password: str) -> None:
    click.echo("\nSign in at /staff with any of these. The password is the same for all:")
    click.echo(f"\n    {password}\n")
    width = max(len(person.email) for person in people)
    for person in people:
        click.echo(f"    {person.email:<{width}} {person.role.replace('_', ' '):<14} {person.organisation}")
    click.echo(
        "\nThe page that asks for the second factor shows the code, in the demo only. Every made-up family has"
    )
    click.echo("the code 123456 for 'My request'.\n")
