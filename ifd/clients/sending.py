"""Sending one message by one way: what every sender takes, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message ready to go. `reference` is the same at every attempt and says nothing of anybody."""

    outbox_id: int
    reference: str
    channel: str
    to: str
    subject: str
    body: str


class NotSent(Exception):
    """It did not go. The reason is a code for staff; never an address or what was written."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


class TryLater(NotSent):
    """It has certainly not gone, and may if tried again."""


class CannotSend(NotSent):
    """It has certainly not gone, and never will to this address."""


class MaybeSent(NotSent):
    """Nobody can say: the line broke before the answer came."""


class Sender(Protocol):
    def send(self, parcel: Parcel) -> str:
        """Send it and give the provider's id; or raise TryLater, CannotSend or MaybeSent."""

    def has_sent(self, parcel: Parcel) -> bool | None:
        """Whether it was accepted at an earlier attempt; None where this way of sending cannot tell."""
