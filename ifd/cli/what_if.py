"""`ifd what-if OFFER`: what may come, and what more requests, or more or fewer staff, may change."""

from __future__ import annotations

import json
import math
import re

import click

_LATELY = 26  # weeks of starts that those to come are drawn from


class Percent(click.ParamType):
    """'+20%' is 120 in a hundred, '-10%' is 90."""

    name = "±N%"

    def convert(self, value, param, context) -> int:
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"([+-])(\d{1,3})%?", value.strip())
        percent = 100 + int("".join(found.groups())) if found else -1
        if not 0 <= percent <= 500:
            self.fail(
                f"'{value}' should be a change such as +20% or -10%, from -100% to +400%.", param, context
            )
        return percent


class StartsAWeek(click.FloatRange):
    """A number from 0 to 1,000; infinity and 'not a number' are none."""

    def __init__(self) -> None:
        super().__init__(0, 1000)

    def convert(self, value, param, context) -> float:
        number = super().convert(value, param, context)
        if not math.isfinite(number):
            self.fail(f"'{value}' is not a number from 0 to 1000.", param, context)
        return number


@click.command("what-if")
@click.argument("offer")
@click.option("--demand", type=Percent(), default="+0%", show_default=True, help="More or fewer requests.")
@click.option(
    "--starts-a-week",
    type=StartsAWeek(),
    help="How many it could start a week. Otherwise as many as in the last half year.",
)
@click.option("--staff", type=click.IntRange(-100, 100), default=0, help="People more, or fewer: 1, -1.")
@click.option("--starts-each", type=StartsAWeek(), help="How many each of those starts a week when there.")
@click.option("--leave", type=click.FloatRange(0, 52), default=0, help="Weeks a year each of those is away.")
@click.option("--weeks", type=click.IntRange(4, 26), default=12, show_default=True, help="Weeks ahead.")
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same answer.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
def what_if(
    offer: str,
    demand: int,
    starts_a_week: float | None,
    staff: int,
    starts_each: float | None,
    leave: float,
    weeks: int,
    seed: int,
    as_json: bool,
) -> None:
    """How many may wait for OFFER, and how long one more person would, as things are and if something changed.

    A forecast from the service's own past, never a promise. OFFER is a slug of the directory.
    """
    from ifd import clock
    from ifd.cli.application import front_door
    from ifd.presenters import what_if as words
    from ifd.queries.directory import find_any_offer
    from ifd.queries.happenings import closures
    from ifd.queries.what_if import past_of
    from triage.forecasting.looking_back import look_back
    from triage.forecasting.waiting import Capacity
    from triage.forecasting.weeks import History, TooLittleHistory
    from triage.forecasting.what_if import Change, answer

    if staff and starts_each is None:
        raise click.UsageError("Say with --starts-each how many each of the staff starts a week.")
    with front_door():
        found = find_any_offer(offer)
        if found is None:
            raise click.ClickException(
                f"No offer is called '{offer}'. `ifd waits --json` lists those with waits."
            )
        today = clock.london_date(clock.now())
        past, history_closures = past_of(found.id, today), closures()
        name = found.name
    lately = past.started[-_LATELY:]
    if starts_a_week is None and not any(lately):
        raise click.ClickException(
            f"Nobody is recorded as having started with {name} in the last {_LATELY} weeks: "
            "say with --starts-a-week how many it could start."
        )
    weekly = lately if starts_a_week is None else (starts_a_week,)
    as_it_is = Capacity(lately if any(lately) else weekly)
    change = Change(demand, Capacity(weekly, staff, starts_each or 0.0, leave))
    history = History(today, past.sent, history_closures)
    try:
        told = answer(history, past.mix, past.waiting, as_it_is, change, weeks, seed)
    except TooLittleHistory as error:
        raise click.ClickException(f"{name}: {error}") from None
    looked_back = look_back(history, weeks, seed)
    sentence = words.sentence(told, change, change.capacity != as_it_is, name)
    if as_json:
        document = words.as_document(told, change, past, looked_back, sentence, seed)
        click.echo(json.dumps({"offer": offer, "calculated_on": today.isoformat(), **document}, indent=1))
        return
    click.echo(sentence)
    _table(words, told)
    for remark in words.remarks(past, told, looked_back):
        click.echo(remark)


def _table(words, told) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="The middle of all simulated futures, and the range of 8 in 10")
    for heading in words.headings(told):
        table.add_column(heading, justify="right")
    for row in words.rows(told):
        table.add_row(*row)
    Console().print(table)
