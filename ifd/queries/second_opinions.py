"""What the classifier thinks of requests, for whoever may see both. Nobody else has an opinion shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select

from ifd.database import db
from ifd.models import (
    Decision,
    ModelStanding,
    OpinionReport,
    RequestEvent,
    SecondLook,
    SecondOpinion,
    ServiceOffer,
    Staff,
    SupportRequest,
)
from ifd.models.model_standing import SHOWN
from ifd.permissions import may
from ifd.queries.last_decisions import is_last_decision
from ifd.queries.model_versions import newest_standing
from ifd.queries.scope import requests_visible_to
from triage.lifecycle import Actor, Event
from triage.vocabulary import OfferKind


@dataclass(frozen=True)
class Shown:
    """An opinion that may be shown, and whether a clinician called it wrong."""

    opinion: SecondOpinion
    is_called_wrong: bool


@dataclass(frozen=True)
class Nearest:
    """A decided request that is like the one at hand."""

    reference: str
    age: int | None
    received_at: datetime
    decided_at: datetime
    kind: OfferKind
    offer: str
    primary_reason: str


def shown_to(staff: Staff, request_ids: Collection[int]) -> dict[int, Shown]:
    """By request, what may be shown of it now: the champion's newest opinion, while the mode is `shown`.

    One statement for any number of requests. Left out: requests that `staff` may not see, and those that are yet to
    be looked at again. An opinion that is older than the newest words of the family is left out too: while it was
    off, nobody was asked to look at these.
    """
    if not request_ids or not may(staff, "see_model"):
        return {}
    newest = (
        select(func.max(SecondOpinion.id))
        .join(ModelStanding, ModelStanding.champion_id == SecondOpinion.version_id)
        .where(ModelStanding.id == newest_standing(), ModelStanding.mode == SHOWN)
        .where(SecondOpinion.request_id.in_(_visible(staff, request_ids)))
        .group_by(SecondOpinion.request_id)
    )
    is_due = exists().where(SecondLook.request_id == SecondOpinion.request_id)
    found = db.session.execute(
        select(SecondOpinion, _is_called_wrong()).where(
            SecondOpinion.id.in_(newest), ~is_due, ~_was_more_said_since()
        )
    )
    return {opinion.request_id: Shown(opinion, is_wrong) for opinion, is_wrong in found}


def shown_of(staff: Staff, request: SupportRequest) -> Shown | None:
    """The same for one request."""
    return shown_to(staff, [request.id]).get(request.id)


def find_opinion(staff: Staff, opinion_id: int) -> SecondOpinion | None:
    """An opinion on a request that `staff` may see."""
    opinion = db.session.get(SecondOpinion, opinion_id)
    if opinion is None or not may(staff, "see_model"):
        return None
    return opinion if db.session.scalar(_visible(staff, [opinion.request_id])) is not None else None


def report_of(opinion: SecondOpinion) -> OpinionReport | None:
    """The word of a clinician that it is wrong, where that stands."""
    return db.session.scalar(
        select(OpinionReport).filter_by(opinion_id=opinion.id, taken_back_at=None).limit(1)
    )


def nearest_to(staff: Staff, opinion: SecondOpinion) -> tuple[Nearest, ...]:
    """The decided requests most like this one that `staff` may see, nearest first, each with its last decision."""
    keys = [key for key in opinion.neighbours if key != opinion.request_id]
    if not keys:
        return ()
    columns = (SupportRequest.id, SupportRequest.reference, SupportRequest.age_years, SupportRequest.received_at,
               Decision.decided_at, ServiceOffer.kind, ServiceOffer.name, Decision.primary_reason)  # fmt: skip
    found = db.session.execute(
        requests_visible_to(staff)
        .with_only_columns(*columns)
        .join(Decision, Decision.request_id == SupportRequest.id)
        .join(ServiceOffer, ServiceOffer.id == Decision.offer_id)
        .where(SupportRequest.id.in_(keys), is_last_decision())
    )
    return tuple(Nearest(*row[1:]) for row in sorted(found, key=lambda row: keys.index(row.id)))


def _visible(staff: Staff, request_ids: Collection[int]) -> Select[tuple[int]]:
    visible = requests_visible_to(staff).with_only_columns(SupportRequest.id)
    return visible.where(SupportRequest.id.in_(request_ids))


def _was_more_said_since() -> ColumnElement[bool]:
    return exists().where(
        RequestEvent.request_id == SecondOpinion.request_id,
        RequestEvent.event == Event.ADDED_TO,
        RequestEvent.actor == Actor.FAMILY,
        RequestEvent.recorded_at >= SecondOpinion.made_at,
    )


def _is_called_wrong() -> ColumnElement[bool]:
    return exists().where(
        OpinionReport.opinion_id == SecondOpinion.id, OpinionReport.taken_back_at.is_(None)
    )
