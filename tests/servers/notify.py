"""A small stand-in for GOV.UK Notify: the shapes of its public API, and nothing it does not promise."""

from __future__ import annotations

import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt

SERVICE, SECRET = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
API_KEY = f"tests-{SERVICE}-{SECRET}"
_KINDS = {
    "/v2/notifications/email": ("email", "email_address"),
    "/v2/notifications/sms": ("sms", "phone_number"),
}


class NotifyServer:
    """`accepted` holds what it took; `refuse(status)` makes it answer that until `accept()`."""

    def __init__(self) -> None:
        self.accepted: list[dict] = []
        self.refusal: int | None = None
        self.hangs_up_after_taking = False
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                kind, address = _KINDS[self.path]
                if server.stopped(self):
                    return
                one = {
                    "id": str(uuid.uuid4()),
                    "reference": sent["reference"],
                    "type": kind,
                    "to": sent[address],
                    "template": sent["template_id"],
                    "status": "created",
                    **sent["personalisation"],
                }
                server.accepted.append(one)
                if server.hangs_up_after_taking:
                    self.close_connection = True
                    self.connection.close()
                    return
                server.answer(
                    self,
                    201,
                    {
                        "id": one["id"],
                        "reference": one["reference"],
                        "content": {},
                        "uri": "",
                        "template": {"id": one["template"], "version": 1, "uri": ""},
                    },
                )

            def do_GET(self) -> None:
                if server.stopped(self):
                    return
                reference = parse_qs(urlsplit(self.path).query)["reference"][0]
                found = [one for one in server.accepted if one["reference"] == reference]
                server.answer(self, 200, {"notifications": found, "links": {"current": self.path}})

            def log_message(self, *_arguments: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> NotifyServer:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def stopped(self, handler: BaseHTTPRequestHandler) -> bool:
        """Whether the call has been answered with a refusal: ours, or that of a wrong key."""
        refusal = self.refusal or (None if self._knows(handler) else 403)
        if refusal:
            self.answer(
                handler,
                refusal,
                {"status_code": refusal, "errors": [{"error": "Error", "message": "Not this time"}]},
            )
        return refusal is not None

    def answer(self, handler: BaseHTTPRequestHandler, status: int, document: dict) -> None:
        body = json.dumps(document).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def _knows(self, handler: BaseHTTPRequestHandler) -> bool:
        token = handler.headers["Authorization"].removeprefix("Bearer ")
        try:
            return (
                jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": True})["iss"]
                == SERVICE
            )
        except jwt.InvalidTokenError:
            return False
