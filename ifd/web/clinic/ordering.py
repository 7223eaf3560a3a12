"""'Quickest first within each priority': the order of the page at hand, chosen in its address and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ifd.presenters.minutes import about_minutes, as_said
from ifd.queries import times_to_decide
from ifd.queries.worklist import Row, View
from triage.lifecycle import Status
from triage.time_to_decide import FEWEST, quickest_first

_QUICKEST = {"order": "quickest"}


@dataclass(frozen=True)
class Order:
    """The lines as they are shown, with the likely minutes of each where that is what they go by."""

    rows: Sequence[Row]
    minutes: Mapping[int, str] = field(default_factory=dict)
    is_for_decisions: bool = False
    is_known: bool = False
    is_quickest: bool = False
    fewest: int = FEWEST

    @property
    def chosen(self) -> dict[str, str]:
        """What keeps this order, in an address."""
        return _QUICKEST if self.is_quickest else {}

    @property
    def other(self) -> dict[str, str]:
        """What asks for the other one."""
        return {} if self.is_quickest else _QUICKEST


def in_order(view: View, rows: Sequence[Row], asked: Mapping[str, str], now: datetime) -> Order:
    """The lines of a page by when they are due, or as `asked`, where they wait for a decision and times are known.

    What is said to take as long goes by when it is due: a guess tells no finer.
    """
    if view.statuses != (Status.RECEIVED,):
        return Order(rows)
    times = times_to_decide.known_times()
    if times is None or asked.get("order") != _QUICKEST["order"]:
        return Order(rows, is_for_decisions=True, is_known=times is not None)
    kinds = times_to_decide.kinds_of(rows)
    minutes = {row.id: times.minutes_for(kinds[row.id]) for row in rows}
    return Order(
        quickest_first(rows, lambda row: as_said(minutes[row.id]), now),
        {key: about_minutes(likely) for key, likely in minutes.items()},
        is_for_decisions=True,
        is_known=True,
        is_quickest=True,
    )
