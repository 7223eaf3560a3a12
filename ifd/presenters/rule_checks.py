"""What a check of rules found, in words and as a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from ifd.presenters.rule_names import RuleNames
from triage.replaying import LESS, Change
from triage.vocabulary import Flag, Need, OfferKind, Priority, Thrive

TITLES = {"proof": "Proof", "difference": "Difference", "replay": "Replay"}
_CHANGES = {
    Change.PRIORITY_LOWERED: "Priority lower",
    Change.CRISIS_HELP_LOST: "Crisis help no longer shown",
    Change.FLAG_LOST: "A red flag no longer found",
    Change.THRIVE_LOWERED: "A grouping with less help",
    Change.OFFER_LOST: "An offer no longer suggested",
    Change.QUESTION_LOST: "A question no longer asked",
    Change.PRIORITY_RAISED: "Priority higher",
    Change.CRISIS_HELP_GAINED: "Crisis help shown now",
    Change.FLAG_GAINED: "A red flag found now",
    Change.THRIVE_RAISED: "A grouping with more help",
    Change.OFFER_GAINED: "An offer suggested now",
    Change.OFFERS_REORDERED: "The same offers in another order",
    Change.QUESTION_GAINED: "A question asked now",
    Change.QUESTIONS_PUT_OTHERWISE: "Questions put otherwise",
    Change.STARTS_NOW_CHANGED: "Something else to start today",
}
_WORDS = {
    "priority": Priority,
    "thrive": Thrive,
    "flags": Flag,
    "red_flags": Flag,
    "offers": OfferKind,
    "later": OfferKind,
    "crisis_help": OfferKind,
    "starts_now_about": Need,
}
_NAMES = {
    "priority": "Priority",
    "thrive": "Grouping",
    "flags": "Red flags",
    "red_flags": "Red flags",
    "later": "Offers left for later",
    "crisis_help": "Crisis help",
    "starts_now_about": "Self-care about",
    "rules": "Rules that held here only",
    "offers": "Offers",
    "questions": "Asks about",
    "starts_now": "Starts today",
}
_AGE_BANDS = {"unknown": "Not known"}
_WIDE = 1000


def requests_in(report: Mapping[str, Any]) -> list[int]:
    """The keys of the requests a report names."""
    return [one["request"] for one in report.get("shown", ()) if isinstance(one.get("request"), int)]


def since(report: Mapping[str, Any]) -> date:
    """The day from which a replay looked."""
    return date.fromisoformat(report["from"])


def change_in_words(code: str) -> str:
    return _CHANGES[Change(code)]


def is_less(code: str) -> bool:
    """Whether somebody would get less of something."""
    return Change(code) in LESS


def side_in_words(side: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a suggestion comes to, of the things that differ."""
    return [(_NAMES.get(name, name), _in_words(name, value)) for name, value in side.items()]


def failures_first(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The promises of a proof, those that are not kept before those that are."""
    return sorted(report.get("properties", ()), key=lambda promise: promise["holds"])


def what_differs(one: Mapping[str, Any], names: RuleNames) -> list[tuple[str, str | Markup, str | Markup]]:
    """Of what both versions make of a person, what is not the same: its name, before and after.

    A person meets dozens of rules, so of those only the ones that held under one version alone.
    """
    before, after = one["before"], one["after"]
    sides = {name: (before.get(name, []), after.get(name, [])) for name in dict.fromkeys((*before, *after))}
    if "rules" in sides:
        was, comes = sides["rules"]
        sides["rules"] = _only_in(was, comes), _only_in(comes, was)

    def told(name: str, side: Any) -> str | Markup:
        return names.listed(side) if name == "rules" else _in_words(name, side)

    return [
        (_NAMES.get(name, name), told(name, was), told(name, comes))
        for name, (was, comes) in sides.items()
        if was != comes
    ]


def _only_in(some: list, others: list) -> list:
    return [one for one in some if one not in others]


def _in_words(name: str, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    words = _WORDS.get(name)
    told = [words(one).label if words else str(one).removeprefix("answers.").replace("_", " ") for one in values]
    return ", ".join(told) or "none"


def band_in_words(band: str) -> str:
    return _AGE_BANDS.get(band, band.replace("-", " to "))


def label(words: str, value: str) -> str:
    """'very_urgent' as staff read it."""
    return _WORDS[words](value).label


def chart(report: Mapping[str, Any]) -> Markup:
    """A bar for each way in which people would be treated otherwise. The table beside it says the same."""
    changes = report.get("changes") or {}
    if not changes:
        return Markup("")
    scale = _WIDE / max(changes.values())
    return Markup('<div class="ifd-bars" role="img" aria-label="{label}">{drawn}</div>').format(
        label=f"Requests by what would differ, {len(changes)} ways. The figures are in the table below.",
        drawn=Markup("").join(_bar(code, number, scale) for code, number in changes.items()),
    )


def _bar(code: str, number: int, scale: float) -> Markup:
    return Markup(
        '<div class="ifd-bars__row"><span class="ifd-bars__name">{name}</span>'
        '<svg class="ifd-bars__bar{less}" viewBox="0 0 {wide} 14" preserveAspectRatio="none" focusable="false">'
        '<rect width="{width:.1f}" height="14"></rect></svg>'
        '<span class="ifd-bars__figures">{number}</span></div>'
    ).format(
        name=change_in_words(code),
        less=" ifd-bars__bar--less" if is_less(code) else "",
        wide=_WIDE,
        width=max(number * scale, 2),
        number=number,
    )
