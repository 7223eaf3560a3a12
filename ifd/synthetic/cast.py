"""Who is in the made-up area, and where a clinician there would send a request."""

from __future__ import annotations

from dataclasses import dataclass

from ifd.models import ServiceOffer, Staff
from ifd.offer_kinds import help_first
from triage.suggestion import Suggestion as Concluded


@dataclass
class Cast:
    """Who is in the area: the offers by slug, and the people who decide and who work for partners."""

    offers: dict[str, ServiceOffer]
    clinicians: list[Staff]
    partners: dict[int, Staff]  # one for each organisation
    front_door_id: int


def offers_to_send_to(concluded: Concluded, cast: Cast) -> list[ServiceOffer]:
    """The suggested offers that a clinician could send this request to, best first."""
    rows = (cast.offers.get(suggested.offer or "") for suggested in concluded.offers)
    return help_first(
        row for row in rows if row and (row.takes_requests or row.organisation_id == cast.front_door_id)
    )
