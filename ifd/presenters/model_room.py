"""How the second opinion stands and what befell it, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ifd.models import ModelEvent, ModelStanding

LATELY = timedelta(days=14)

MODES = {
    "off": ("Off", "grey", "It is not asked. The rules suggest alone, and everything works as before."),
    "shadow": ("In shadow", "blue", "It is asked about each new request, and nobody sees what it thinks."),
    "shown": ("Shown", "green", "Clinicians see one line beside the rules. A clinician decides."),
}
_BEFELL = {
    "failed": "It failed",
    "slow": "It was too slow",
    "corrupt": "Its file could not be read",
    "drifted": "It no longer fits what comes in",
    "fell_back": "It was taken away by itself",
    "recovered": "It works again",
}
_KINDS = {"train": "Training", "compare": "Comparison"}


def mode_of(standing: ModelStanding | None) -> str:
    return standing.mode if standing else "off"


def by_whom(standing: ModelStanding) -> str:
    return standing.by.name if standing.by else "the system itself"


def roles_in(standing: ModelStanding | None) -> dict[int, str]:
    """Which versions stand, by their keys: as the champion, and as the challenger."""
    if standing is None:
        return {}
    roles = {standing.champion_id: "Champion", standing.challenger_id: "Challenger"}
    return {key: role for key, role in roles.items() if key is not None}


def befell(event: ModelEvent) -> str:
    """What befell it, in a few words; its sentence says more."""
    return _BEFELL.get(event.kind, event.kind)


def is_bad(event: ModelEvent) -> bool:
    return event.kind != "recovered"


def lately(events: Iterable[ModelEvent], now: datetime) -> list[ModelEvent]:
    """Those of the last fortnight, for the top of the room; older ones stand in the history."""
    return [event for event in events if event.at > now - LATELY]


def kind_of_work(kind: str) -> str:
    return _KINDS.get(kind, kind)


def just_now(standing: ModelStanding) -> str:
    """What somebody has just done, as the next page says it."""
    name = standing.champion.name if standing.champion else ""
    if standing.mode == "off":
        return "The second opinion is off. The rules suggest alone."
    told = "is shown" if standing.mode == "shown" else "stands in shadow"
    beside = f", with {standing.challenger.name} beside it in shadow" if standing.challenger else ""
    return f"{name} {told}{beside}."
