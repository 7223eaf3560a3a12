"""People of the rules room."""

from __future__ import annotations

import pytest

from ifd import clock
from ifd.database import db
from ifd.services import rules_room
from tests import factories
from tests.rule_texts import SHIPPED
from tests.web.signed_in import sign_in


@pytest.fixture
def lead(db_session):
    return factories.staff("lead", name="Grace Adeyemi")


@pytest.fixture
def second(db_session):
    return factories.staff("lead", name="Martha Lowe")


@pytest.fixture
def writer(client, lead):
    """A browser of the lead."""
    return sign_in(client, lead)


@pytest.fixture
def draft(lead):
    """A draft just begun."""
    made = rules_room.start_draft("Self-harm under 13", base=SHIPPED, by=lead, at=clock.now())
    db.session.commit()
    return made
