"""Which way messages leave: chosen once, by the settings."""

from __future__ import annotations

from ifd.clients.sending import Sender
from ifd.settings import Settings


def sender_for(settings: Settings) -> Sender:
    """The sender that the settings name."""
    if settings.sender == "notify":
        from ifd.clients.notify import NotifySender

        return NotifySender(settings)
    if settings.sender == "smtp":
        from ifd.clients.smtp import SmtpSender

        return SmtpSender(settings)
    from ifd.clients.mailbox import MailboxSender

    return MailboxSender()
