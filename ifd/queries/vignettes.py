"""What clinicians think of the vignettes: of each person the newest opinion, on the present wording alone."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ifd.database import db
from ifd.models import Staff, VignetteOpinion
from triage.vignettes.loading import benchmark
from triage.vignettes.vignette import Vignette


def find_vignette(id: str) -> Vignette | None:
    return next((vignette for vignette in benchmark() if vignette.id == id), None)


def standing_opinions() -> tuple[VignetteOpinion, ...]:
    """Every opinion that counts, the oldest first."""
    newest = select(func.max(VignetteOpinion.id)).group_by(VignetteOpinion.vignette, VignetteOpinion.staff_id)
    found = db.session.scalars(
        select(VignetteOpinion)
        .where(VignetteOpinion.id.in_(newest))
        .order_by(VignetteOpinion.id)
        .options(joinedload(VignetteOpinion.staff))
    )
    present = {vignette.id: vignette.hash for vignette in benchmark()}
    return tuple(said for said in found if present.get(said.vignette) == said.vignette_hash)


def opinion_of(staff: Staff, vignette: Vignette) -> VignetteOpinion | None:
    """What this person thinks of the vignette as it is worded now."""
    newest = db.session.scalar(
        select(VignetteOpinion)
        .filter_by(vignette=vignette.id, staff_id=staff.id)
        .order_by(VignetteOpinion.id.desc())
        .limit(1)
    )
    return newest if newest is not None and newest.vignette_hash == vignette.hash else None


def next_for(staff: Staff, after: str = "") -> Vignette | None:
    """One this person has not reviewed, of those that the fewest have; the one behind `after`, when it is given.

    The order mixes ages and categories, so that who stops early has seen some of each.
    """
    standing = standing_opinions()
    mine = {said.vignette for said in standing if said.staff_id == staff.id}
    count = {vignette.id: 0 for vignette in benchmark()}
    for said in standing:
        count[said.vignette] += 1
    waiting = sorted(
        (vignette for vignette in benchmark() if vignette.id not in mine),
        key=lambda each: (count[each.id], each.hash),
    )
    places = [vignette.id for vignette in waiting]
    behind = places.index(after) + 1 if after in places else 0
    return waiting[behind % len(waiting)] if waiting else None
