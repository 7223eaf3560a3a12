"""Work done from the tick where no worker hears the bell: in a thread of its own, so that no duty waits for it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib import import_module

from flask import Flask, current_app

from ifd.clients.queue import JOBS


class Aside:
    """One thread at a time. What is asked for while it is busy, the next tick asks for again."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def do(self, job: str, ids: Sequence[int]) -> None:
        """Have this job of `ifd.clients.queue.JOBS` done about these rows."""
        if self._thread is not None and self._thread.is_alive():
            return
        app = current_app._get_current_object()
        self._thread = threading.Thread(target=_answer, args=(app, job, list(ids)), daemon=True)
        self._thread.start()

    def join(self, seconds: float) -> None:
        """Wait for what is being done, at most so long."""
        if self._thread is not None:
            self._thread.join(seconds)


def _answer(app: Flask, job: str, ids: list[int]) -> None:
    module, _, name = JOBS[job].answered_by.rpartition(".")
    with app.app_context():
        getattr(import_module(module), name)(ids)
