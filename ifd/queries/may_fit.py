"""How long people wait for what may fit a request: for whoever has just sent it, before anybody has decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ifd.database import db
from ifd.models import ServiceOffer, Suggestion, SupportRequest
from ifd.offer_kinds import is_named_on_a_clinicians_word
from ifd.queries.waits import PublicWait, public_waits

MOST = 3


@dataclass(frozen=True)
class MayFit:
    """One suggested offer, with its public wait where enough people are counted."""

    slug: str
    name: str
    wait: PublicWait | None


def waits_that_may_fit(request: SupportRequest, today: date) -> list[MayFit]:
    """The first suggested offers that requests are sent to, in their order; help without a wait is left out.

    So is what a family hears of on a clinician's word alone: nobody has decided yet, and anybody may read along.
    """
    suggested = db.session.scalar(
        select(Suggestion.document)
        .where(Suggestion.request_id == request.id)
        .order_by(Suggestion.made_at.desc(), Suggestion.id.desc())
        .limit(1)
    )
    slugs = [offer["offer"] for offer in (suggested or {}).get("offers", []) if offer.get("offer")]
    known = select(ServiceOffer.slug, ServiceOffer.name, ServiceOffer.kind).where(
        ServiceOffer.slug.in_(slugs), ServiceOffer.is_current.is_(True), ServiceOffer.takes_requests.is_(True)
    )
    names = {
        slug: name
        for slug, name, kind in db.session.execute(known)
        if not is_named_on_a_clinicians_word(kind)
    }
    waits = {wait.slug: wait for wait in public_waits(today)}
    fitting = [slug for slug in dict.fromkeys(slugs) if slug in names]
    return [MayFit(slug, names[slug], waits.get(slug)) for slug in fitting[:MOST]]
