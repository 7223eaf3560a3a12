"""How the classifier stands, changed by a named person with a reason: off, in shadow, shown; which version; and back.

In shadow it is asked and nobody sees its answer. It is shown once it has stood in shadow long enough, and never in
the place of a version that it was not compared with.
"""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from ifd.database import db
from ifd.models import ModelStanding, ModelTraining, ModelVersion, Staff
from ifd.models.model_standing import MODES, OFF, SHADOW, SHOWN
from ifd.permissions import require
from ifd.queries import model_versions
from ifd.services import audit
from ifd.services.refusing import NotReady, one_at_a_time
from ifd.services.second_opinion import looks

SAY_WHY = "Say why: whoever looks after the second opinion next must be able to follow."
NOBODY = "There is no version to switch to. Have one trained, and switch it to shadow first."


def switch(mode: str, version: ModelVersion | None, why: str, *, by: Staff, at: datetime) -> ModelStanding:
    """Off, shadow or shown, with this version. Off keeps in mind which version stood.

    NotReady with all that is missing: shown needs time in shadow; and who is shown stays until another is promoted.
    """
    if mode not in MODES:
        raise ValueError(f"it cannot stand as {mode}")
    standing = _begin(by)
    if mode == OFF:
        version = standing.champion if standing else None
    _refuse(_what_bars_switching(mode, version, standing, at), why)
    challenger = standing.challenger if standing and standing.champion_id == (version and version.id) else None
    return _stand("model.switched", mode, version, challenger, why, by=by, at=at)


def name_challenger(version: ModelVersion | None, why: str, *, by: Staff, at: datetime) -> ModelStanding:
    """Have another version asked beside the champion, in shadow; None: no longer. NotReady when it cannot be."""
    standing = _begin(by)
    missing = []
    if standing is None or standing.champion is None:
        missing.append("There is no champion to stand beside. Switch a version to shadow first.")
    elif version is not None and version.id == standing.champion_id:
        missing.append(f"{version.name} is the champion itself. Name another version.")
    if version is not None and model_versions.is_corrupt(version):
        missing.append(_corrupt(version))
    _refuse(missing, why)
    return _stand("model.challenger_named", standing.mode, standing.champion, version, why, by=by, at=at)


def promote(
    challenger: ModelVersion, seen: ModelTraining | None, why: str, *, by: Staff, at: datetime
) -> ModelStanding:
    """Put the challenger in the champion's place; `seen` is the comparison that the promoter was shown.

    NotReady with all that is missing.
    """
    standing = _begin(by)
    _refuse(_what_bars_promoting(challenger, standing, seen, at), why)
    return _stand("model.promoted", standing.mode, challenger, None, why, by=by, at=at, comparison=seen.id)


def roll_back(why: str, *, by: Staff, at: datetime) -> ModelStanding:
    """Back to the champion before, at once, standing as `mode_gone_back_to` tells.

    NotReady when there is none to go back to.
    """
    standing = _begin(by)
    before = model_versions.stood_before(standing.champion if standing else None)
    missing = ["No other version has stood before: there is none to go back to. Switch it off instead."]
    if before is not None:
        missing = [_corrupt(before)] if model_versions.is_corrupt(before) else []
    _refuse(missing, why)
    mode = mode_gone_back_to(before, standing)
    was = standing.champion.name
    return _stand("model.rolled_back", mode, before, None, why, by=by, at=at, was=was)


def mode_gone_back_to(before: ModelVersion, standing: ModelStanding) -> str:
    """As this one stands; in shadow where this one is shown and that never was, or was taken away since."""
    if standing.mode == SHOWN and not model_versions.may_be_shown_again(before):
        return SHADOW
    return standing.mode


def what_bars_showing(version: ModelVersion | None, at: datetime) -> tuple[str, ...]:
    """All that keeps this version from being shown, in sentences; nothing when it may be."""
    return tuple(_what_bars_switching(SHOWN, version, model_versions.standing_now(), at))


def what_bars_promoting(
    challenger: ModelVersion, seen: ModelTraining | None, at: datetime
) -> tuple[str, ...]:
    """All that keeps this version from the champion's place, in sentences; nothing when it may be promoted."""
    return tuple(_what_bars_promoting(challenger, model_versions.standing_now(), seen, at))


