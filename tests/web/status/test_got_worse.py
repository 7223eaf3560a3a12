"""'Things have got worse': crisis help first for whoever needs it now, and the words before all else for staff."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ifd import clock
from ifd.models import RequestEvent, Task
from ifd.queries.said_later import GOT_WORSE
from ifd.services import intake, said_later
from ifd.services.said_later import Said
from tests import factories, with_partner
from tests.web.signed_in import sign_in
from triage.lifecycle import Event

PAGE = "/my-request"
TABLETS = "I have taken tablets, I want it to end"


@pytest.fixture
def family(client, db_session):
    """A browser that looks at its own request."""
    factories.area()
    found = intake.receive(factories.submission(), submission_key="k", by="family", at=clock.now())
    db_session.commit()
    client.submit(client.get(PAGE), PAGE, reference=found.request.reference, code=found.status_code)
    return client


def tell(family, words, call="no"):
    return family.submit(family.get(f"{PAGE}/got-worse"), f"{PAGE}/got-worse", words=words, call=call)


def test_words_of_danger_are_answered_with_help_first_and_then_that_we_have_them(family):
    page = tell(family, TABLETS)
    assert page.heading == "Thank you for telling us. Please get help now"
    order = [
        "Taken tablets, or hurt badly? Call 999 or go to A&E now, even if you feel well",
        "Call 999 or go to A&E now if",
        "Call 111 and choose option 2",
        "Someone to talk to or text now",
        "We have what you wrote",
    ]
    places = [page.words.index(words) for words in order]
    assert places == sorted(places)
    assert {"tel:999", "tel:111"} <= set(page.page.xpath("//main//a/@href"))


def test_other_words_are_thanked_for(family):
    assert tell(family, "She has stopped going out").heading == "Thank you for telling us"


def test_sent_again_after_going_back_it_is_one_piece_of_news(family, db_session):
    for _ in range(3):
        assert tell(family, TABLETS).heading == "Thank you for telling us. Please get help now"
    told = select(func.count()).select_from(RequestEvent).where(RequestEvent.event == Event.ADDED_TO)
    assert db_session.scalar(told) == 1
    assert db_session.scalar(select(func.count()).select_from(Task).where(Task.kind == "got_worse")) == 1


def test_a_clinician_sees_it_before_all_else_and_on_the_worklist(family, app, db_session):
    tell(family, TABLETS)
    staff = sign_in(app.test_client(), factories.clinician())
    listed = staff.get("/clinic")
    assert listed.page.xpath("//td[@data-label='Red flags']//span[contains(., 'uicid')]")
    page = staff.get(listed.page.xpath("//table//th/a/@href")[0])
    (box,) = page.page.xpath("//section[contains(@class, 'ifd-box--danger')]")
    assert "They told us on" in box.text_content()
    assert "that things got worse" in box.text_content()
    assert "".join(box.xpath(".//mark/text()")).strip().startswith("I have taken tablets")
    assert page.words.index("that things got worse") < page.words.index("In their own words")
    assert not page.page.xpath("//section[@aria-labelledby='words']//mark")
    assert "with what they said later" in page.words
    assert "Very urgent" in page.page.xpath("string(//section[@aria-labelledby='suggestion'])")


@pytest.mark.parametrize(("said", "has_words"), [("", True), ("yes", True), ("no", False), ("unsure", False)])
def test_a_service_always_sees_that_it_got_worse_and_the_flags(client, db_session, said, has_words):
    found = with_partner.accepted(at=clock.now() - timedelta(days=9), answers={"tell_partners": said})
    said_later.tell(found, Said(GOT_WORSE, TABLETS, wants_call=True), at=clock.now())
    db_session.commit()
    page = sign_in(client, with_partner.partner_for(found)).get(f"/partner/{found.reference}")
    box = page.page.xpath("string(//section[contains(@class, 'ifd-box--danger')])")
    assert "that things got worse" in box
    assert "uicid" in box
    assert "They asked to be called" in box
    assert ("have taken tablets" in page.words) is has_words


def test_words_that_look_like_a_page_are_shown_as_words(family, app):
    tell(family, "<b>I want to die</b>")
    staff = sign_in(app.test_client(), factories.clinician())
    page = staff.get(staff.get("/clinic").page.xpath("//table//th/a/@href")[0])
    assert not page.page.xpath("//section[contains(@class, 'ifd-box')]//b")


def test_without_a_safe_number_we_ask_which_one_is_safe_now(client, db_session):
    factories.area()
    found = intake.receive(factories.submission(people=()), submission_key="k", by="family", at=clock.now())
    db_session.commit()
    client.submit(client.get(PAGE), PAGE, reference=found.request.reference, code=found.status_code)
    form = client.get(f"{PAGE}/got-worse")
    assert "Which number is safe now?" in form.words
    client.submit(form, f"{PAGE}/got-worse", words="Worse", call="yes", number="01632 960001")

    assert db_session.scalar(select(Task.title).where(Task.kind == "got_worse")).endswith("call them today")
    assert "Which number is safe now?" not in client.get(f"{PAGE}/got-worse").words


def test_with_a_safe_number_we_do_not_ask_for_one(family):
    assert "Which number is safe now?" not in family.get(f"{PAGE}/got-worse").words
