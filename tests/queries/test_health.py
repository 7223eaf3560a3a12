"""The figures that are read from rows: what is no longer so is not shown as it was."""

from datetime import timedelta

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import select

from ifd.database import db
from ifd.models import OutboxMessage
from ifd.queries import health
from tests import factories, with_partner
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("db_session")


def waiting(priority) -> float:
    return REGISTRY.get_sample_value("ifd_requests_waiting", {"priority": priority.value})


def test_when_the_last_of_a_priority_is_decided_none_is_waiting():
    request = factories.request()
    health.measure(NOON)
    assert waiting(request.priority) == 1
    with_partner.send_to(request, factories.offer(), at=NOON)
    health.measure(NOON)
    assert waiting(request.priority) == 0


def test_a_message_whose_sender_fell_silent_counts_as_waiting():
    factories.request()
    message = db.session.scalars(select(OutboxMessage)).first()
    message.state = "sending"
    db.session.flush()
    health.measure(NOON + timedelta(minutes=5))
    assert REGISTRY.get_sample_value("ifd_outbox_oldest_seconds") == 300
