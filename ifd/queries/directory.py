"""The directory of offers as it stands: for the engine, for the public and for those who keep it."""

from __future__ import annotations

from sqlalchemy import Select, select

from ifd.database import db
from ifd.models import Organisation, ServiceOffer
from triage import directory
from triage.directory import Capacity, Contact, Delivery, Offer
from triage.vocabulary import Requester, Thrive

OLDEST = 120
"""Stands in a row for an offer without an upper age."""

_VERSIONS = select(ServiceOffer.id, ServiceOffer.version, ServiceOffer.updated_at, ServiceOffer.capacity,
                   ServiceOffer.is_current).order_by(ServiceOffer.id)
_read: dict[tuple, tuple[Offer, ...]] = {}


def offers_for_triage() -> tuple[Offer, ...]:
    """Every current offer, as the engine knows them. One short question unless an offer has changed since."""
    key = tuple(map(tuple, db.session.execute(_VERSIONS)))
    offers = _read.get(key)
    if offers is None:
        # Rows this session read earlier may be older than the key: kept under it they would stay wrong.
        # In the order they were entered: where several offers are of one kind, the general one is entered first.
        in_order = _current().order_by(None).order_by(ServiceOffer.id)
        rows = db.session.scalars(in_order.execution_options(populate_existing=True))
        offers = tuple(as_offer(row) for row in rows)
        _read.clear()
        _read[key] = offers
    return offers


def as_offer(row: ServiceOffer) -> Offer:
    """A row in the engine's words."""
    details = row.details
    return Offer(
        slug=row.slug, kind=row.kind, name=row.name, provider=row.organisation.slug,
        min_age=row.min_age or None, max_age=None if row.max_age >= OLDEST else row.max_age,
        areas=tuple(details["areas"]),
        audience=tuple(Requester(word) for word in details["audience"]),
        thrive=tuple(Thrive(word) for word in details["thrive"]),
        delivery=tuple(Delivery(word) for word in details["delivery"]),
        summary=row.summary, what_happens=details["what_happens"],
        criteria=tuple(details["criteria"]), exclusions=tuple(details["exclusions"]),
        route_in=details["route_in"], opening=details["opening"], contact=Contact(**details["contact"]),
        mhsds_team_type=details["mhsds_team_type"], capacity=Capacity(row.capacity),
        self_refer=details["self_refer"], starts_now=details["starts_now"], takes_requests=row.takes_requests,
        wait_note=details["wait_note"], owner=row.owner, review_date=row.review_date or row.updated_at.date(),
        source=details["source"],
    )


def current_offers() -> list[ServiceOffer]:
    """Every offer of the directory, by name."""
    return list(db.session.scalars(_current()))


def find_offer(slug: str) -> ServiceOffer | None:
    """The current offer of this slug."""
    return db.session.scalar(_current().where(ServiceOffer.slug == slug))


def find_any_offer(slug: str) -> ServiceOffer | None:
    """The offer of this slug, also when it has been taken out of the directory."""
    return db.session.scalar(select(ServiceOffer).where(ServiceOffer.slug == slug))


def all_offers() -> list[ServiceOffer]:
    """Every offer there ever was, by provider and name: the editor's list."""
    return list(db.session.scalars(select(ServiceOffer).join(ServiceOffer.organisation).order_by(
        ServiceOffer.is_current.desc(), Organisation.name, ServiceOffer.name)))


def providers() -> list[Organisation]:
    """Organisations an offer may belong to, by name."""
    return list(db.session.scalars(
        select(Organisation).where(Organisation.kind != "referrer").order_by(Organisation.name)))


def organisations() -> list[Organisation]:
    """Every organisation that staff may belong to, by name."""
    return list(db.session.scalars(select(Organisation).order_by(Organisation.name)))


def place_name(slug: str) -> str:
    """'North Norfolk' for 'north-norfolk'."""
    return next((place.name for place in directory.reference_places() if place.slug == slug), slug)


def _current():
    return (select(ServiceOffer).where(ServiceOffer.is_current.is_(True))
            .order_by(ServiceOffer.name, ServiceOffer.id))


def offers_by_name(visible: Select[tuple[ServiceOffer]]) -> list[ServiceOffer]:
    """Of the offers a person may see, those of the directory by name."""
    return list(db.session.scalars(
        visible.where(ServiceOffer.is_current.is_(True)).order_by(ServiceOffer.name, ServiceOffer.id)))


def find_in(visible: Select[tuple[ServiceOffer]], slug: str) -> ServiceOffer | None:
    """The offer of this slug if it is among those a person may see."""
    return db.session.scalar(visible.where(ServiceOffer.slug == slug))
