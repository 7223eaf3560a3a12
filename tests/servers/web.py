"""The application on a real port, in a thread of the test run, so that a browser can visit it."""

from __future__ import annotations

import logging
import threading

from flask import Flask
from werkzeug.serving import make_server


class LiveServer:
    """`url` is where it answers, without a slash at the end."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self._server.daemon_threads = False  # closing waits for them, so none meets an emptied database
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="live server", kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> LiveServer:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.shutdown()
        self._thread.join(timeout=10)
        self._server.server_close()
