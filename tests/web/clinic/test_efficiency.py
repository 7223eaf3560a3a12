"""What saves a clinician time on a request's page, without deciding anything."""

from __future__ import annotations

from datetime import date

import pytest

from forms.submission import WhoItIsAbout
from ifd.database import db
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


def asked(given: str = "Ada", **facts):
    about = WhoItIsAbout(given_name=given, family_name="Lindqvist", birth_date=date(2012, 5, 4))
    return factories.request(about=about, **facts)


def test_an_earlier_request_is_told_with_why_and_how_far_it_is(clinician, client):
    earlier, found = asked(), asked()
    page = sign_in(client, clinician).get(f"/clinic/{found.reference}")
    for words in (
        "May be about the same person",
        "Likely the same person",
        earlier.reference,
        "same name, same date of birth, same telephone or e-mail",
        "open: waits for a decision",
    ):
        assert words in page.words, words


def test_one_action_settles_it_on_both_requests_and_can_be_taken_back(clinician, client):
    earlier, found = asked(), asked()
    sign_in(client, clinician).get("/clinic")
    address = f"/clinic/{found.reference}/same-person/{earlier.reference}"
    assert client.post(address, data={"word": "same"}).status_code == 303
    for one in (earlier, found):
        words = client.get(f"/clinic/{one.reference}").words
        assert "Other requests about the same person" in words
        assert "Said by Ines Moreau" in words
    client.post(address, data={"word": "somebody_else"})
    words = client.get(f"/clinic/{earlier.reference}").words
    assert "Said to be about somebody else (1)" in words
    assert "May be about the same person" not in words
    client.post(address, data={"word": "taken_back"})
    assert "May be about the same person" in client.get(f"/clinic/{earlier.reference}").words


def test_what_is_said_of_a_pair_changes_neither_request(clinician, client):
    earlier, found = asked(), asked()
    before = [(one.status, one.priority, one.due_at, one.version) for one in (earlier, found)]
    sign_in(client, clinician).get("/clinic")
    said = client.post(f"/clinic/{found.reference}/same-person/{earlier.reference}", data={"word": "same"})
    assert said.status_code == 303
    db.session.expire_all()
    assert [(one.status, one.priority, one.due_at, one.version) for one in (earlier, found)] == before


def test_a_twin_is_never_offered_as_the_same(clinician, client):
    asked("Eva")
    found = asked()
    page = sign_in(client, clinician).get(f"/clinic/{found.reference}")
    assert "May be a brother, sister or twin" in page.words
    for sure in ("Almost certainly", "Likely", "Possibly"):
        assert f"{sure} the same person" not in page.words


def test_only_who_decides_may_say_it_and_only_of_two_that_are_there(clinician, client):
    earlier, found = asked(), asked()
    sign_in(client, factories.staff("call_handler")).get("/clinic")
    address = f"/clinic/{found.reference}/same-person/{earlier.reference}"
    assert client.post(address, data={"word": "same"}).status_code == 403
    page = client.get(f"/clinic/{found.reference}")
    assert earlier.reference in page.words
    assert not page.page.xpath("//button[@name='word']")
    sign_in(client, clinician).get("/clinic")
    for wrong, word, status in (
        (f"/clinic/{found.reference}/same-person/{found.reference}", "same", 400),
        (f"/clinic/{found.reference}/same-person/XXXX-XXXX", "same", 404),
        (address, "merge", 400),
    ):
        assert client.post(wrong, data={"word": word}).status_code == status
