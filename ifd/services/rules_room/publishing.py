"""Putting rules in force: proposed by one, published by another, and never without a proof of this very text."""

from __future__ import annotations

from datetime import date, datetime

from ifd.clock import london_date
from ifd.database import db
from ifd.models import RuleCheck, RuleDraft, RuleSetPublication, RuleSetVersion, Staff
from ifd.permissions import require
from ifd.queries import rule_sets
from ifd.queries.directory import offers_for_triage
from ifd.services import audit
from ifd.services.refusing import NotAllowed, NotReady, one_at_a_time
from ifd.services.rules_room.refusing import already_there, as_sentence, hold, mistakes_in
from triage.rules import naming, versions
from triage.rules.entries import RuleSetError
from triage.rules.examples import surprises
from triage.rules.loader import load_ruleset
from triage.rules.ruleset import RuleSet


def what_is_missing(draft: RuleDraft) -> tuple[str, ...]:
    """Everything that keeps these rules from being proposed, in sentences; nothing when they are ready."""
    return _look_at(draft)[2]


def propose(draft: RuleDraft, why: str, *, by: Staff, at: datetime, seen_version: int | None = None) -> None:
    """Ask for these rules to be published by somebody else.

    NotReady with all that is missing, StaleDataError when the draft is not what was seen.
    """
    require(by, "draft_rules")
    one_at_a_time()
    hold(draft, seen_version)
    _ruleset, proof, missing = _look_at(draft)
    if not why.strip():
        missing = (*missing, "Say why the rules should change: whoever publishes them must be able to judge.")
    if missing:
        raise NotReady(missing)
    draft.proposed_by, draft.proposed_at, draft.why = by, at, why.strip()
    draft.proposed_after_id = rule_sets.last_publication_id()
    db.session.flush()
    audit.record(
        "rules.proposed",
        "rule_draft",
        draft.id,
        by=by,
        at=at,
        text_hash=draft.text_hash,
        proof=proof.id,
        directory_hash=proof.directory_hash,
    )


def publish(
    draft: RuleDraft, *, by: Staff, at: datetime, seen_version: int | None = None
) -> RuleSetPublication:
    """Put a proposed draft in force from the day its text says, or from today when that day is over.

    Everything is looked at again at this moment. NotAllowed for whoever proposed it; NotReady with all that is
    missing; StaleDataError when the draft is not what was seen.
    """
    require(by, "publish_rules")
    one_at_a_time()
    hold(draft, seen_version)
    if draft.proposed_by_id is None:
        raise NotReady(["This draft is not proposed, or was changed since. Propose it again."])
    if draft.proposed_by_id == by.id:
        raise NotAllowed("You proposed these rules yourself. A second person publishes them.")
    ruleset, proof, missing = _look_at(draft)
    if draft.proposed_after_id != rule_sets.last_publication_id():
        missing = (
            *missing,
            "Other rules were published or gone back to since this was proposed. Look at what would change now, "
            "and propose it again.",
        )
    if missing:
        raise NotReady(missing)
    version = RuleSetVersion(name=ruleset.version, text=draft.text, text_hash=draft.text_hash, made_at=at)
    db.session.add(version)
    db.session.flush()
    published = _put_in_force(
        version,
        max(ruleset.in_force_from, london_date(at)),
        by=by,
        at=at,
        proposed_by=draft.proposed_by,
        proof_id=proof.id,
        reason=draft.why,
    )
    draft.closed_at, draft.closed_by = at, by
    db.session.flush()
    audit.record(
        "rules.published",
        "rule_set_publication",
        published.id,
        by=by,
        at=at,
        version=version.name,
        text_hash=version.text_hash,
        in_force_from=published.in_force_from.isoformat(),
        draft=draft.id,
        proposed_by=draft.proposed_by_id,
        proof=proof.id,
        directory_hash=proof.directory_hash,
    )
    return published


