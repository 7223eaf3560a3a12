"""GOV.UK Notify, by its own client.

Its templates are two: an e-mail of ((subject)) and ((body)), and a text of ((body)).
"""

from __future__ import annotations

import logging

from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from ifd.clients.sending import CannotSend, MaybeSent, Parcel, TryLater
from ifd.settings import Settings

_SECONDS = 10
_FAILED = frozenset({"technical-failure", "temporary-failure", "permanent-failure"})

# It logs the provider's answers in full, and those may quote an address.
logging.getLogger("notifications_python_client").addHandler(logging.NullHandler())
logging.getLogger("notifications_python_client").propagate = False


class NotifySender:
    """Exactly once for as long as Notify remembers: before sending again it is asked by our reference."""

    def __init__(self, settings: Settings) -> None:
        self._client = NotificationsAPIClient(
            settings.notify_api_key, settings.notify_base_url, timeout=_SECONDS
        )
        self._email_template = settings.notify_email_template_id
        self._sms_template = settings.notify_sms_template_id

    def send(self, parcel: Parcel) -> str:
        try:
            if parcel.channel == "sms":
                answer = self._client.send_sms_notification(
                    parcel.to, self._sms_template, {"body": parcel.body}, reference=parcel.reference
                )
            else:
                answer = self._client.send_email_notification(
                    parcel.to,
                    self._email_template,
                    {"subject": parcel.subject, "body": parcel.body},
                    reference=parcel.reference,
                )
        except APIError as error:
            raise _meaning(error) from None
        return str(answer["id"])

    def has_sent(self, parcel: Parcel) -> bool:
        try:
            found = self._client.get_all_notifications(reference=parcel.reference)["notifications"]
        except APIError as error:
            raise TryLater(f"notify could not be asked: {error.status_code}") from None
        return any(one["status"] not in _FAILED for one in found)


def _meaning(error: APIError) -> Exception:
    """The status code decides, as Notify asks: its words may change."""
    code = error.status_code
    if error.response is None:
        return MaybeSent("notify did not answer")
    if code == 400:
        return CannotSend("notify refused it: 400")
    # A wrong key, a wrong clock, a limit or a fault of theirs is mended or waited for; the message is sound.
    return MaybeSent(f"notify answered {code}") if code >= 500 else TryLater(f"notify answered {code}")
