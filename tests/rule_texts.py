"""Texts of rules for tests of the rules room, and drafts of them at each stage."""

from __future__ import annotations

from datetime import datetime

from ifd.database import db
from ifd.models import RuleCheck, RuleDraft, RuleSetPublication, RuleSetVersion, Staff
from ifd.queries import rule_sets
from ifd.queries.directory import offers_for_triage
from ifd.services import rules_room
from tests import factories
from tests.factories import NOON
from triage.rules import versions

SHIPPED = versions.versions()[-1]
NAME = "2026-11-01-test"
UNREADABLE = "2026-11-01-broken"


def text_named(name: str = NAME, day: str = "", add: str = "") -> str:
    """The rules that come with the software under another name; the day is the name's unless said otherwise."""
    text = versions.text_of(SHIPPED)
    text = text.replace(f"ruleset: {SHIPPED}", f"ruleset: {name}", 1)
    text = text.replace(f"ruleset: '{SHIPPED}'", f"ruleset: '{name}'", 1)
    text = text.replace(f'ruleset: "{SHIPPED}"', f'ruleset: "{name}"', 1)
    return text.replace(f"in_force_from: {SHIPPED[:10]}", f"in_force_from: {day or name[:10]}", 1) + add


def draft_of(text: str, by: Staff, at: datetime = NOON) -> RuleDraft:
    draft = rules_room.start_draft("A test", base=SHIPPED, by=by, at=at)
    rules_room.change_draft(draft, text, seen_version=draft.version, by=by, at=at)
    return draft


def proof_of(text: str, by: Staff, outcome: str = "held", at: datetime = NOON) -> RuleCheck:
    """A proof that has come to an end, as the job leaves it."""
    proof = RuleCheck(
        kind="proof",
        text=text,
        text_hash=rule_sets.hash_of(text),
        asked_by=by,
        asked_at=at,
        started_at=at,
        finished_at=at,
        outcome=outcome,
        directory_hash=rule_sets.hash_of_directory(offers_for_triage()),
        report={"holds": outcome == "held", "properties": []},
    )
    db.session.add(proof)
    db.session.flush()
    return proof


def proposed(by: Staff, name: str = NAME, at: datetime = NOON, add: str = "") -> RuleDraft:
    """A draft that is proved and proposed."""
    text = text_named(name, add=add)
    draft = draft_of(text, by, at)
    proof_of(text, by, at=at)
    rules_room.propose(draft, "It was wrong before.", by=by, at=at)
    return draft


def published(by: Staff, second: Staff, name: str = NAME, at: datetime = NOON, add: str = ""):
    return rules_room.publish(proposed(by, name, at, add), by=second, at=at)


def unreadable(text: str = f"ruleset: {UNREADABLE}") -> RuleSetPublication:
    """In force, and of a kind that only another software could read: as a way back, so that no proof is asked."""
    version = RuleSetVersion(
        name=UNREADABLE, text=text, text_hash=rule_sets.hash_of(text), made_at=NOON, comes_with_software=True
    )
    row = RuleSetPublication(
        version=version,
        in_force_from=NOON.date(),
        published_at=NOON,
        published_by=factories.staff("lead"),
        is_roll_back=True,
        reason="A test.",
    )
    db.session.add(version)
    db.session.flush()
    db.session.add(row)
    db.session.flush()
    return row
