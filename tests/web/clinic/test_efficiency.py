"""What saves a clinician time on a request's page, without deciding anything."""

from __future__ import annotations

import pytest

from tests import factories
from tests.presenters.test_in_short import TEXT
from tests.web.signed_in import sign_in


@pytest.fixture
def clinician(db_session):
    return factories.clinician(name="Ines Moreau")


def test_a_long_text_is_told_in_short_with_each_sentence_led_to_its_place(clinician, client):
    found = factories.request(text=TEXT)
    page = sign_in(client, clinician).get(f"/clinic/{found.reference}")
    links = page.page.xpath("//div[@class='ifd-in-short']//a")
    assert links
    for link in links:
        assert page.page.xpath(f"//div[@class='ifd-own-words']//*[@id='{link.get('href')[1:]}']")
    assert any("wants to die" in link.text_content() for link in links)
    assert page.page.xpath("//div[@class='ifd-in-short']//mark")
    for label in page.page.xpath("//mark/span"):
        label.drop_tree()
    assert page.page.xpath("string(//div[@class='ifd-own-words'])") == TEXT


def test_a_short_text_has_no_summary(clinician, client):
    found = factories.request(text="She does not sleep. She is sad.")
    assert "In short" not in sign_in(client, clinician).get(f"/clinic/{found.reference}").words
