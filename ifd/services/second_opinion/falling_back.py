"""What the system does by itself: it writes down what befell the classifier, and takes it away. Never the contrary.

The rules suggest as before, with it or without it.
"""

from __future__ import annotations

from datetime import datetime

from ifd.database import db
from ifd.models import ModelEvent, ModelStanding, ModelVersion
from ifd.models.model_standing import OFF
from ifd.queries import model_versions
from ifd.services import audit
from ifd.services.refusing import one_at_a_time
from ifd.services.second_opinion import looks

KINDS = ("failed", "slow", "corrupt", "drifted", "fell_back", "recovered")
_OFF = "From now on the rules suggest alone, until somebody switches the second opinion on again."
_WITHOUT = "The challenger is no longer asked. All else stays as it is."


def tell_of(kind: str, sentence: str, version: ModelVersion | None, *, at: datetime) -> ModelEvent:
    """Write down what befell it, for its page. The sentence holds nothing of a request."""
    if kind not in KINDS:
        raise ValueError(f"nothing called {kind} can befall it")
    told = ModelEvent(at=at, kind=kind, version_id=version.id if version else None, sentence=sentence)
    db.session.add(told)
    db.session.flush()
    return told


def fall_back(kind: str, sentence: str, version: ModelVersion, *, at: datetime) -> ModelStanding | None:
    """Take this version away: the champion, and all is off; the challenger, and the champion stays alone.

    Writes what befell it, that it was taken away, and an audit entry. None when it does not stand any more.
    """
    one_at_a_time()
    standing = model_versions.standing_now()
    if kind != "fell_back":
        tell_of(kind, sentence, version, at=at)
    if standing is None or standing.mode == OFF or version.id not in (standing.champion_id, standing.challenger_id):
        return None
    is_champion = version.id == standing.champion_id
    now = ModelStanding(
        at=at,
        mode=OFF if is_champion else standing.mode,
        champion_id=standing.champion_id,
        challenger_id=standing.challenger_id if is_champion else None,
        taken_away=True,
        why=sentence,
    )
    db.session.add(now)
    tell_of("fell_back", _OFF if is_champion else _WITHOUT, version, at=at)
    if is_champion:
        looks.forget_all()
    audit.record(
        "model.fell_back", "model_standing", now.id, by="system", at=at, kind=kind, version=version.name,
        was=standing.mode, mode=now.mode,
    )  # fmt: skip
    return now
