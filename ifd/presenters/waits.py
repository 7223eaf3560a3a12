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

MONTHS = WINDOW.days // 30
_BAR, _GAP, _LABELS, _WIDE = 14, 18, 250, 640


@dataclass(frozen=True)
class PublicRow:
    """One offer as the public page shows it."""

    slug: str
    name: str
    half: str
    nine_in_ten: str
    sentence: str


def public_rows(waits: list[PublicWait]) -> list[PublicRow]:
    """The offers with enough people behind their figures to be shown."""
    return [
        PublicRow(
            wait.slug,
            wait.name,
            in_words(wait.spread.median),
            in_words(wait.spread.ninetieth),
            sentence_of(wait),
        )
        for wait in waits
        if wait.spread
    ]


def sentence_of(wait: PublicWait | None) -> str:
    """One honest sentence or two; nothing where there is nothing that may be shown."""
    if wait is None or wait.spread is None:
        return ""
    return (
        f"People whose help started lately asked in {wait.asked:%B %Y}. Half waited {in_words(wait.spread.median)} "
        f"or less, and 9 in 10 waited {in_words(wait.spread.ninetieth)} or less."
    )


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
    longest = max(spread.ninetieth for _name, spread in rows) or 1
    scale = _WIDE / longest
    drawn = Markup("").join(_bar(n, name, spread, scale) for n, (name, spread) in enumerate(rows))
    height = len(rows) * (_BAR + _GAP) + _GAP
    return Markup(
        '<svg class="ifd-chart" role="img" aria-label="{label}" viewBox="0 0 {width} {height}" '
        'width="100%">{drawn}</svg>'
    ).format(
        label=f"{clock.label}: median and 9 in 10 for {len(rows)} offers. The figures are in the table below.",
        width=_LABELS + _WIDE + 90,
        height=height,
        drawn=drawn,
    )


def _bar(n: int, name: str, spread, scale: float) -> Markup:
    y = _GAP + n * (_BAR + _GAP)
    short = name if len(name) <= 34 else name[:33] + "…"
    end = _LABELS + spread.ninetieth * scale
    return Markup(
        '<text x="{label}" y="{text}" text-anchor="end" font-size="13" fill="#212b32">{name}</text>'
        '<rect x="{start}" y="{y}" width="{median:.1f}" height="{bar}" fill="#005eb8"></rect>'
        '<line x1="{half:.1f}" x2="{end:.1f}" y1="{middle}" y2="{middle}" stroke="#212b32" stroke-width="2"></line>'
        '<line x1="{end:.1f}" x2="{end:.1f}" y1="{y}" y2="{bottom}" stroke="#212b32" stroke-width="3"></line>'
        '<text x="{after:.1f}" y="{text}" font-size="13" fill="#212b32">{figures}</text>'
    ).format(
        label=_LABELS - 8,
        text=y + _BAR - 3,
        name=short,
        start=_LABELS,
        y=y,
        bar=_BAR,
        middle=y + _BAR // 2,
        bottom=y + _BAR,
        median=max(spread.median * scale, 1),
        half=_LABELS + spread.median * scale,
        end=end,
        after=end + 6,
        figures=f"{spread.median} / {spread.ninetieth} days",
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
