"""The rules that suggestions are made by, the versions there were, and what is being written and checked.

Every process asks anew each time, so what another publishes counts at its next request.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

import structlog
from sqlalchemy import Row, Select, select

from ifd.database import db
from ifd.models import RuleCheck, RuleDraft, RuleSetPublication, RuleSetVersion
from triage.directory import Offer
from triage.rules import naming, versions
from triage.rules.entries import RuleSetError
from triage.rules.loader import load_ruleset
from triage.rules.ruleset import RuleSet

log = structlog.get_logger()

# Read once a process and text. None stands for a text that this software cannot read.
_read: dict[str, RuleSet | None] = {}
_LOOK_BACK = 20  # publications
hash_of = versions.hash_of  # by what a text, its checks and its publication are known to be of one another


def hash_of_directory(offers: Sequence[Offer]) -> str:
    """By what a directory of offers is known to be the one that rules were proved with: who each offer is for.

    Whether an offer takes people on today is left out: that changes from day to day, whatever is published.
    """
    said = sorted(
        (one.slug, one.kind, one.min_age, one.max_age, sorted(one.areas), sorted(one.audience))
        for one in offers
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


# What is in force


def rules_in_force(day: date) -> RuleSet:
    """The newest publication whose day has come; without one, the version that comes with the software.

    One small question. What this software cannot read is passed over for what was in force before it: a family
    that asks for help is never turned away because of a rule.
    """
    published = _published(day)
    return versions.in_force(day) if published is None else _read[published.text_hash]


def name_in_force(day: date) -> str:
    """The name of the version that `rules_in_force` gives."""
    published = _published(day)
    return versions.name_in_force(day) if published is None else published.name


def text_in_force(day: date) -> tuple[str, str]:
    """Its name and its text."""
    name = name_in_force(day)
    return name, version_text(name)


def passed_over(day: date) -> RuleSetPublication | None:
    """The publication that should be in force and cannot be read by this software; None when all is well."""
    newest = db.session.scalar(_come(select(RuleSetPublication), day).limit(1))
    counts = _published(day)
    return None if newest is None or (counts and counts.version_id == newest.version_id) else newest


def _published(day: date) -> Row | None:
    """The publication that counts on this day, and can be read."""
    columns = select(RuleSetPublication.version_id, RuleSetVersion.name, RuleSetVersion.text_hash)
    for row in db.session.execute(_come(columns.join(RuleSetPublication.version), day).limit(_LOOK_BACK)):
        if _ruleset(row.name, row.text_hash) is not None:
            return row
    return None


def _come(publications: Select, day: date) -> Select:
    """Those whose day has come, the last word first."""
    return publications.where(RuleSetPublication.in_force_from <= day).order_by(RuleSetPublication.id.desc())


def _ruleset(name: str, text_hash: str) -> RuleSet | None:
    if text_hash not in _read:
        text = db.session.scalar(select(RuleSetVersion.text).where(RuleSetVersion.text_hash == text_hash))
        _read[text_hash] = _readable(name, text_hash, text)
    return _read[text_hash]


def _readable(name: str, text_hash: str, text: str) -> RuleSet | None:
    try:
        if hash_of(text) == text_hash:
            return load_ruleset(text, f"{name}.yaml")
        log.error("published_rules_not_as_written", kind=name)
    except RuleSetError:
        log.error("published_rules_not_read", kind=name, exc_info=True)
    return None


# Every version


def version_names() -> list[str]:
    """Every version, those that come with the software and those published here, newest first."""
    published = db.session.scalars(select(RuleSetVersion.name))
    return sorted({*versions.versions(), *published}, reverse=True)  # a name begins with its day


def names_taken() -> set[str]:
    """The names that versions have, and those that open drafts are to have."""
    drafted = db.session.scalars(select(RuleDraft.text).where(RuleDraft.closed_at.is_(None)))
    return {*version_names(), *map(naming.name_in, drafted)}


def version_text(name: str) -> str | None:
    """The text of a version, as it was published or as it comes with the software; None when there is none."""
    published = db.session.scalar(select(RuleSetVersion.text).where(RuleSetVersion.name == name))
    if published is None and name in versions.versions():
        return versions.text_of(name)
    return published


def of_two_texts() -> list[str]:
    """The names that stand for one text here and for another in the software. What is stored here counts."""
    stored = select(RuleSetVersion.name, RuleSetVersion.text_hash).where(RuleSetVersion.name.in_(versions.versions()))
    return [name for name, known_by in db.session.execute(stored) if known_by != hash_of(versions.text_of(name))]


def ruleset_named(name: str) -> RuleSet | None:
    """A version ready to run; None when there is none, or this software cannot read it."""
    text_hash = db.session.scalar(select(RuleSetVersion.text_hash).where(RuleSetVersion.name == name))
    if text_hash is not None:
        return _ruleset(name, text_hash)
    return versions.version(name) if name in versions.versions() else None


def find_version(name: str) -> RuleSetVersion | None:
    """A version that was published here."""
    return db.session.scalar(select(RuleSetVersion).where(RuleSetVersion.name == name))


def publications() -> list[RuleSetPublication]:
    """Everything that was published here, newest first. The newest whose day has come is in force."""
    return list(db.session.scalars(select(RuleSetPublication).order_by(RuleSetPublication.id.desc())))


def last_publication_id() -> int | None:
    """The last word on what is in force, be its day to come or not."""
    return db.session.scalar(select(RuleSetPublication.id).order_by(RuleSetPublication.id.desc()).limit(1))


# Drafts and checks


def open_drafts() -> list[RuleDraft]:
    """Drafts neither published nor set aside: what was proposed first, then what changed last."""
    drafts = select(RuleDraft).where(RuleDraft.closed_at.is_(None))
    return list(
        db.session.scalars(
            drafts.order_by(RuleDraft.proposed_at.is_(None), RuleDraft.changed_at.desc(), RuleDraft.id.desc())
        )
    )


def find_draft(draft_id: int) -> RuleDraft | None:
    return db.session.get(RuleDraft, draft_id)


def newest_check(text_hash: str, kind: str, against: str = "") -> RuleCheck | None:
    """The last check of this kind that was asked for this text; with `against`, compared with that version."""
    found = _checks(text_hash, kind)
    return db.session.scalar((found.where(RuleCheck.against == against) if against else found).limit(1))


def held_proof(text_hash: str, directory_hash: str) -> RuleCheck | None:
    """A proof that held for this text with this directory of offers."""
    return db.session.scalar(
        _checks(text_hash, "proof")
        .where(RuleCheck.outcome == "held", RuleCheck.directory_hash == directory_hash)
        .limit(1)
    )


def find_check(check_id: int) -> RuleCheck | None:
    return db.session.get(RuleCheck, check_id)


def open_checks() -> list[RuleCheck]:
    """Checks that have not come to an end, oldest first."""
    return list(
        db.session.scalars(select(RuleCheck).where(RuleCheck.finished_at.is_(None)).order_by(RuleCheck.id))
    )


def _checks(text_hash: str, kind: str) -> Select[tuple[RuleCheck]]:
    found = select(RuleCheck).where(RuleCheck.text_hash == text_hash, RuleCheck.kind == kind)
    return found.order_by(RuleCheck.id.desc())