def roll_back(name: str, reason: str, *, by: Staff, at: datetime) -> RuleSetPublication:
    """Put an earlier version in force at once, by one person: one that was published and whose day had come, or
    one that comes with the software. NotReady says why it cannot be."""
    require(by, "publish_rules")
    one_at_a_time()
    today = london_date(at)
    missing = _what_bars_the_way_back(name, reason, today)
    if missing:
        raise NotReady(missing)
    was = rule_sets.name_in_force(today)
    published = _put_in_force(
        _version(name, at), today, by=by, at=at, is_roll_back=True, reason=reason.strip()
    )
    audit.record(
        "rules.rolled_back",
        "rule_set_publication",
        published.id,
        by=by,
        at=at,
        was=was,
        version=name,
        text_hash=published.version.text_hash,
    )
    return published


def _look_at(draft: RuleDraft) -> tuple[RuleSet | None, RuleCheck | None, tuple[str, ...]]:
    """The rules of the draft, the proof that held for them, and everything that is missing."""
    try:
        ruleset = load_ruleset(draft.text, "draft")
    except RuleSetError as error:
        return None, None, mistakes_in(error)
    directory_hash = rule_sets.hash_of_directory(offers_for_triage())
    proof = rule_sets.held_proof(draft.text_hash, directory_hash)
    missing = [as_sentence(str(surprise)) for surprise in surprises(ruleset)]
    missing += _what_is_wrong_with_the_name(ruleset)
    if proof is None:
        missing.append(_why_no_proof(rule_sets.newest_check(draft.text_hash, "proof")))
    return ruleset, proof, tuple(missing)


def _what_is_wrong_with_the_name(ruleset: RuleSet) -> list[str]:
    name, day = ruleset.version, ruleset.in_force_from
    if naming.day_of(name) != day:
        return [f"The name of the version must be its day in force, such as {day} or {day}b."]
    return [already_there(name)] if rule_sets.version_text(name) is not None else []


def _why_no_proof(newest: RuleCheck | None) -> str:
    if newest is None:
        return "These rules have not been proved. Start the proof."
    if newest.finished_at is None:
        return "The proof is still running. Wait until it has come to an end."
    if newest.outcome == "held":
        return "The directory of offers has changed since these rules were proved. Prove them again."
    if newest.outcome == "failed":
        broken = [each["name"] for each in newest.report.get("properties", ()) if not each["holds"]]
        named = f" Not kept: {'; '.join(broken)}." if broken else ""
        return f"The proof did not hold.{named} See there what breaks it, and put that right first."
    return "The proof broke off before it came to an end. Start it again."


def _what_bars_the_way_back(name: str, reason: str, today: date) -> list[str]:
    missing = []
    if not reason.strip():
        missing.append("Say why you are going back: the others must be able to follow.")
    if name not in _were_in_force(today):
        missing.append(f"{name} was never in force, so there is no going back to it.")
    elif name == rule_sets.name_in_force(today):
        missing.append(f"{name} is in force already.")
    elif rule_sets.ruleset_named(name) is None:
        missing.append(f"This software can no longer read {name}.")
    return missing


def _were_in_force(today: date) -> set[str]:
    published = {row.version.name for row in rule_sets.publications() if row.in_force_from <= today}
    shipped = {name for name in versions.versions() if name[:10] <= today.isoformat()}
    return published | shipped | {versions.name_in_force(today)}


def _version(name: str, at: datetime) -> RuleSetVersion:
    """The row of a version, made now for one that comes with the software and was never published."""
    found = rule_sets.find_version(name)
    if found is None:
        text = versions.text_of(name)
        found = RuleSetVersion(
            name=name, text=text, text_hash=rule_sets.hash_of(text), made_at=at, comes_with_software=True
        )
        db.session.add(found)
        db.session.flush()
    return found


def _put_in_force(
    version: RuleSetVersion, day: date, *, by: Staff, at: datetime, **said: object
) -> RuleSetPublication:
    published = RuleSetPublication(
        version=version, in_force_from=day, published_at=at, published_by=by, **said
    )
    db.session.add(published)
    db.session.flush()
    return published
