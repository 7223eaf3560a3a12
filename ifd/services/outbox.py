"""Taking messages out of the outbox one by one, and writing down what became of each.

A message is claimed with a lease: while it lasts nobody else touches the row, and when its holder is killed
it ends by itself. `due_at` says when somebody should look at the row next, so one index finds the work.
Safe contact is asked here, at the moment of sending, whatever was true when the message was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from ifd.clients.sending import CannotSend, MaybeSent, NotSent, Parcel
from ifd.database import db
from ifd.models import Contact, ContactPoint, OutboxMessage, SupportRequest
from ifd.safe_contact import FAMILY, is_child, may_be_told, may_be_used
from ifd.services import audit, tasks
from ifd.services.calling import ask_for_call
from ifd.services.wording import Words, wording

LEASE = timedelta(seconds=60)
# How long after each failed attempt the next is made; after the last a person is asked to tell them.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240))


_Parent = aliased(Contact)
# Columns, not objects: what this session read before is never asked.
_CONTACT_NOW = (
    select(
        ContactPoint.value,
        ContactPoint.safety,
        Contact.who,
        Contact.knows,
        Contact.may_be_told,
        SupportRequest.requester,
        SupportRequest.age_years,
        select(_Parent.id)
        .where(
            _Parent.request_id == SupportRequest.id,
            _Parent.who == "parent_carer",
            _Parent.may_be_told == "no",
        )
        .exists()
        .label("parents_must_not_know"),
    )
    .join(Contact, Contact.id == ContactPoint.contact_id)
    .join(SupportRequest, SupportRequest.id == Contact.request_id)
)


@dataclass(frozen=True)
class Claimed:
    """A message that is ours to send until `LEASE` is over."""

    parcel: Parcel
    attempt: int
    is_in_doubt: bool  # an earlier attempt may have been accepted
    may_send_again: bool  # when in doubt and nobody can say


class Unsafe(CannotSend):
    """It may not go this way, or not to this person, as things are now."""


def claim(at: datetime, first: Sequence[int] = ()) -> Claimed | None:
    """Take the next message that is due, those of `first` before others; None when there is none.

    The caller commits before it sends. Messages that may not be sent become a task on the way.
    """
    while (row := _next_due(at, first)) is not None:
        was_sending, attempt = row.state == "sending", row.attempts + 1
        won = db.session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.id == row.id,
                OutboxMessage.attempts == row.attempts,
                OutboxMessage.state == row.state,
            )
            .values(state="sending", attempts=attempt, leased_until=at + LEASE, due_at=at + LEASE)
            .execution_options(synchronize_session="fetch")
        )
        if won.rowcount != 1:
            continue
        try:
            if attempt > len(PAUSES) + 1:  # whoever tried was stopped each time
                raise CannotSend("tried too often")
            parcel = _parcel(row)
        except CannotSend as reason:
            _give_up(row, reason, at)
            continue
        return Claimed(
            parcel, attempt, was_sending, wording().policy_in_doubt(row.template) == "send_again"
        )
    return None


def settle(claimed: Claimed, outcome: str | NotSent, at: datetime) -> bool:
    """Write down what became of it: the provider's id, or why not. False when our lease was over before."""
    row = db.session.scalar(
        select(OutboxMessage)
        .where(
            OutboxMessage.id == claimed.parcel.outbox_id,
            OutboxMessage.state == "sending",
            OutboxMessage.attempts == claimed.attempt,
        )
        .with_for_update()
    )
    if row is None:
        return False
    if isinstance(outcome, str):
        row.state, row.sent_at, row.provider_id, row.failure = "sent", at, outcome[:80], ""
        row.leased_until = None
        _forget_secrets(row)
        audit.record(
            "message.sent",
            "outbox_message",
            row.id,
            by="system",
            at=at,
            template=row.template,
            channel=row.channel,
            request_id=row.request_id,
        )
    elif isinstance(outcome, CannotSend) or claimed.attempt > len(PAUSES):
        _give_up(row, outcome, at)
    else:
        row.due_at, row.leased_until, row.failure = at + PAUSES[claimed.attempt - 1], None, outcome.reason
        # In doubt it stays 'sending': whoever takes it next asks first whether it has gone.
        row.state = "sending" if isinstance(outcome, MaybeSent) else "pending"
    return True


