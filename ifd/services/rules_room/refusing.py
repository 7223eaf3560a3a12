"""What the rules room says no to: rules with mistakes, a name that is taken, a draft that is closed or changed."""

from __future__ import annotations

from sqlalchemy.orm.exc import StaleDataError

from ifd.database import db
from ifd.models import RuleDraft
from ifd.services.refusing import NotReady
from triage.rules.entries import RuleSetError


def mistakes_in(error: RuleSetError) -> tuple[str, ...]:
    """What keeps a text from being read, a sentence each, with its line."""
    return tuple(as_sentence(f"line {mistake.line}: {mistake.sentence}") for mistake in error.mistakes)


def as_sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")


def already_there(name: str) -> str:
    return f"There is a version {name} already. Give these rules another name."


def hold(draft: RuleDraft, seen_version: int | None) -> None:
    """The draft as it stands now, kept from others until this transaction ends.

    NotReady when it is closed; StaleDataError when it is not the version that was seen.
    """
    db.session.refresh(draft, with_for_update={"of": RuleDraft})
    if draft.closed_at is not None:
        raise NotReady(["This draft was published or set aside. Start a new one from any version."])
    if seen_version is not None and draft.version != seen_version:
        raise StaleDataError(f"draft {draft.id} is at version {draft.version}, {seen_version} was seen")
