"""How the second opinion stands and what befell it, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ifd.settings import SHORTEST_SHADOW

if TYPE_CHECKING:
    from ifd.models import ModelEvent, ModelStanding, ModelVersion
    from ifd.settings import Settings

LATELY = timedelta(days=14)
_HARDLY_ANY = 0.05
_CHAMPION, _CHALLENGER = "Champion", "Challenger"

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
    roles = {standing.champion_id: _CHAMPION, standing.challenger_id: _CHALLENGER}
    return {key: role for key, role in roles.items() if key is not None}


def can_become(version: ModelVersion, standing: ModelStanding | None) -> tuple[str, ...]:
    """What would change how this version stands: 'promoted', 'challenger', 'shadow', 'shown'."""
    mode, role = mode_of(standing), roles_in(standing).get(version.id)
    if role == _CHAMPION:
        return ("shown",) if mode == "shadow" else ("shadow",)
    beside = () if standing is None or standing.champion is None else ("promoted", "challenger")
    ways = beside if mode == "shown" else (*beside, "shadow")
    return tuple(way for way in ways if way != "challenger" or role != _CHALLENGER)


def answers(version: ModelVersion) -> int | None:
    """On how many in a hundred requests it has an opinion, by its own figures; None where these do not say."""
    share = (version.about.get("offer") or {}).get("answered")
    return None if share is None else round(100 * share)


def says_little(version: ModelVersion) -> str:
    """A warning where by its own figures it has an opinion on hardly any request; '' of all others."""
    share = (version.about.get("offer") or {}).get("answered")
    if share is None or share >= _HARDLY_ANY:
        return ""
    how_many = f"only {answers(version)} of 100 requests" if answers(version) else "no request, or nearly none"
    return (
        f"By its own figures {version.name} would have an opinion on {how_many}: it is hardly ever sure enough. That "
        "does no harm, and is no help. A version that learns from more decisions may be surer."
    )


def by_name(version: ModelVersion) -> str:
    """As it is chosen from a list."""
    return version.name if answers(version) is None else f"{version.name}: answers {answers(version)} in 100"


def shortened(settings: Settings) -> str:
    """That the time in shadow is shorter than is safe with real people; '' where it is not."""
    if not settings.is_shadow_shortened:
        return ""
    return (
        f"This is the demo, so its time in shadow is shortened to {settings.model_shadow_days} days and "
        f"{settings.model_shadow_decisions} decided requests. Anywhere else it is at least "
        f"{SHORTEST_SHADOW['model_shadow_days']} days and {SHORTEST_SHADOW['model_shadow_decisions']} decided requests."
    )


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
    return " ".join(filter(None, (f"{name} {told}{beside}.", says_little(standing.champion))))
