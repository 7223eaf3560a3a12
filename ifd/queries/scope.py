"""What this user may see. Every read of requests for a signed-in person starts here."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select

from ifd.database import db
from ifd.models import Allocation, Organisation, ServiceOffer, Staff, SupportRequest
from ifd.permissions import may

_FRONT_DOOR_ID = select(func.min(Organisation.id)).where(Organisation.kind == "front_door")


def requests_visible_to(staff: Staff) -> Select[tuple[SupportRequest]]:
    """The requests that `staff` may see: the front door sees all, a partner what is allocated to it, others none."""
    if may(staff, "see_requests"):
        return select(SupportRequest)
    if may(staff, "work_for_partner"):
        return select(SupportRequest).where(_is_with(staff.organisation_id))
    if may(staff, "refer"):
        return select(SupportRequest).where(SupportRequest.entered_by_id == staff.id)
    return select(SupportRequest).where(false())


def _is_with(organisation_id: int) -> ColumnElement[bool]:
    """Whether it is with this organisation, or was until it closed: opened again it is the front door's."""
    is_with = exists().where(
        Allocation.request_id == SupportRequest.id,
        Allocation.organisation_id == organisation_id,
        or_(Allocation.ended_at.is_(None), Allocation.ended_at == SupportRequest.closed_at),
    )
    # Said, as a list that joins allocations of its own would otherwise be taken for the one meant here.
    return is_with.correlate(SupportRequest)


def find_request(staff: Staff, reference: str) -> SupportRequest | None:
    """The request with this reference if `staff` may see it; None is a 404, whether or not it exists."""
    return db.session.scalar(requests_visible_to(staff).where(SupportRequest.reference == reference.upper()))


def offers_visible_to(staff: Staff) -> Select[tuple[ServiceOffer]]:
    """The offers whose capacity `staff` may change: their own organisation's, or all for the front door's leads."""
    if may(staff, "set_capacity") or may(staff, "edit_directory"):
        return select(ServiceOffer)
    if may(staff, "set_own_capacity"):
        return select(ServiceOffer).where(ServiceOffer.organisation_id == staff.organisation_id)
    return select(ServiceOffer).where(false())


def front_door() -> Organisation:
    """The organisation that holds every request until a partner accepts it."""
    return db.session.scalars(
        select(Organisation).where(Organisation.kind == "front_door").order_by(Organisation.id)
    ).first()


def front_door_id() -> int:
    """Its key alone, for whoever only points at it."""
    return db.session.execute(_FRONT_DOOR_ID).scalar_one()
