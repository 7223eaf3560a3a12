"""How a service says no to what somebody asked for: nothing has been changed, and the sentences say what to do."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text

from ifd.database import db
from ifd.permissions import Forbidden

_GOVERNING = 0x1FE  # the number of the lock that is held while something is governed or long work is asked for


class NotAllowed(Forbidden):
    """This person may do such things, but not this one: the message says why."""


class NotReady(Exception):
    """It cannot be done yet; `sentences` say all that is missing."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(self.sentences))


def one_at_a_time() -> None:
    """Wait until nobody else is at it, until this transaction ends. SQLite lets one write at a time anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _GOVERNING})
