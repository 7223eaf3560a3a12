"""How the rules room says no: nothing has been changed, and the sentences say what to do."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm.exc import StaleDataError

from ifd.database import db
from ifd.models import RuleDraft
from ifd.permissions import Forbidden
from triage.rules.entries import RuleSetError

_PUBLISHING = 0x1FE  # the number of the lock that is held while rules are published or a check is asked for


class NotAllowed(Forbidden):
    """This person may do such things, but not this one: the message says why."""


class NotReady(Exception):
    """It cannot be done yet; `sentences` say all that is missing."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(self.sentences))


def mistakes_in(error: RuleSetError) -> tuple[str, ...]:
    """What keeps a text from being read, a sentence each, with its line."""
    return tuple(as_sentence(f"line {mistake.line}: {mistake.sentence}") for mistake in error.mistakes)


def as_sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")


def already_there(name: str) -> str:
    return f"There is a version {name} already. Give these rules another name."


def one_at_a_time() -> None:
    """Wait until nobody else is at it, until this transaction ends. SQLite lets one write at a time anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PUBLISHING})


def hold(draft: RuleDraft, seen_version: int | None) -> None:
    """The draft as it stands now, kept from others until this transaction ends.

    NotReady when it is closed; StaleDataError when it is not the version that was seen.
    """
    db.session.refresh(draft, with_for_update={"of": RuleDraft})
    if draft.closed_at is not None:
        raise NotReady(["This draft was published or set aside. Start a new one from any version."])
    if seen_version is not None and draft.version != seen_version:
        raise StaleDataError(f"draft {draft.id} is at version {draft.version}, {seen_version} was seen")