def _next_due(at: datetime, first: Sequence[int]) -> OutboxMessage | None:
    """Rows whose holder fell silent before rows nobody has tried, and rows rung for before all."""
    for narrower in ((OutboxMessage.id.in_(first),), ()) if first else ((),):
        for state in ("sending", "pending"):
            found = db.session.scalar(
                select(OutboxMessage)
                .where(OutboxMessage.state == state, OutboxMessage.due_at <= at, *narrower)
                .order_by(OutboxMessage.due_at, OutboxMessage.id)
                .limit(1)
                .with_for_update(skip_locked=True)
                .execution_options(populate_existing=True)
            )
            if found is not None:
                return found
    return None


def _parcel(row: OutboxMessage) -> Parcel:
    """What goes out, to where, in words that are safe now. Unsafe or CannotSend when nothing may."""
    to, is_neutral = _where_to(row)
    try:
        words = wording().words(row.template, row.channel, is_neutral).filled(_facts(row))
    except KeyError as missing:
        raise CannotSend(f"a fact is missing: {missing.args[0]}") from None
    return _sealed(row, to, words)


def _sealed(row: OutboxMessage, to: str, words: Words) -> Parcel:
    # With the time, for the ids of a database begun anew are used again.
    return Parcel(
        row.id, f"ifd-{row.id}-{row.written_at:%Y%m%d%H%M%S}", row.channel, to, words.subject, words.body
    )


def _where_to(row: OutboxMessage) -> tuple[str, bool]:
    """The address as it is in the database now, and whether only neutral words may go there."""
    if row.contact_point_id is None:
        return row.to_address, False
    now = db.session.execute(_CONTACT_NOW.where(ContactPoint.id == row.contact_point_id)).one()
    told = may_be_told(now, now)
    is_kept = is_child(now.age_years) and now.parents_must_not_know
    if told == "no" or not may_be_used(now, now, is_kept=is_kept):
        raise Unsafe("not safe to send now")
    return now.value, now.safety != "safe" or told != "yes"


def _facts(row: OutboxMessage) -> dict[str, object]:
    settings = current_app.settings
    return {
        **row.facts,
        "area": settings.area_name,
        "phone": settings.front_door_phone,
        "hours": settings.front_door_hours,
        "link": f"{settings.public_url}/my-request",
    }


def _give_up(row: OutboxMessage, reason: NotSent, at: datetime) -> None:
    row.state, row.failure, row.leased_until = "unsendable", reason.reason, None
    _forget_secrets(row)
    db.session.flush()
    audit.record(
        "message.unsendable",
        "outbox_message",
        row.id,
        by="system",
        at=at,
        template=row.template,
        channel=row.channel,
        request_id=row.request_id,
        reason=reason.reason,
    )
    if row.request_id is None:
        return  # a link or code somebody asked for on a page that tells them to try again or call
    request = db.session.get(SupportRequest, row.request_id)
    news = row.template.partition(".")[0].replace("_", " ")
    if not isinstance(reason, Unsafe):
        tasks.open_task(
            "unsendable",
            about=f"unsendable:{row.id}",
            request=request,
            at=at,
            title=f"Could not be sent by {row.channel}: {news}. Tell them another way",
        )
    elif not _is_family_told_otherwise(row):
        ask_for_call(
            request, f"it became unsafe to write of '{news}'", about=f"call_family:{row.about}", at=at
        )


def _is_family_told_otherwise(row: OutboxMessage) -> bool:
    """Whether another message of the same news went, or may yet go, to the family."""
    return (
        db.session.scalar(
            select(OutboxMessage.id)
            .join(ContactPoint, ContactPoint.id == OutboxMessage.contact_point_id)
            .join(Contact, Contact.id == ContactPoint.contact_id)
            .where(
                OutboxMessage.about == row.about,
                OutboxMessage.id != row.id,
                Contact.who.in_(FAMILY),
                OutboxMessage.state != "unsendable",
            )
            .limit(1)
        )
        is not None
    )


def _forget_secrets(row: OutboxMessage) -> None:
    """A code or a link is kept no longer than it takes to send it."""
    row.facts = {name: fact for name, fact in row.facts.items() if name not in wording().forget}
