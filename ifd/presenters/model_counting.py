"""When the figures of the second opinion were counted, and when they are counted next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ifd.models.model_standing import OFF
from ifd.models.model_watch import EVERY

if TYPE_CHECKING:
    from ifd.models import ModelStanding

_AT_THE_LATEST = timedelta(hours=1)
"""A worker takes minutes: what has not come by then is not on its way."""
_ASK = "Ask whoever runs the software whether its workers run."


def when_counted(
    first: datetime | None,
    last: datetime | None,
    standing: ModelStanding,
    now: datetime,
    in_words: Callable[[datetime], str],
) -> str:
    """In sentences. `first` and `last` are None where nothing was counted yet; `in_words` writes a moment."""
    is_off = standing.mode == OFF
    if first is None or last is None:
        if is_off:
            return "Nothing has been counted: it is off. The first count comes minutes after it is switched on."
        if now - standing.at < _AT_THE_LATEST:
            return "Nothing has been counted yet. The first count comes within minutes, and then one about every day."
        return f"Nothing has been counted yet, and the first count should have come by now. {_ASK}"
    counted = f"Counted last {in_words(last)}"
    if first < last:
        counted += f", and first {in_words(first)}"
    if is_off:
        return f"{counted}. It is off, so no more is counted."
    due = last + EVERY
    if now > due + _AT_THE_LATEST:
        return f"{counted}. The next count was due {in_words(due)}. {_ASK}"
    return f"{counted}. The next count comes soon after {in_words(due)}."
