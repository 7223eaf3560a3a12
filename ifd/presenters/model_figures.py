"""Figures of the classifier as tables and drawings. Of groups, few people are never shown."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from ifd.presenters.coded_words import in_words
from triage.shares import Share
from triage.vocabulary import Hindsight
from triage.waits import FEWEST

_WIDE = 1000
_SHARE, _ERROR, _MEAN = "share", "error", "mean"
_WRITTEN = {_SHARE: "{:.0%}", _ERROR: "{:.3f}", _MEAN: "{:.1f}"}
_FIGURES = {
    "accuracy": ("The same offer as decided, when it must always answer", _SHARE),
    "answered": ("How many it answers", _SHARE),
    "right_of_answered": ("The same offer as decided, of those it answers", _SHARE),
    "sets_that_hold_it": ("The decided offer is among those it names", _SHARE),
    "labels_in_a_set": ("How many offers it names on average; all, where a request is unlike what it knows", _MEAN),
    "coverage_at_90": ("How many it could answer with 90 of 100 right", _SHARE),
    "accuracy_at_80": ("The same offer as decided, of the surest 80 of 100", _SHARE),
    "macro_f1": ("Macro F1: every kind of offer counts alike", _ERROR),
    "calibration_error": ("Calibration error: how far its numbers are off", _ERROR),
}
FEW = f"fewer than {FEWEST}"
NOT_SHOWN = "not shown"
"""Fewer than five, or what would give fewer than five away."""


def rows_of(*found: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Each figure that one of them has, by its name in words, with a cell for each."""
    return [
        (words, [_number(one.get(name), kind) for one in found])
        for name, (words, kind) in _FIGURES.items()
        if any(isinstance(one.get(name), int | float) for one in found)
    ]


def number_of(report: Mapping[str, Any]) -> str:
    """'312', or that there are too few to say."""
    number = report.get("rows", report.get("number"))
    return f"{number:,}" if isinstance(number, int) and number >= FEWEST else FEW


def looked_back(answers: Mapping[str, int | None]) -> list[tuple[str, list[str]]]:
    """How many gave each answer when closing: a row for `figures_table` each."""
    return [(Hindsight(answer).label, [count(number)]) for answer, number in answers.items()]


