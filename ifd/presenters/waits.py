"""Waits in words and as a drawing. Never a promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from triage.targets import Clock
from triage.waits import WINDOW

if TYPE_CHECKING:
    from ifd.queries.waits import OfferWaits, PublicWait
    from triage.waits import Spread

MONTHS = WINDOW.days // 30
_WIDE = 1000


@dataclass(frozen=True)
class PublicRow:
    """One offer as the public page shows it."""

    slug: str
    name: str
    most: str
    half: str
    nine_in_ten: str
    asked: str


def public_rows(waits: list[PublicWait]) -> list[PublicRow]:
    """The offers with enough people behind their figures to be shown."""
    return [
        PublicRow(
            wait.slug,
            wait.name,
            most_start(wait.spread),
            in_words(wait.spread.median),
            in_words(wait.spread.ninetieth),
            f"{wait.asked:%B %Y}",
        )
        for wait in waits
        if wait.spread
    ]


def sentence_of(wait: PublicWait | None) -> str:
    """The plain answer, then the figures it stands on; nothing where there is nothing that may be shown."""
    if wait is None or wait.spread is None:
        return ""
    half, nine_in_ten = in_words(wait.spread.median), in_words(wait.spread.ninetieth)
    return (
        f"Most people start {most_start(wait.spread)}. People whose help started lately asked in {wait.asked:%B %Y}. "
        f"Half waited {half} or less, and 9 in 10 waited {nine_in_ten} or less."
    )


def most_start(spread: Spread) -> str:
    """'within 5 to 9 weeks': by the first figure half had started, by the last 9 in 10 had."""
    half, most = in_words(spread.median), in_words(spread.ninetieth)
    if spread.ninetieth == 0:
        return f"on {most}"
    if half == most or spread.median == 0:
        return f"within {most}"
    shorter = half.removesuffix(" weeks") if most.endswith(" weeks") else half.removesuffix(" days")
    return f"within {shorter} to {most}"


def in_words(days: int) -> str:
    """'the same day', '4 days', '6 weeks': whole weeks from a fortnight on, never rounded down."""
    if days < 14:
        return "the same day" if days == 0 else f"{days} day{'' if days == 1 else 's'}"
    return f"{-(-days // 7)} weeks"


def chart(waits: list[OfferWaits], clock: Clock) -> Markup:
    """A bar for each offer to the median, with a mark at nine in ten. The table beside it says the same."""
    rows = [(one.offer.name, one.clocks[clock].finished) for one in waits if one.clocks[clock].finished]
    if not rows:
        return Markup("")
    scale = _WIDE / (max(spread.ninetieth for _name, spread in rows) or 1)
    return Markup('<div class="ifd-bars" role="img" aria-label="{label}">{drawn}</div>').format(
        label=f"{clock.label}: median and 9 in 10 for {len(rows)} offers. The figures are in the table below.",
        drawn=Markup("").join(_bar(name, spread, scale) for name, spread in rows),
    )


def _bar(name: str, spread, scale: float) -> Markup:
    """A row: whole words on both sides, so that no name is cut and a phone can put them above the bar."""
    half, end = max(spread.median * scale, 2), max(spread.ninetieth * scale, 2)
    return Markup(
        '<div class="ifd-bars__row"><span class="ifd-bars__name">{name}</span>'
        '<svg class="ifd-bars__bar" viewBox="0 0 {wide} 14" preserveAspectRatio="none" focusable="false">'
        '<rect width="{half:.1f}" height="14"></rect>'
        '<line x1="{half:.1f}" x2="{end:.1f}" y1="7" y2="7"></line>'
        '<line x1="{end:.1f}" x2="{end:.1f}" y1="0" y2="14"></line></svg>'
        '<span class="ifd-bars__figures">{figures}</span></div>'
    ).format(
        name=name, wide=_WIDE + 4, half=half, end=end, figures=f"{spread.median} / {spread.ninetieth} days"
    )


def as_document(waits: list[OfferWaits], today: date) -> dict:
    """For programs: the same figures, with the day they were worked out."""
    return {
        "calculated_on": today.isoformat(),
        "window_days": WINDOW.days,
        "offers": [
            {
                "offer": one.offer.slug,
                "name": one.offer.name,
                "provider": one.offer.organisation.slug,
                "capacity": one.offer.capacity,
                "clocks": {
                    clock.value: {
                        **_figures(one.clocks[clock]),
                        "by_priority": {
                            priority.value: _figures(found)
                            for priority, found in one.by_priority[clock].items()
                        },
                    }
                    for clock in Clock
                },
            }
            for one in waits
        ],
    }


def _figures(waits) -> dict:
    return {
        "finished": _spread(waits.finished),
        "waiting": _spread(waits.waiting),
        "half_asked_by": waits.asked.isoformat() if waits.asked else None,
    }


def _spread(spread) -> dict | None:
    return (
        None
        if spread is None
        else {"count": spread.count, "median_days": spread.median, "ninetieth_days": spread.ninetieth}
    )
