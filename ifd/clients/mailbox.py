"""The local mailbox: a table in place of an outside service, shown as a page. Nothing leaves the machine."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ifd import clock
from ifd.database import db
from ifd.models import MailboxMessage


class MailboxSender:
    """Exactly once: the table takes each message of the outbox one time."""

    def send(self, parcel) -> str:
        db.session.add(
            MailboxMessage(
                outbox_id=parcel.outbox_id,
                channel=parcel.channel,
                to_address=parcel.to,
                subject=parcel.subject,
                body=parcel.body,
                received_at=clock.now(),
            )
        )
        try:
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
        return f"mailbox-{parcel.outbox_id}"

    def has_sent(self, parcel) -> bool:
        found = db.session.scalar(
            select(MailboxMessage.id).where(MailboxMessage.outbox_id == parcel.outbox_id)
        )
        db.session.rollback()
        return found is not None