def day(text: str) -> date | None:
    """A day as reports keep it."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def month(text: str) -> str:
    """'2026-09' as 'September 2026'."""
    first = day(f"{text}-01")
    return f"{first:%B %Y}" if first else text


def share(found: Mapping[str, Any] | None) -> str:
    """'83% (75% to 89%)', or that it is not shown."""
    return str(Share(**found)) if found else NOT_SHOWN


def count(number: int | None) -> str:
    """Of a group, as it may be shown: rounded, or not."""
    return NOT_SHOWN if number is None else f"about {number:,}"


def too_sure(number: float | None) -> str:
    """Of its promises, by how many points they are too high or too low."""
    if number is None:
        return NOT_SHOWN
    points = round(100 * number)
    return "as it says" if points == 0 else f"{abs(points)} points too {'sure' if points > 0 else 'unsure'}"


def shifted(shift: Mapping[str, Any]) -> str:
    """What changed, for the head of a row."""
    words = in_words(shift["what"]).removeprefix("the answer ").strip("‘’")
    return words[:1].upper() + words[1:]


def remarks_in(groups: Mapping[str, Iterable[Mapping[str, Any]]]) -> list[tuple[str, str, str]]:
    """Each remark with what the group is of, and the group: for the top of the page."""
    return [
        (name, one["group"], remark)
        for name, rows in groups.items()
        for one in rows
        for remark in one.get("remarks", ())
    ]


def verdict(found: Mapping[str, Any]) -> str:
    """Of a comparison: that the rules did better than both versions, where they did."""
    rules, champion, challenger = (
        (found.get(name) or {}).get("accuracy") for name in ("rules", "champion", "challenger")
    )
    if None in (rules, champion, challenger) or rules <= max(champion, challenger):
        return ""
    return (
        f"The rules alone said what was decided more often ({rules:.0%}) than either version would, had it to answer "
        f"every time ({champion:.0%} and {challenger:.0%})."
    )


def side_by_side(
    champion: Mapping[str, Any], challenger: Mapping[str, Any]
) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """By group: how many, and how often each of the two said what was decided. Without tables that tell nothing."""
    others = {
        (name, row["group"]): row for name, rows in challenger.get("groups", {}).items() for row in rows
    }
    tables = [
        (
            name,
            [
                (row["group"], count(row["number"]), share(row["agreement"]), share(_agreement(others, name, row)))
                for row in rows
            ],
        )
        for name, rows in champion.get("groups", {}).items()
    ]
    return [(name, rows) for name, rows in tables if any(set(row[2:]) != {NOT_SHOWN} for row in rows)]


def _agreement(others: Mapping[tuple[str, str], Mapping[str, Any]], name: str, row: Mapping[str, Any]):
    return others.get((name, row["group"]), {}).get("agreement")


def calibration(steps: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, str, str, str]]:
    """A row for each step: what was said, how many, the mean said, the share that was right, its interval."""
    return [_step(one) for one in steps]


def _step(one: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    span = f"{one['low']:.0%} to {one['high']:.0%}"
    if one["number"] < FEWEST:
        return span, FEW, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN
    low, high = one["interval"]
    return span, f"{one['number']:,}", f"{one['said']:.0%}", f"{one['right']:.0%}", f"{low:.0%} to {high:.0%}"


def calibration_picture(drawn: str | None) -> Markup:
    """What a worker drew, as an image: whatever it holds, nothing in it runs. The table below it says the same."""
    if not drawn:
        return Markup("")
    return Markup(
        '<figure class="nhsuk-u-margin-left-0 nhsuk-u-margin-right-0">'
        '<img class="ifd-picture" src="data:image/svg+xml;base64,{}" '
        'alt="What was said beside how often it was right. The figures are in the table below.">'
        "<figcaption>On the dashed line its numbers mean what they say.</figcaption></figure>"
    ).format(b64encode(drawn.encode()).decode())


def over_time(months: Iterable[Mapping[str, Any]]) -> Markup:
    """A bar for each month to the share that was right, a line over what it may be. The table says the same."""
    shown = [one for one in months if one.get("agreement")]
    if not shown:
        return Markup("")
    return Markup('<div class="ifd-bars" role="img" aria-label="{label}">{drawn}</div>').format(
        label=f"How often it said what was decided, {len(shown)} months. The figures are in the table below.",
        drawn=Markup("").join(_bar(month(one["group"]), one["agreement"]) for one in shown),
    )


def _bar(name: str, found: Mapping[str, Any]) -> Markup:
    low, high = (end * _WIDE for end in found["interval"])
    return Markup(
        '<div class="ifd-bars__row"><span class="ifd-bars__name">{name}</span>'
        '<svg class="ifd-bars__bar ifd-bars__bar--interval" viewBox="0 0 {wide} 14" preserveAspectRatio="none" '
        'focusable="false"><rect width="{width:.1f}" height="14"></rect>'
        '<line x1="{low:.1f}" x2="{high:.1f}" y1="7" y2="7"></line>'
        '<line x1="{low:.1f}" x2="{low:.1f}" y1="2" y2="12"></line>'
        '<line x1="{high:.1f}" x2="{high:.1f}" y1="2" y2="12"></line></svg>'
        '<span class="ifd-bars__figures">{figure:.0%}</span></div>'
    ).format(
        name=name, wide=_WIDE, width=max(found["share"] * _WIDE, 2), low=low, high=high, figure=found["share"]
    )


def _number(value: object, kind: str) -> str:
    if not isinstance(value, int | float):
        return "not known"
    return _WRITTEN[kind].format(value)
