"""Ruth, and time that stands still."""

from __future__ import annotations

import pytest

from ifd import clock
from ifd.queries import accounts as queries
from ifd.services import accounts
from tests import factories
from tests.web.signin.steps import EMAIL, PASSWORD, SECRET


@pytest.fixture
def ruth(db_session):
    """A clinician with a password and a telephone."""
    factories.area()
    person = accounts.create_staff(
        EMAIL,
        "Ruth Adeyemi",
        queries.front_door_or(""),
        ["clinician"],
        by="system",
        at=clock.now(),
        password=PASSWORD,
        totp_secret=SECRET,
    )
    db_session.commit()
    return person


@pytest.fixture
def still(time_machine):
    """Time stands still until the test moves it."""
    time_machine.move_to(clock.now(), tick=False)
    return time_machine
