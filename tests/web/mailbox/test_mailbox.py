"""The mailbox: for staff who may see messages, for everyone in the demonstration, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from ifd.clients.mailbox import MailboxSender
from ifd.clients.sending import Parcel
from ifd.database import db
from ifd.jobs import deliver
from ifd.models import MailboxMessage
from tests import factories
from tests.web.signed_in import sign_in

PARCEL = Parcel(
    1,
    "ifd-1",
    "email",
    "maja@example.org",
    "We have your request",
    "Hello <b>you</b>,\n\nsee http://door.example/my-request.",
)


@pytest.fixture
def messages(db_session):
    MailboxSender().send(PARCEL)
    MailboxSender().send(replace(PARCEL, outbox_id=2, channel="sms", subject="", body="A short text"))


@pytest.fixture
def lead(client, messages):
    return sign_in(client, factories.staff("lead"))


def test_messages_are_listed_newest_first(lead):
    page = lead.get("/mailbox")

    assert page.words.index("A short text") < page.words.index("We have your request")


def test_a_message_looks_as_it_was_sent_with_its_link(lead):
    first = db.session.scalar(select(MailboxMessage.id).where(MailboxMessage.channel == "email"))
    page = lead.get(f"/mailbox/{first}")

    assert "Hello <b>you</b>" in page.words
    assert page.page.xpath("//main//a[@href='http://door.example/my-request']")


def test_what_a_family_was_sent_can_be_read_here(client, db_session):
    request = factories.request()
    db.session.commit()
    deliver.drain()
    page = sign_in(client, factories.staff("lead")).get("/mailbox")

    assert "We have your request" in page.words
    link = page.page.xpath("//tbody//a/@href")[0]
    assert request.reference in client.get(link).words


def test_older_messages_are_a_page_away(lead, monkeypatch):
    monkeypatch.setattr("ifd.web.mailbox.views._PAGE", 1)
    page = lead.get("/mailbox")
    assert "We have your request" not in page.words

    older = lead.get(page.page.xpath("//a[normalize-space()='Older messages']/@href")[0])
    assert "We have your request" in older.words


@pytest.mark.parametrize("query", ["?before=nonsense", "?before=99999999999999999999"])
def test_a_strange_address_shows_the_list(lead, query):
    assert lead.get(f"/mailbox{query}").status_code == 200


@pytest.mark.parametrize("number", [99, 99999999999999999999])
def test_a_message_that_is_not_there(lead, number):
    assert lead.get(f"/mailbox/{number}").status_code == 404


def test_others_are_turned_away(client, messages):
    assert client.get("/mailbox").status_code == 302
    assert client.get("/mailbox/1").status_code == 302
    assert sign_in(client, factories.clinician()).get("/mailbox").status_code == 403


def test_in_the_demonstration_anyone_may_look(client, messages, app, monkeypatch):
    monkeypatch.setattr(app.settings, "environment", "demo")

    assert "A short text" in client.get("/mailbox").words


@pytest.mark.parametrize("sender", ["smtp", "notify"])
def test_where_messages_really_leave_there_is_no_mailbox(lead, app, monkeypatch, sender):
    monkeypatch.setattr(app.settings, "sender", sender)

    assert lead.get("/mailbox").status_code == 404
