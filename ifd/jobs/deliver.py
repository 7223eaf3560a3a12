"""Sending what is in the outbox. Safe to run twice and by many: each message is one worker's at a time."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from flask import current_app

from ifd import clock
from ifd.clients.sender import sender_for
from ifd.clients.sending import CannotSend, MaybeSent, NotSent, Sender
from ifd.database import db
from ifd.services import lease, outbox
from ifd.services.outbox import Claimed

log = structlog.get_logger()

AT_MOST = 500  # messages a ring, so that one worker does not keep a long backlog to itself


def drain(ids: Sequence[int] = (), at_most: int = AT_MOST) -> int:
    """Send the messages rung for, then whatever else is due; how many went.

    One transaction a message: it writes down what became of the last and claims the next. Nothing is held in
    the database while the provider is spoken to.
    """
    sender = sender_for(current_app.settings)
    # Leases count by the clock that all hosts share, asked once.
    ahead = lease.database_now() - clock.now()
    sent, claimed, outcome = 0, None, None
    for turn in range(at_most + 1):
        now = clock.now() + ahead
        if claimed is not None and not outbox.settle(claimed, outcome, now):
            log.warning("lease_was_over", id=claimed.parcel.outbox_id)
        claimed = outbox.claim(now, ids) if turn < at_most else None
        db.session.commit()
        if claimed is None:
            break
        outcome = _send(sender, claimed)
        sent += isinstance(outcome, str)
    return sent


def _send(sender: Sender, claimed: Claimed) -> str | NotSent:
    """The provider's id, or why it did not go."""
    try:
        if claimed.is_in_doubt and (known := _what_became_of_it(sender, claimed)):
            return known
        return sender.send(claimed.parcel)
    except NotSent as reason:
        log.warning("message_not_sent", id=claimed.parcel.outbox_id, error=type(reason).__name__)
        return reason
    except Exception as error:
        # A fault of ours: this message waits its turn again, and must not stop the rest.
        db.session.rollback()
        log.error(
            "message_not_sent", id=claimed.parcel.outbox_id, error=type(error).__name__, exc_info=True
        )
        return MaybeSent(f"fault: {type(error).__name__}")


def _what_became_of_it(sender: Sender, claimed: Claimed) -> str | NotSent | None:
    """What is known of an earlier attempt that broke off; None when it may be sent."""
    try:
        has_gone = sender.has_sent(claimed.parcel)
    except NotSent as reason:
        return MaybeSent(reason.reason)
    if has_gone is None and not claimed.may_send_again:
        return CannotSend("it may have gone already; nobody can say")
    return "found at the provider" if has_gone else None
