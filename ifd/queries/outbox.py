"""Messages as staff and sweepers look at them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from ifd.database import db
from ifd.models import MailboxMessage, OutboxMessage

_WAITING = ("pending", "sending")


def due_ids(at: datetime, limit: int = 20) -> list[int]:
    """The messages that should have gone by now, or whose sender has fallen silent; oldest first."""
    found = select(OutboxMessage.id).where(OutboxMessage.state.in_(_WAITING), OutboxMessage.due_at <= at)
    return list(db.session.scalars(found.order_by(OutboxMessage.due_at, OutboxMessage.id).limit(limit)))


def oldest_due(at: datetime) -> datetime | None:
    """Since when the longest waiting of them has been due."""
    return db.session.scalar(
        select(func.min(OutboxMessage.due_at)).where(
            OutboxMessage.state.in_(_WAITING), OutboxMessage.due_at <= at
        )
    )


def mailbox(before: int | None = None, limit: int = 30) -> list[MailboxMessage]:
    """What the local mailbox received, newest first, from before this message on."""
    found = select(MailboxMessage).order_by(MailboxMessage.id.desc()).limit(limit)
    return list(db.session.scalars(found.where(MailboxMessage.id < before) if before else found))


def mailbox_message(message_id: int) -> MailboxMessage | None:
    return db.session.get(MailboxMessage, message_id)
