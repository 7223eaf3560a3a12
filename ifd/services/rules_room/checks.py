"""Asking for long work on a text of rules. The row is the work: a bell rings, and the tick looks twice."""

from __future__ import annotations

from datetime import datetime

from ifd.clock import london_date
from ifd.database import db
from ifd.models import RuleCheck, Staff
from ifd.permissions import require
from ifd.queries import rule_sets
from ifd.queries.directory import offers_for_triage
from ifd.services import audit, bell
from ifd.services.refusing import NotReady, one_at_a_time
from ifd.services.rules_room.refusing import mistakes_in
from triage.rules.entries import RuleSetError
from triage.rules.loader import load_ruleset

PROOF, DIFFERENCE, REPLAY = KINDS = ("proof", "difference", "replay")
MONTHS = 3
MOST_MONTHS = 24


def ask_for_check(
    kind: str, text: str, *, against: str = "", about: dict | None = None, by: Staff, at: datetime
) -> RuleCheck:
    """A check of this text: `proof`, `difference` or `replay`, the last two against a version by its name.

    `against` is the version in force unless said otherwise; `about` is `{"months": 3}` for a replay. One that is
    running, or that has come to an end and would come to the same, is given back instead of another.
    NotReady when the text holds a mistake, or there is nothing to compare it with.
    """
    require(by, "draft_rules")
    if kind not in KINDS:
        raise ValueError(f"there is no check called {kind}")
    about = _about(kind, about or {}, at)
    against = "" if kind == PROOF else against or rule_sets.name_in_force(london_date(at))
    _refuse_unreadable(text, against)
    one_at_a_time()
    known = rule_sets.newest_check(rule_sets.hash_of(text), kind, against)
    if known is not None and known.about == about and _still_counts(known):
        return known
    check = RuleCheck(
        kind=kind,
        text=text,
        text_hash=rule_sets.hash_of(text),
        against=against,
        about=about,
        asked_by=by,
        asked_at=at,
    )
    db.session.add(check)
    db.session.flush()
    audit.record(
        "rules.check_asked_for",
        "rule_check",
        check.id,
        by=by,
        at=at,
        kind=kind,
        text_hash=check.text_hash,
        against=against,
    )
    bell.ring("rule_checks", check.id)
    return check


def _about(kind: str, about: dict, at: datetime) -> dict:
    """A replay looks back from a day: asked on another, it is another."""
    if kind != REPLAY:
        return {}
    months = min(max(int(about.get("months", MONTHS)), 1), MOST_MONTHS)
    return {"months": months, "until": london_date(at).isoformat()}


def _refuse_unreadable(text: str, against: str) -> None:
    try:
        load_ruleset(text, "draft")
    except RuleSetError as error:
        raise NotReady(mistakes_in(error)) from None
    if against and rule_sets.ruleset_named(against) is None:
        raise NotReady([f"There is no version {against} to compare with."])


def _still_counts(check: RuleCheck) -> bool:
    """Whether asking again would bring nothing new."""
    if check.finished_at is None:
        return True
    offers_are_the_same = check.directory_hash == rule_sets.hash_of_directory(offers_for_triage())
    return check.outcome != "broken" and offers_are_the_same
