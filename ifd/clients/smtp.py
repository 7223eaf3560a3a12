"""A mail server. It carries e-mail only, and cannot say afterwards what it took."""

from __future__ import annotations

import smtplib
import ssl
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import formatdate

from ifd.clients.sending import CannotSend, MaybeSent, Parcel, TryLater
from ifd.settings import Settings

_SECONDS = 10


class SmtpSender:
    """The Message-ID is the same at every attempt: a mail server that keeps note drops a second copy."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def send(self, parcel: Parcel) -> str:
        if parcel.channel != "email":
            raise CannotSend("a mail server cannot send texts")
        message = self._written(parcel)
        try:
            connection = self._connect()
        except (smtplib.SMTPException, OSError) as error:
            raise TryLater(f"mail server not reached: {type(error).__name__}") from None
        try:
            connection.send_message(message, to_addrs=[parcel.to])
        except smtplib.SMTPRecipientsRefused as error:
            raise _meaning(next(iter(error.recipients.values()))[0]) from None
        except smtplib.SMTPResponseException as error:
            raise _meaning(error.smtp_code) from None
        except (smtplib.SMTPException, OSError) as error:
            raise MaybeSent(f"mail server fell silent: {type(error).__name__}") from None
        finally:
            connection.close()
        return message["Message-ID"]

    def has_sent(self, _parcel: Parcel) -> None:
        return None

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        connection = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=_SECONDS)
        if settings.smtp_tls:
            connection.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            connection.login(settings.smtp_user, settings.smtp_password)
        return connection

    def _written(self, parcel: Parcel) -> EmailMessage:
        message = EmailMessage()
        try:
            message["From"] = self._settings.mail_from
            message["To"] = parcel.to
            message["Subject"] = parcel.subject
        except (ValueError, IndexError, MessageError):  # a line break, or nothing that is an address
            raise CannotSend("not an address that can be written to") from None
        if len(message["To"].addresses) != 1:
            raise CannotSend("not one address")
        message["Message-ID"] = f"<{parcel.reference}@{self._settings.mail_from.rpartition('@')[2]}>"
        message["Date"] = formatdate()
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(parcel.body)
        return message


def _meaning(code: int) -> Exception:
    return CannotSend(f"mail server refused it: {code}") if code >= 500 else TryLater(f"mail server: {code}")
