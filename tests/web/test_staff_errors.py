"""What staff see when something is wrong: their own page, as everything else of theirs."""

from __future__ import annotations

import pytest

from tests import factories
from tests.web.signed_in import sign_in


@pytest.mark.parametrize(("address", "code"), [("/admin", 404), ("/clinic/nothing", 404), ("/calls", 403)])
def test_staff_stay_on_staff_pages_when_something_is_wrong(db_session, client, address, code):
    page = sign_in(client, factories.staff("analyst" if code == 403 else "lead")).get(address)
    assert page.status_code == code
    assert page.page.xpath("string(//title)").strip().endswith("- Front door")
    assert page.page.xpath("//header//a[@href='/staff']")
    assert not page.page.xpath("//main//a[@href='/ask/come-back' or @href='/my-request']")


def test_the_public_stays_on_public_pages(client, db_session):
    page = client.get("/nothing-here")
    assert page.status_code == 404
    assert page.page.xpath("string(//title)").strip().endswith("- Emotional wellbeing support")