def _what_bars_switching(
    mode: str, version: ModelVersion | None, standing: ModelStanding | None, at: datetime
) -> list[str]:
    if mode == OFF:
        return []
    if version is None:
        return [NOBODY]
    missing = [_corrupt(version)] if model_versions.is_corrupt(version) else []
    if standing and standing.mode == SHOWN and standing.champion_id != version.id:
        missing.append(f"{standing.champion.name} is shown now. Compare {version.name} with it and promote it.")
    if mode == SHOWN:
        missing += _unfair(version)
        missing += _too_little_shadow(version, at)
        missing += _never_compared(version)
    return missing


def _what_bars_promoting(
    challenger: ModelVersion, standing: ModelStanding | None, seen: ModelTraining | None, at: datetime
) -> list[str]:
    if standing is None or standing.champion is None:
        return ["There is no champion to take the place of. Switch this version to shadow first."]
    if standing.champion_id == challenger.id:
        return [f"{challenger.name} is the champion already."]
    missing = [_corrupt(challenger)] if model_versions.is_corrupt(challenger) else []
    newest = model_versions.comparison_of(standing.champion, challenger)
    if newest is None:
        missing.append(_compare(standing.champion, challenger))
    elif seen is None or seen.id != newest.id:
        missing.append("Look at the newest comparison of the two before you promote one.")
    if standing.mode == SHOWN:
        missing += _unfair(challenger)
        missing += _too_little_shadow(challenger, at)
    return missing


def _too_little_shadow(version: ModelVersion, at: datetime) -> list[str]:
    settings = current_app.settings
    stood = model_versions.stood(version, at)
    if stood.decided >= settings.model_shadow_decisions and stood.days >= settings.model_shadow_days:
        return []
    return [
        f"{version.name} has been in shadow for {_count(stood.days, 'day')}, beside "
        f"{_count(stood.decided, 'decided request')}. It needs {_count(settings.model_shadow_days, 'day')} and "
        f"{_count(settings.model_shadow_decisions, 'decided request')} before anybody is shown what it thinks."
    ]


def _unfair(version: ModelVersion) -> list[str]:
    """What was compared when it learned, and changed too much. Where no text held such a word nothing is known."""
    found = version.about.get("counterfactual") or {}
    if found.get("holds", True) or not found.get("compared"):
        return []
    return [
        f"What {version.name} thinks changes by up to {found['largest']:.0%} when only a word such as 'he' is another, "
        f"and turns to another offer in {found.get('other_label', 0):.1%} of texts; {found['bound']:.0%} is the most "
        "that may be shown. Have another version trained."
    ]


def _never_compared(version: ModelVersion) -> list[str]:
    """Nobody is led from a version they know to another by way of 'off'."""
    known = model_versions.last_shown()
    if known is None or known.id == version.id or model_versions.is_corrupt(known):
        return []
    return [] if model_versions.comparison_of(known, version) else [_compare(known, version)]


def _compare(champion: ModelVersion, challenger: ModelVersion) -> str:
    return f"Compare {champion.name} and {challenger.name} on the same later months first."


def _corrupt(version: ModelVersion) -> str:
    return f"The file of {version.name} could not be read. Have another version trained."


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"


def _begin(by: Staff) -> ModelStanding | None:
    require(by, "govern_model")
    one_at_a_time()
    return model_versions.standing_now()


def _refuse(missing: list[str], why: str) -> None:
    if not why.strip():
        missing = [*missing, SAY_WHY]
    if missing:
        raise NotReady(missing)


def _stand(
    action: str,
    mode: str,
    champion: ModelVersion | None,
    challenger: ModelVersion | None,
    why: str,
    *,
    by: Staff,
    at: datetime,
    **detail: object,
) -> ModelStanding:
    standing = ModelStanding(
        at=at, by_id=by.id, mode=mode, champion=champion, challenger=challenger, why=why.strip()
    )
    db.session.add(standing)
    db.session.flush()
    if mode == OFF:
        looks.forget_all()
    else:
        looks.ask_for_all_waiting(at)
    audit.record(
        action,
        "model_standing",
        standing.id,
        by=by,
        at=at,
        mode=mode,
        champion=champion and champion.name,
        challenger=challenger and challenger.name,
        **detail,
    )
    return standing
