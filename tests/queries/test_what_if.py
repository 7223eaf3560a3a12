"""What a forecast stands on, from requests that the services themselves sent, helped, handed back and closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ifd.database import db
from ifd.queries.what_if import past_of
from ifd.services import allocation, partners, review
from tests import factories, with_partner
from tests.factories import NOON
from tests.queries.statements import statements
from triage.vocabulary import OfferKind, Priority

TODAY = NOON.date()


@pytest.mark.usefixtures("db_session")
def test_sent_started_waiting_and_left_by_week():
    offer = factories.offer()
    with_partner.being_helped(at=NOON - timedelta(days=28))
    with_partner.being_helped(at=NOON - timedelta(days=27))
    with_partner.allocated(at=NOON - timedelta(days=10))
    with_partner.allocated(at=NOON - timedelta(days=1))
    left = with_partner.allocated(at=NOON - timedelta(days=9))
    review.close(left, "Moved away", version=left.version, by=factories.clinician(), at=NOON)
    with_partner.allocated(OfferKind.CAMHS_MORE_HELP, at=NOON - timedelta(days=1))
    db.session.flush()

    with statements() as asked:
        found = past_of(offer.id, TODAY)

    assert len(asked) == 1
    assert found.sent == (2, 0, 2, 1)
    assert sum(found.started) == 2
    assert found.waiting == {Priority.ROUTINE: 2}
    assert found.mix == {Priority.ROUTINE: 5}
    assert (found.all_sent, found.left) == (5, 1)


@pytest.mark.usefixtures("db_session")
def test_what_was_handed_back_was_never_this_services_to_start():
    offer = factories.offer()
    request = with_partner.allocated(at=NOON - timedelta(days=20))
    by = with_partner.partner_for(request)
    partners.hand_back(request, "Not the right fit", by=by, at=NOON - timedelta(days=19))
    db.session.flush()

    assert allocation.current(request) is None
    assert past_of(offer.id, TODAY).all_sent == 0


@pytest.mark.usefixtures("db_session")
def test_an_offer_nobody_was_sent_to_has_no_past():
    found = past_of(factories.offer().id, TODAY)
    assert (found.sent, found.started, found.left) == ((), (), 0)
