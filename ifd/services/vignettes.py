"""Reviewing the vignettes: a clinician agrees with the acceptable answer, or disagrees and says why."""

from __future__ import annotations

from datetime import datetime

from ifd.database import db
from ifd.models import Staff, VignetteOpinion
from ifd.permissions import require
from ifd.services import audit
from triage.vignettes.vignette import Vignette


class NeedsReason(ValueError):
    """A disagreement says why, or nobody can mend the vignette by it."""


def give_opinion(
    vignette: Vignette, *, agrees: bool, comment: str, by: Staff, at: datetime
) -> VignetteOpinion:
    """Keep what they think of the vignette as it is worded now. An earlier opinion stays and counts no more."""
    require(by, "review_vignettes")
    comment = comment.strip()
    if not agrees and not comment:
        raise NeedsReason
    opinion = VignetteOpinion(
        vignette=vignette.id,
        vignette_hash=vignette.hash,
        staff_id=by.id,
        given_at=at,
        agrees=agrees,
        comment=comment,
    )
    db.session.add(opinion)
    audit.record("vignette.reviewed", "vignette", None, by=by, at=at, vignette=vignette.id, agrees=agrees)
    return opinion
