"""Who has an account."""

from __future__ import annotations

from sqlalchemy import select

from ifd.database import db
from ifd.models import Organisation, Staff


def everyone() -> list[Staff]:
    """Every account, those in use first, by organisation and name."""
    return list(db.session.scalars(select(Staff).join(Staff.organisation).order_by(
        Staff.is_enabled.desc(), Organisation.name, Staff.name, Staff.id)))


def find(staff_id: int) -> Staff | None:
    return db.session.get(Staff, staff_id)


def front_door_or(slug: str) -> Organisation | None:
    """The organisation with this slug, or the front door when none is named."""
    wanted = Organisation.slug == slug if slug else Organisation.kind == "front_door"
    return db.session.scalars(select(Organisation).where(wanted).order_by(Organisation.id)).first()
