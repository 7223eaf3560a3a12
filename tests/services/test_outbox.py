"""Messages: who is told and how, asked again at the moment of sending, and nothing lost or sent twice."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forms.submission import PersonToContact, ReachBy
from ifd.clients.sending import CannotSend, MaybeSent, Parcel, TryLater
from ifd.database import db
from ifd.jobs import deliver
from ifd.models import Contact, ContactPoint, MailboxMessage, OutboxMessage, Task
from ifd.safe_contact import FAMILY, ways_to_call
from ifd.services import messages, outbox
from tests import factories
from tests.factories import NOON, parent
from tests.services.at_once import at_once
from triage.vocabulary import Requester

pytestmark = pytest.mark.usefixtures("db_session")


class Provider:
    """A provider that keeps what it took, and answers as it is told to."""

    def __init__(self, *answers: Exception):
        self.answers, self.taken, self.knows = list(answers), [], True

    def send(self, parcel: Parcel) -> str:
        answer = self.answers.pop(0) if self.answers else None
        if answer is None or isinstance(answer, MaybeSent):
            self.taken.append(parcel)
        if answer:
            raise answer
        return f"id-{parcel.outbox_id}"

    def has_sent(self, parcel: Parcel) -> bool | None:
        return any(one.reference == parcel.reference for one in self.taken) if self.knows else None


@pytest.fixture
def provider(monkeypatch):
    provider = Provider()
    monkeypatch.setattr(deliver, "sender_for", lambda _settings: provider)
    return provider


def rows(**facts) -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).filter_by(**facts).order_by(OutboxMessage.id)))


def tasks() -> list[tuple[str, str]]:
    return [
        (task.kind, task.title)
        for task in db.session.scalars(select(Task).order_by(Task.id))
        if task.kind in ("call_family", "no_safe_way", "unsendable")
    ]


def mailbox() -> list[MailboxMessage]:
    return list(db.session.scalars(select(MailboxMessage).order_by(MailboxMessage.id)))


def received(*people: PersonToContact, **facts):
    request = factories.request(people=people or (parent(),), **facts)
    db.session.commit()
    return request


def reachable(
    safety: str,
    who: str = "parent_carer",
    *,
    channel="email",
    value="maja@example.org",
    may_be_told: str = "yes",
    knows: str = "yes",
    preferred: bool = False,
) -> PersonToContact:
    return PersonToContact(
        who=who,
        knows=knows,
        may_be_told=may_be_told,
        reach=(ReachBy(channel, value, safety=safety, is_preferred=preferred),),
    )


def change(**facts):
    for point in db.session.scalars(select(ContactPoint)):
        for name, value in facts.items():
            setattr(point, name, value)
    db.session.commit()


# Who is told


def test_the_preferred_safe_way_is_used_alone():
    received()

    assert [row.channel for row in rows()] == ["email"]


def test_every_safe_way_is_used_where_none_is_preferred():
    received(
        PersonToContact(
            "parent_carer",
            may_be_told="yes",
            reach=(
                ReachBy("email", "a@example.org", "safe"),
                ReachBy("sms", "07700 900123", "safe"),
                ReachBy("phone", "01632 960001", "safe"),
            ),
        )
    )

    assert [row.channel for row in rows()] == ["email", "sms"]


def test_a_safe_way_is_used_and_not_one_that_takes_only_neutral_words_however_preferred():
    received(
        PersonToContact(
            "parent_carer",
            may_be_told="yes",
            reach=(
                ReachBy("sms", "07700 900123", "neutral_only", is_preferred=True),
                ReachBy("email", "a@example.org", "safe"),
            ),
        )
    )

    assert [row.channel for row in rows()] == ["email"]


def test_family_and_referrer_are_both_told_and_the_referrer_has_no_code():
    received(
        parent(), reachable("safe", "referrer", value="gp@example.org"), requester=Requester.PROFESSIONAL
    )

    family, referrer = rows()
    assert family.template == "received.parent_carer"
    assert len(family.facts["status_code"]) == 6
    assert referrer.template == "received.referrer"
    assert "status_code" not in referrer.facts


def test_a_child_under_13_has_words_of_their_own():
    received(reachable("safe", "young_person"), requester=Requester.YOUNG_PERSON, age=10)

    assert rows()[0].template == "received.young_person_under_13"


@pytest.mark.parametrize(
    ("safety", "may_be_told", "knows", "is_told"),
    [
        ("safe", "yes", "yes", True),
        ("safe", "no", "yes", False),
        ("never", "yes", "yes", False),
        ("safe", "unknown", "yes", True),
        ("safe", "unknown", "unknown", False),
        ("safe", "unknown", "no", False),
        ("unknown", "yes", "yes", True),
        ("neutral_only", "yes", "yes", True),
    ],
)
def test_a_parent_is_told_of_a_young_persons_request_only_where_that_is_allowed(
    safety, may_be_told, knows, is_told
):
    received(reachable(safety, may_be_told=may_be_told, knows=knows), requester=Requester.YOUNG_PERSON)

    assert bool(rows()) is is_told
    assert [kind for kind, _title in tasks()] == ([] if is_told else ["no_safe_way"])


@pytest.mark.parametrize(
    ("safety", "may_be_told", "is_neutral"),
    [
        ("safe", "yes", False),
        ("neutral_only", "yes", True),
        ("unknown", "yes", True),
        ("safe", "unknown", True),
    ],
)
def test_full_words_go_only_where_both_person_and_way_are_known_to_be_safe(safety, may_be_told, is_neutral):
    request = received(reachable(safety, may_be_told=may_be_told), requester=Requester.YOUNG_PERSON)
    deliver.drain()

    [message] = mailbox()
    assert (request.reference not in message.body) is is_neutral
    assert message.subject == ("You have a message" if is_neutral else "We have your request")


def test_nobody_to_tell_is_a_call():
    received(PersonToContact("parent_carer", reason_missing="No telephone"))

    assert tasks() == [
        (
            "no_safe_way",
            "No safe way to reach the family: do not call or text. Decide with a lead "
            "(we cannot safely write of 'received')",
        )
    ]


@pytest.mark.parametrize(
    ("call", "text", "kind"),
    [("safe", "never", "call_family"), ("unknown", "never", "call_family"), ("never", "never", "no_safe_way")],
)
def test_nobody_is_asked_to_ring_a_number_that_must_not_ring(call, text, kind):
    number = "07700 900123"
    received(
        PersonToContact(
            "parent_carer",
            knows="yes",
            may_be_told="yes",
            reach=(ReachBy("sms", number, safety=text), ReachBy("phone", number, safety=call)),
        )
    )

    assert [found for found, _title in tasks()] == [kind]


def test_a_number_for_texts_alone_is_not_rung():
    number = "07700 900123"
    request = received(
        PersonToContact(
            "parent_carer",
            may_be_told="yes",
            reach=(ReachBy("sms", number, safety="safe"), ReachBy("phone", number, safety="never")),
        )
    )

    assert ways_to_call(request, FAMILY) == []


def child_whose_parents_must_not_know(safety: str, **facts):
    return received(
        reachable(safety, "young_person", channel="sms", value="07700 900123"),
        PersonToContact("parent_carer", may_be_told="no"),
        **{"requester": Requester.YOUNG_PERSON, "age": 12, **facts},
    )


@pytest.mark.parametrize("age", [12, 15, None])
def test_what_a_child_did_not_call_safe_is_not_used_where_parents_must_not_know(age):
    child_whose_parents_must_not_know("unknown", age=age)

    assert rows() == []
    assert [kind for kind, _title in tasks()] == ["no_safe_way"]


@pytest.mark.parametrize(("safety", "age"), [("unknown", 16), ("neutral_only", 12), ("safe", 12)])
def test_others_keep_neutral_words(safety, age):
    child_whose_parents_must_not_know(safety, age=age)

    assert [row.channel for row in rows()] == ["sms"]


def test_that_parents_must_not_know_is_asked_again_when_it_is_sent():
    child_whose_parents_must_not_know("safe")
    change(safety="unknown")
    deliver.drain()

    assert mailbox() == []
    assert [kind for kind, _title in tasks()] == ["no_safe_way"]


def test_a_mail_server_sends_no_texts_so_a_telephone_alone_is_a_call(app, monkeypatch):
    monkeypatch.setattr(app.settings, "sender", "smtp")
    received(reachable("safe", channel="sms", value="07700 900123"))

    assert rows() == []
    assert [kind for kind, _title in tasks()] == ["call_family"]


def test_the_same_news_is_told_once():
    request = received()
    assert len(messages.tell(request, "looking_again", at=NOON)) == 1
    assert messages.tell(request, "looking_again", at=NOON) == []


def test_a_message_is_gone_when_its_change_is_taken_back():
    factories.area()
    db.session.commit()
    factories.request()
    db.session.rollback()

    assert rows() == []


# At the moment of sending


@pytest.mark.parametrize("change_person", [{"may_be_told": "no"}, None])
def test_what_became_unsafe_after_it_was_written_is_not_sent_and_becomes_a_call(change_person):
    received()
    if change_person:
        db.session.scalar(select(Contact)).may_be_told = "no"
        db.session.commit()
    else:
        change(safety="never")
    deliver.drain()

    assert mailbox() == []
    assert rows()[0].state == "unsendable"
    assert [kind for kind, _title in tasks()] == ["no_safe_way"]


def test_where_a_number_may_be_rung_what_became_unsafe_to_write_is_a_call():
    received(
        PersonToContact(
            "parent_carer",
            may_be_told="yes",
            reach=(ReachBy("email", "a@example.org", "safe"), ReachBy("phone", "01632 960001", "safe")),
        )
    )
    db.session.scalar(select(ContactPoint).where(ContactPoint.channel == "email")).safety = "never"
    db.session.commit()
    deliver.drain()

    assert tasks() == [("call_family", "Call the family: it became unsafe to write of 'received'")]


def test_what_became_doubtful_goes_in_neutral_words():
    received()
    change(safety="neutral_only")
    deliver.drain()

    assert mailbox()[0].subject == "You have a message"


def test_it_goes_to_the_address_as_it_is_now():
    received()
    change(value="new@example.org")
    deliver.drain()

    assert mailbox()[0].to_address == "new@example.org"


def test_one_unsafe_way_is_no_call_while_another_goes():
    received(
        PersonToContact(
            "parent_carer",
            may_be_told="yes",
            reach=(ReachBy("email", "a@example.org", "safe"), ReachBy("sms", "07700 900123", "safe")),
        )
    )
    db.session.scalar(select(ContactPoint).where(ContactPoint.channel == "sms")).safety = "never"
    db.session.commit()
    deliver.drain()

    assert [message.channel for message in mailbox()] == ["email"]
    assert tasks() == []


def test_a_status_code_is_forgotten_once_it_has_gone():
    received()
    code = rows()[0].facts["status_code"]
    deliver.drain()

    assert code in mailbox()[0].body
    assert "status_code" not in rows()[0].facts


def test_a_link_goes_to_the_address_typed_and_is_forgotten():
    draft = factories_draft()
    messages.send_link(
        draft,
        "email",
        "x@example.org",
        at=NOON,
        url="http://door/request/come-back/abc",
        by_date=NOON.date(),
    )
    db.session.commit()
    deliver.drain()

    assert "http://door/request/come-back/abc" in mailbox()[0].body
    assert "url" not in rows()[0].facts


def factories_draft():
    from ifd.models import Draft

    draft = Draft(
        token_hash="t",
        submission_key="k",
        started_at=NOON,
        saved_at=NOON,
        expires_at=NOON + timedelta(days=28),
    )
    db.session.add(draft)
    db.session.flush()
    return draft


# What goes wrong


def test_it_is_tried_again_later_each_time_after_a_longer_pause(provider):
    received()
    provider.answers = [TryLater("mail server: 451")] * 2
    deliver.drain()

    [row] = rows()
    assert (row.state, row.attempts, row.failure) == ("pending", 1, "mail server: 451")
    first_pause = row.due_at
    deliver.drain()
    assert row.attempts == 1  # not due yet

    at = first_pause + timedelta(seconds=1)
    claimed = outbox.claim(at)
    outbox.settle(claimed, TryLater("mail server: 451"), at)
    assert row.due_at - at == timedelta(minutes=5)


def test_after_the_last_attempt_a_person_is_asked(provider):
    received()
    at = NOON + timedelta(days=1)
    for _ in range(len(outbox.PAUSES) + 1):
        claimed = outbox.claim(at)
        outbox.settle(claimed, TryLater("mail server: 451"), at)
        at += timedelta(hours=5)

    assert rows()[0].state == "unsendable"
    assert tasks() == [("unsendable", "Could not be sent by email: received. Tell them another way")]
    assert outbox.claim(at + timedelta(days=9)) is None


def test_a_refused_address_is_a_task_at_once(provider):
    received()
    provider.answers = [CannotSend("mail server refused it: 550")]
    deliver.drain()

    assert rows()[0].state == "unsendable"
    assert "status_code" not in rows()[0].facts, "a code is kept no longer than it may be sent"
    assert [kind for kind, _title in tasks()] == ["unsendable"]


def test_a_fault_of_ours_does_not_stop_the_messages_behind_it(provider):
    received()
    received()
    provider.answers = [RuntimeError("a bug")]

    assert deliver.drain() == 1
    assert sorted(row.state for row in rows()) == ["sending", "sent"]


def test_a_message_whose_facts_are_lost_is_a_task_and_not_half_a_message():
    received()
    rows()[0].facts = {}
    db.session.commit()
    deliver.drain()

    assert mailbox() == []
    assert rows()[0].failure == "a fact is missing: by_date"


# Killed while sending


def leave_in_doubt(was_taken_by: Provider | None) -> None:
    """A worker claims, perhaps reaches the provider, and is killed before it can say so."""
    claimed = outbox.claim(NOON)
    db.session.commit()
    if was_taken_by:
        was_taken_by.taken.append(claimed.parcel)


@pytest.mark.parametrize("was_taken", [True, False])
def test_a_killed_workers_message_is_looked_up_before_it_is_sent_again(provider, was_taken):
    received()
    leave_in_doubt(provider if was_taken else None)
    assert deliver.drain() == 1

    assert len(provider.taken) == 1
    assert rows()[0].state == "sent"


@pytest.mark.parametrize(
    ("policy", "copies", "state"), [("send_again", 2, "sent"), ("ask", 1, "unsendable")]
)
def test_where_nobody_can_say_the_template_decides(provider, monkeypatch, policy, copies, state):
    received()
    monkeypatch.setitem(outbox.wording().in_doubt, "received", policy)
    provider.knows = False
    leave_in_doubt(provider)
    deliver.drain()

    assert len(provider.taken) == copies
    assert rows()[0].state == state


def test_a_broken_line_is_looked_up_too(provider):
    received()
    provider.answers = [MaybeSent("fell silent")]
    deliver.drain()
    rows()[0].due_at = NOON
    db.session.commit()
    deliver.drain()

    assert len(provider.taken) == 1
    assert rows()[0].state == "sent"


def test_a_provider_that_cannot_be_asked_leaves_it_in_doubt(provider, monkeypatch):
    received()
    leave_in_doubt(provider)

    def cannot_be_asked(_parcel):
        raise TryLater("notify could not be asked: 503")

    monkeypatch.setattr(provider, "has_sent", cannot_be_asked)
    deliver.drain()

    assert rows()[0].state == "sending"
    assert len(provider.taken) == 1


def test_a_lease_keeps_others_away_until_it_is_over():
    received()
    claimed = outbox.claim(NOON)
    db.session.commit()

    assert outbox.claim(NOON + outbox.LEASE - timedelta(seconds=1)) is None
    again = outbox.claim(NOON + outbox.LEASE)
    assert again.is_in_doubt
    assert outbox.settle(claimed, "late", NOON) is False
    assert outbox.settle(again, "in time", NOON) is True


def test_who_kills_every_worker_is_given_up():
    received()
    at = NOON
    for _ in range(len(outbox.PAUSES) + 1):
        assert outbox.claim(at)
        at += outbox.LEASE
    assert outbox.claim(at) is None

    assert rows()[0].failure == "tried too often"


def test_many_workers_at_once_send_each_message_once(app):
    for _ in range(12):
        factories.request()
    db.session.commit()

    sent = at_once(app, *[deliver.drain] * 4)

    assert sum(sent) == 12
    assert len(mailbox()) == 12
    assert {row.attempts for row in rows()} == {1}


def test_messages_rung_for_go_first():
    received()
    second = received()
    deliver.drain([rows(request_id=second.id)[0].id], at_most=1)

    assert [row.state for row in rows()] == ["pending", "sent"]
