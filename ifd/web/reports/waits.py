"""Live waits by offer and priority, for the three clocks."""

from __future__ import annotations

from flask import render_template
from flask import request as http

from ifd import clock
from ifd.presenters.waits import chart
from ifd.queries import waits as found
from ifd.web.audience import for_staff
from ifd.web.reports import blueprint
from triage.targets import Clock
from triage.vocabulary import Priority
from triage.waits import FEWEST


@blueprint.get("/reports/waits")
@for_staff("see_waits")
def waits():
    """One clock at a time: the drawing, the table, and each offer by priority."""
    shown = _clock(http.args.get("clock", ""))
    priority = _priority(http.args.get("priority", ""))
    today = clock.london_date(clock.now())
    live = found.live_waits(today)
    return render_template(
        "reports/waits.html",
        shown=shown,
        priority=priority,
        clocks=tuple(Clock),
        priorities=tuple(Priority),
        rows=[(one.offer, _of(one, shown, priority)) for one in live if _of(one, shown, priority)],
        drawing=chart(live, shown) if priority is None else "",
        calculated_on=today,
        fewest=FEWEST,
    )


def _of(one: found.OfferWaits, shown: Clock, priority: Priority | None) -> found.Waits | None:
    return one.clocks[shown] if priority is None else one.by_priority[shown].get(priority)


def _clock(word: str) -> Clock:
    """The clock asked for; from asking to help where none, or none of ours, is."""
    return Clock(word) if word in tuple(Clock) else Clock.HELP_STARTED


def _priority(word: str) -> Priority | None:
    return Priority(word) if word in tuple(Priority) else None
