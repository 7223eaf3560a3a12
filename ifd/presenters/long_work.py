"""How long work stands, whatever it is about: in a word with a colour, as a number and as a bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from ifd.models.long_work import LongWork

_STATES = {
    "held": ("It held", "green"),
    "failed": ("It did not hold", "red"),
    "done": ("Done", "green"),
    "broken": ("It broke off", "red"),
}


@dataclass(frozen=True)
class HowFar:
    """One piece of work on its page, from being asked for to its end."""

    work: LongWork | None
    state: str
    colour: str
    percent: int

    @property
    def is_running(self) -> bool:
        return self.work is not None and self.work.finished_at is None

    @property
    def bar(self) -> Markup:
        """As a drawing; the words beside it say the same."""
        return Markup(
            '<svg class="ifd-progress" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" '
            'focusable="false"><rect width="{percent}" height="4"></rect></svg>'
        ).format(percent=self.percent)


def how_far(work: LongWork | None) -> HowFar:
    return HowFar(work, *state_of(work), _percent_of(work))


def state_of(work: LongWork | None) -> tuple[str, str]:
    """How it stands, and the colour of its tag."""
    if work is None:
        return "Not yet", "grey"
    if work.finished_at is None:
        return ("Running", "blue") if work.started_at else ("Waiting", "blue")
    return _STATES.get(work.outcome, (work.outcome, "grey"))


def _percent_of(work: LongWork | None) -> int:
    """As far as anybody can say."""
    if work is None or not work.total:
        return 0
    return min(100, 100 * work.done // work.total)
