"""Changing the directory of offers: who said so and when, and two editors never overwrite each other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from ifd.database import db
from ifd.models import Organisation, ServiceOffer, Staff
from ifd.permissions import Forbidden, may
from ifd.queries.directory import OLDEST
from ifd.services import audit
from triage import directory
from triage.directory import Capacity, Offer, OrganisationKind

# What an organisation is to us: the front door, a partner that we can send to, or a national service.
_KINDS = {OrganisationKind.FRONT_DOOR: "front_door", OrganisationKind.NATIONAL: "national"}


class SlugTaken(Exception):
    """An offer with this address is already in the directory, or was once."""


def seed_directory(*, by: Staff | str, at: datetime) -> int:
    """Put the reference directory into an area that has none of it yet; how many offers were new.

    An offer or organisation that is there already is left as it is: the area's own edits win.
    """
    organisations = {row.slug: row for row in db.session.scalars(select(Organisation))}
    for entry in directory.reference_organisations():
        if entry.slug not in organisations:
            organisations[entry.slug] = add_organisation(entry, by=by, at=at)
    known = set(db.session.scalars(select(ServiceOffer.slug)))
    new = [entry for entry in directory.reference_directory() if entry.slug not in known]
    for entry in new:
        add_offer(entry, organisations[entry.provider], by=by, at=at)
    return len(new)


def open_front_door(*, by: Staff | str, at: datetime) -> Organisation:
    """The front door's own organisation, made when there is none: without it nobody can have an account."""
    found = db.session.scalars(select(Organisation).where(Organisation.kind == "front_door")).first()
    entry = next(entry for entry in directory.reference_organisations()
                 if entry.kind is OrganisationKind.FRONT_DOOR)
    return found or add_organisation(entry, by=by, at=at)


def add_organisation(entry: directory.Organisation, *, by: Staff | str, at: datetime) -> Organisation:
    """A new organisation of the alliance."""
    row = Organisation(slug=entry.slug, name=entry.name, kind=_KINDS.get(entry.kind, "partner"),
                       ods_code=entry.ods_code, description=entry.description)
    db.session.add(row)
    db.session.flush()
    audit.record("organisation.added", "organisation", row.id, by=by, at=at, slug=row.slug)
    return row


def add_offer(entry: Offer, organisation: Organisation, *, by: Staff | str, at: datetime) -> ServiceOffer:
    """A new offer of the directory. SlugTaken when its address has been used, even by one taken out since."""
    require_editor(by)
    if db.session.scalar(select(ServiceOffer.id).where(ServiceOffer.slug == entry.slug)):
        raise SlugTaken(entry.slug)
    row = ServiceOffer(slug=entry.slug)
    _write(row, entry, organisation)
    row.updated_at = at
    db.session.add(row)
    db.session.flush()
    audit.record("offer.added", "service_offer", row.id, by=by, at=at, slug=row.slug)
    return row


def unsaved_offer(entry: Offer, organisation: Organisation) -> ServiceOffer:
    """A row that is in no session, for a look before it is saved."""
    row = ServiceOffer(slug=entry.slug)
    with db.session.no_autoflush:
        _write(row, entry, organisation)
    return row


def edit_offer(row: ServiceOffer, entry: Offer, organisation: Organisation, *, version: int,
               by: Staff | str, at: datetime) -> list[str]:
    """Make the row say what `entry` says; the names of the fields that changed.

    `version` is the one the editor was shown. StaleDataError when somebody else has changed it since.
    """
    require_editor(by)
    _require_version(row, version)
    before = _said(row)
    _write(row, entry, organisation)
    changed = sorted(name for name, value in _said(row).items() if value != before.get(name))
    if changed:
        row.updated_at = at
        db.session.flush()
        audit.record("offer.edited", "service_offer", row.id, by=by, at=at, changed=changed)
    return changed


def set_capacity(row: ServiceOffer, capacity: Capacity | str, note: str = "", *,
                 by: Staff | str, at: datetime, version: int | None = None) -> None:
    """Open, fill or close an offer's list. Suggestions follow at once.

    An administrator or lead may do so for every offer, a partner for its own.
    """
    if isinstance(by, Staff) and not _may_set_capacity(by, row):
        raise Forbidden("This list belongs to another organisation.")
    if version is not None:
        _require_version(row, version)
    was, row.capacity = row.capacity, Capacity(capacity).value
    row.capacity_note = note.strip()
    row.updated_at = at
    db.session.flush()
    audit.record("offer.capacity_set", "service_offer", row.id, by=by, at=at, was=was, now=row.capacity)


def withdraw_offer(row: ServiceOffer, *, version: int, by: Staff | str, at: datetime) -> None:
    """Take an offer out of the directory. Requests that are with it stay with it, and its history stays."""
    _set_current(row, False, version, by=by, at=at)


def restore_offer(row: ServiceOffer, *, version: int, by: Staff | str, at: datetime) -> None:
    """Put an offer back into the directory."""
    _set_current(row, True, version, by=by, at=at)


def require_editor(by: Staff | str) -> None:
    """Forbidden unless `by` may change what the area says of itself."""
    if isinstance(by, Staff) and not may(by, "edit_directory"):
        raise Forbidden("Changing the directory needs an administrator.")


def _set_current(row: ServiceOffer, is_current: bool, version: int, *, by: Staff | str, at: datetime) -> None:
    require_editor(by)
    _require_version(row, version)
    row.is_current = is_current
    row.updated_at = at
    db.session.flush()
    audit.record("offer.restored" if is_current else "offer.withdrawn", "service_offer", row.id, by=by, at=at)


def _write(row: ServiceOffer, entry: Offer, organisation: Organisation) -> None:
    row.organisation = organisation
    row.kind, row.name, row.summary = entry.kind, entry.name, entry.summary
    row.min_age = entry.min_age or 0
    row.max_age = OLDEST if entry.max_age is None else entry.max_age
    row.capacity, row.takes_requests = entry.capacity.value, entry.takes_requests
    row.owner, row.review_date = entry.owner, entry.review_date
    row.details = _details(entry)


def _details(entry: Offer) -> dict:
    return {
        "areas": list(entry.areas),
        "audience": [word.value for word in entry.audience],
        "thrive": [word.value for word in entry.thrive],
        "delivery": [word.value for word in entry.delivery],
        "what_happens": entry.what_happens,
        "criteria": list(entry.criteria),
        "exclusions": list(entry.exclusions),
        "route_in": entry.route_in,
        "opening": entry.opening,
        "contact": {"phone": entry.contact.phone, "email": entry.contact.email, "web": entry.contact.web},
        "mhsds_team_type": entry.mhsds_team_type,
        "self_refer": entry.self_refer,
        "starts_now": entry.starts_now,
        "wait_note": entry.wait_note,
        "source": entry.source,
    }


def _said(row: ServiceOffer) -> dict:
    return {"organisation": row.organisation.slug, "kind": row.kind, "name": row.name, "summary": row.summary,
            "min_age": row.min_age, "max_age": row.max_age, "capacity": row.capacity,
            "takes_requests": row.takes_requests, "owner": row.owner, "review_date": row.review_date,
            **row.details}


def _may_set_capacity(by: Staff, row: ServiceOffer) -> bool:
    if may(by, "set_capacity") or may(by, "edit_directory"):
        return True
    return may(by, "set_own_capacity") and row.organisation_id == by.organisation_id


def _require_version(row: ServiceOffer, version: int) -> None:
    if row.version != version:
        raise StaleDataError(f"offer {row.slug} is at version {row.version}, the editor saw {version}")
