"""What a partner may see: what is with it, and what was with it until it closed."""

from datetime import timedelta

import pytest

from ifd.database import db
from ifd.queries.scope import find_request
from ifd.services import allocation, partners, review
from tests import factories, with_partner
from tests.factories import NOON
from triage.vocabulary import OfferKind

pytestmark = pytest.mark.usefixtures("db_session")
LATER = NOON + timedelta(days=3)


def close(request, at):
    review.close(
        request, "Moved away", version=request.version, by=factories.staff("lead"), at=at
    )
    db.session.flush()


def test_what_was_with_a_partner_when_it_closed_can_still_be_read():
    request = with_partner.accepted()
    partner = with_partner.partner_for(request)
    close(request, LATER)
    assert find_request(partner, request.reference) is request


def test_what_was_opened_again_and_sent_elsewhere_is_no_longer_theirs():
    request = with_partner.accepted()
    first = with_partner.partner_for(request)
    close(request, LATER)
    review.reopen(request, "They rang", by=factories.clinician(), at=LATER + timedelta(days=1))
    db.session.flush()
    assert find_request(first, request.reference) is None

    with_partner.send_to(request, factories.offer(OfferKind.EIP_PSYCHOSIS), at=LATER + timedelta(days=2))
    second = with_partner.partner_for(request)
    assert second.organisation_id != first.organisation_id
    close(request, LATER + timedelta(days=3))
    assert find_request(first, request.reference) is None
    assert find_request(second, request.reference) is request


def test_what_was_handed_back_is_no_longer_theirs():
    request = with_partner.accepted()
    partner = with_partner.partner_for(request)
    partners.hand_back(request, "Not for us", by=partner, at=LATER)
    assert allocation.current(request) is None
    assert find_request(partner, request.reference) is None
