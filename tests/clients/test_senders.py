"""Every way of sending keeps the same promises, each tried against a real server or its stand-in."""

from __future__ import annotations

import socket
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select

from ifd.clients.sender import sender_for
from ifd.clients.sending import CannotSend, MaybeSent, Parcel, Sender, TryLater
from ifd.database import db
from ifd.models import MailboxMessage
from tests.servers.notify import API_KEY, NotifyServer
from tests.settings import settings_for

PARCEL = Parcel(
    12, "ifd-12-20261102120000", "email", "maja@example.org", "We have your request", "Hello,\n\nÅngström."
)


@dataclass
class Way:
    """A sender and its server, asked in one language."""

    sender: Sender
    arrived: object  # () -> list of (to, subject, body)
    refuse: object = None  # (is_for_ever) -> None


def notify_settings(url: str):
    return settings_for(
        "sqlite://" + "/x",
        sender="notify",
        notify_api_key=API_KEY,
        notify_base_url=url,
        notify_email_template_id="template-e",
        notify_sms_template_id="template-s",
    )


@pytest.fixture
def notify():
    with NotifyServer() as server:
        yield server


@pytest.fixture
def notify_way(notify):
    def refuse(is_for_ever):
        notify.refusal = 400 if is_for_ever else 429

    return Way(
        sender_for(notify_settings(notify.url)),
        lambda: [(one["to"], one.get("subject", ""), one["body"]) for one in notify.accepted],
        refuse,
    )


@pytest.fixture
def smtp_way(smtp_sink):
    settings = settings_for(
        "sqlite://" + "/x", sender="smtp", smtp_host=smtp_sink.host, smtp_port=smtp_sink.port
    )
    return Way(
        sender_for(settings),
        lambda: [
            (one["To"], one["Subject"], one.get_content().replace("\r\n", "\n").strip())
            for one in smtp_sink.messages
        ],
        lambda is_for_ever: smtp_sink.refuse("550 No such person" if is_for_ever else "451 Later"),
    )


@pytest.fixture
def mailbox_way(db_session):
    def arrived():
        return [
            (one.to_address, one.subject, one.body) for one in db.session.scalars(select(MailboxMessage))
        ]

    return Way(sender_for(settings_for("sqlite://" + "/x")), arrived)


@pytest.fixture(params=["notify_way", "smtp_way"])
def way(request):
    return request.getfixturevalue(request.param)


def test_what_is_sent_arrives_as_it_was_written(way):
    assert way.sender.send(PARCEL)

    assert way.arrived() == [(PARCEL.to, PARCEL.subject, PARCEL.body)]


def test_what_is_sent_arrives_in_the_mailbox(mailbox_way):
    assert mailbox_way.sender.send(PARCEL)

    assert mailbox_way.arrived() == [(PARCEL.to, PARCEL.subject, PARCEL.body)]


def test_a_refusal_for_now_is_not_one_for_ever(way):
    way.refuse(is_for_ever=False)

    with pytest.raises(TryLater):
        way.sender.send(PARCEL)


def test_a_refusal_for_ever_is_told_as_one(way):
    way.refuse(is_for_ever=True)

    with pytest.raises(CannotSend):
        way.sender.send(PARCEL)


def test_a_reason_never_quotes_what_was_sent(way):
    for is_for_ever in (False, True):
        way.refuse(is_for_ever=is_for_ever)
        with pytest.raises((TryLater, CannotSend)) as refused:
            way.sender.send(PARCEL)
        assert "maja" not in str(refused.value)
        assert refused.value.__cause__ is None


def test_notify_and_mailbox_know_what_they_took(notify_way, mailbox_way):
    for way in (notify_way, mailbox_way):
        assert way.sender.has_sent(PARCEL) is False
        way.sender.send(PARCEL)
        assert way.sender.has_sent(PARCEL) is True


def test_a_mail_server_cannot_say(smtp_way):
    smtp_way.sender.send(PARCEL)

    assert smtp_way.sender.has_sent(PARCEL) is None


def test_the_mailbox_takes_each_message_once(mailbox_way):
    assert mailbox_way.sender.send(PARCEL) == mailbox_way.sender.send(PARCEL)

    assert len(mailbox_way.arrived()) == 1


# GOV.UK Notify


def test_notify_texts_go_by_the_template_for_texts(notify, notify_way):
    notify_way.sender.send(replace(PARCEL, channel="sms", to="+447700900123"))

    assert [(one["type"], one["template"], one["reference"]) for one in notify.accepted] == [
        ("sms", "template-s", PARCEL.reference)
    ]


def test_notify_that_hangs_up_may_have_taken_it_and_says_so_when_asked(notify, notify_way):
    notify.hangs_up_after_taking = True

    with pytest.raises(MaybeSent):
        notify_way.sender.send(PARCEL)
    assert notify_way.sender.has_sent(PARCEL) is True


@pytest.mark.parametrize("status", [403, 429])
def test_notify_with_a_wrong_key_or_over_a_limit_loses_nothing(notify, notify_way, status):
    notify.refusal = status

    with pytest.raises(TryLater, match=str(status)):
        notify_way.sender.send(PARCEL)


def test_notify_in_trouble_leaves_it_in_doubt(notify, notify_way):
    notify.refusal = 500

    with pytest.raises(MaybeSent, match="500"):
        notify_way.sender.send(PARCEL)
    with pytest.raises(TryLater):
        notify_way.sender.has_sent(PARCEL)


def test_what_notify_could_not_deliver_has_not_been_sent(notify, notify_way):
    notify_way.sender.send(PARCEL)
    notify.accepted[0]["status"] = "technical-failure"

    assert notify_way.sender.has_sent(PARCEL) is False


def test_notify_with_another_services_key_is_refused(notify):
    settings = notify_settings(notify.url).model_copy(update={"notify_api_key": API_KEY[:-1] + "9"})

    with pytest.raises(TryLater, match="403"):
        sender_for(settings).send(PARCEL)


def test_notify_logs_no_address(notify, notify_way, capfd):
    notify.refusal = 400
    with pytest.raises(CannotSend):
        notify_way.sender.send(PARCEL)

    assert capfd.readouterr().err == ""


# A mail server


def test_mail_has_our_reference_and_asks_for_no_automatic_answer(smtp_sink, smtp_way):
    smtp_way.sender.send(PARCEL)

    assert smtp_sink.messages[0]["Message-ID"] == f"<{PARCEL.reference}@example.org>"
    assert smtp_sink.messages[0]["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "facts",
    [
        {"subject": "Hello\r\nBcc: other@example.org"},
        {"to": "a@example.org\r\nBcc: other@example.org"},
        {"to": ""},
        {"to": "not an address @@"},
        {"to": "a@example.org, b@example.org"},
    ],
)
def test_nothing_typed_can_add_a_header(smtp_sink, smtp_way, facts):
    with pytest.raises(CannotSend):
        smtp_way.sender.send(replace(PARCEL, **facts))

    assert smtp_sink.messages == []


def test_a_mail_server_sends_no_texts(smtp_way):
    with pytest.raises(CannotSend):
        smtp_way.sender.send(replace(PARCEL, channel="sms"))


def test_a_mail_server_that_is_away_is_tried_later():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(TryLater):
        sender_for(settings_for("sqlite://" + "/x", sender="smtp", smtp_port=port)).send(PARCEL)
