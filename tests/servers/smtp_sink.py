"""A real SMTP server that keeps what it is sent."""

from __future__ import annotations

import asyncio
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP


class SmtpSink:
    """Listens on a port of its own; `messages` holds every message accepted, oldest first.

    `refuse(code)` makes it turn the next messages away, to see what the sender then does.
    """

    host = "127.0.0.1"

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.port = 0
        self._answer: str | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="smtp sink", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(timeout=10)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)

    def clear(self) -> None:
        self.messages.clear()
        self._answer = None

    def refuse(self, answer: str = "451 Try again later") -> None:
        self._answer = answer

    def accept(self) -> None:
        self._answer = None

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(lambda: SMTP(self, loop=self._loop), self.host, 0)

    async def handle_DATA(self, _server, _session, envelope) -> str:
        if self._answer:
            return self._answer
        message = message_from_bytes(envelope.content, policy=policy.default)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 OK"
