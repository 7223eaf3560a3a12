"""Writing rules: any text is kept, however wrong, and two who write at once never overwrite each other."""

from __future__ import annotations

import re
from datetime import datetime

from ifd.clock import london_date
from ifd.database import db
from ifd.models import RuleDraft, Staff
from ifd.permissions import require
from ifd.queries import rule_sets
from ifd.services import audit
from ifd.services.refusing import NotReady
from ifd.services.rules_room.refusing import already_there, hold
from triage.rules import naming

LONGEST_TITLE = 200
# Browsers send both signs for a line end; a database takes no NUL and no half of a character.
_LINE_ENDS = re.compile(r"\r\n?")
_CANNOT_BE_KEPT = re.compile("[\x00\ud800-\udfff]")


def start_draft(title: str, *, base: str, by: Staff, at: datetime) -> RuleDraft:
    """A draft with the text of the version named `base`, under the next name that is free.

    NotReady when there is no such version, or no title.
    """
    require(by, "draft_rules")
    text = rule_sets.version_text(base)
    if text is None:
        raise NotReady([f"There is no version {base}."])
    text = naming.named(text, naming.next_free(london_date(at), rule_sets.names_taken()))
    draft = RuleDraft(
        title=_title(title),
        base_name=base,
        text=text,
        text_hash=rule_sets.hash_of(text),
        started_by=by,
        started_at=at,
        changed_by=by,
        changed_at=at,
    )
    db.session.add(draft)
    db.session.flush()
    audit.record("rules.draft_started", "rule_draft", draft.id, by=by, at=at, base=base)
    return draft


def change_draft(draft: RuleDraft, text: str, *, seen_version: int, by: Staff, at: datetime) -> None:
    """Keep this text. A proposal is taken back: it was for the text before.

    `seen_version` is the draft's version that the writer was shown. StaleDataError when somebody else has changed it
    since, NotReady when it is closed.
    """
    require(by, "draft_rules")
    hold(draft, seen_version)
    _write(draft, text, by=by, at=at)


def _write(draft: RuleDraft, text: str, *, by: Staff, at: datetime) -> None:
    text = _CANNOT_BE_KEPT.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    if text == draft.text:
        return
    was_proposed = draft.proposed_at is not None
    draft.text, draft.text_hash = text, rule_sets.hash_of(text)
    draft.changed_by, draft.changed_at = by, at
    draft.proposed_by, draft.proposed_at, draft.why, draft.proposed_after_id = None, None, "", None
    db.session.flush()
    audit.record(
        "rules.draft_changed",
        "rule_draft",
        draft.id,
        by=by,
        at=at,
        text_hash=draft.text_hash,
        was_proposed=was_proposed,
    )


def rename(draft: RuleDraft, title: str, *, by: Staff, at: datetime) -> None:
    """Call the draft something else. NotReady without a title, or when it is closed."""
    require(by, "draft_rules")
    hold(draft, None)
    draft.title = _title(title)
    db.session.flush()
    audit.record("rules.draft_renamed", "rule_draft", draft.id, by=by, at=at)


def name_version(draft: RuleDraft, name: str, *, by: Staff, at: datetime) -> None:
    """Give the draft's rules this name, and the day it begins with. It is a change like any other.

    NotReady when it cannot be a name, when another version has it, or when the draft is closed.
    """
    require(by, "draft_rules")
    hold(draft, None)
    if naming.day_of(name) is None:
        raise NotReady(["Enter a day and, where that is taken, a letter, such as 2026-11-24 or 2026-11-24b."])
    if rule_sets.version_text(name) is not None:
        raise NotReady([already_there(name)])
    _write(draft, naming.named(draft.text, name), by=by, at=at)


def set_aside(draft: RuleDraft, *, by: Staff, at: datetime) -> None:
    """Close a draft that will not be published. Its text is kept. NotReady when it is closed already."""
    require(by, "draft_rules")
    hold(draft, None)
    draft.closed_at, draft.closed_by = at, by
    db.session.flush()
    audit.record("rules.draft_set_aside", "rule_draft", draft.id, by=by, at=at)


def _title(title: str) -> str:
    title = " ".join(title.split())[:LONGEST_TITLE]
    if not title:
        raise NotReady(["Say in a few words what the draft is about."])
    return title
