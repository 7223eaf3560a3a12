"""Long work on a text of rules: its proof, how it differs from another, its replay. Safe to run twice.

What stands in a finished row's report:
- proof (outcome held or failed): `Proof.to_document()`;
- difference (done): `{"differences": [Difference.to_document(), ...]}`;
- replay (done): `triage.replaying.Tally.to_document()` and `{"from": day}`, with row ids of requests under `shown`;
- any that broke off (broken): `{"sentence": why, and what to do}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from types import ModuleType

from sqlalchemy import select

from ifd.database import db, reading_briefly
from ifd.jobs import long_work
from ifd.jobs.long_work import Cannot, Say
from ifd.models import RuleCheck
from ifd.queries import received, rule_sets
from ifd.queries.directory import offers_for_triage
from ifd.services.long_work import Found, Turn
from triage.directory import Offer
from triage.replaying import Tally, replay
from triage.rules.entries import RuleSetError
from triage.rules.loader import load_ruleset
from triage.rules.ruleset import RuleSet

OTHER_TEXT = "The text is no longer the one that was asked about. Ask again."
CANNOT_BE_READ = (
    "This software cannot read one of the two rule sets. Open the draft: its mistakes are shown there."
)
FAULT = "The check itself went wrong. Ask again, and if that does not help, tell whoever looks after the software."


@dataclass(frozen=True)
class Asked:
    """What the check is about."""

    kind: str
    text: str
    text_hash: str
    against: str
    about: dict


def work(ids: Sequence[int]) -> None:
    """Do the checks rung for."""
    long_work.work(long_work.Kind(RuleCheck, _find_out, FAULT), ids)


def _find_out(turn: Turn, say: Say) -> Found:
    asked = _asked(turn)
    offers = _offers()
    outcome, report = _KINDS[asked.kind](asked, _ruleset(asked), offers, say)
    return Found(outcome, report, {"directory_hash": rule_sets.hash_of_directory(offers)})


def _asked(turn: Turn) -> Asked:
    columns = (getattr(RuleCheck, name) for name in Asked.__dataclass_fields__)
    with reading_briefly():
        return Asked(*db.session.execute(select(*columns).where(RuleCheck.id == turn.id)).one())


# The three kinds


def _prove(asked: Asked, ruleset: RuleSet, offers: Sequence[Offer], say: Say) -> tuple[str, dict]:
    with _solver() as proof:
        found = proof.prove(ruleset, offers, say)
    return ("held" if found.holds else "failed"), found.to_document()


def _differ(asked: Asked, ruleset: RuleSet, offers: Sequence[Offer], say: Say) -> tuple[str, dict]:
    with _solver() as proof:
        found = proof.differences(_against(asked), ruleset, offers, say)
    return "done", {"differences": [one.to_document() for one in found]}


@contextmanager
def _solver() -> Iterator[ModuleType]:
    """The proof, which nothing else here needs; where it gives no answer, a sentence that says what to do."""
    from triage import proof

    try:
        yield proof
    except proof.NoAnswer as error:
        raise Cannot(f"{error} Then ask again.") from error


def _replay(asked: Asked, ruleset: RuleSet, offers: Sequence[Offer], say: Say) -> tuple[str, dict]:
    since = received.months_back(date.fromisoformat(asked.about["until"]), asked.about["months"])
    tally, total = Tally(), received.how_many_since(since)
    for replayed in replay(tally.readable(received.cases_since(since)), _against(asked), ruleset, offers):
        tally.add(replayed)
        say(tally.looked_at, max(total, tally.looked_at), "Looking at each request")
    return "done", {"from": since.date().isoformat(), **tally.to_document()}


_KINDS = {"proof": _prove, "difference": _differ, "replay": _replay}


def _ruleset(asked: Asked) -> RuleSet:
    if rule_sets.hash_of(asked.text) != asked.text_hash:
        raise Cannot(OTHER_TEXT)
    try:
        return load_ruleset(asked.text, "draft")
    except RuleSetError as error:
        raise Cannot(CANNOT_BE_READ) from error


def _against(asked: Asked) -> RuleSet:
    with reading_briefly():
        ruleset = rule_sets.ruleset_named(asked.against)
    if ruleset is None:
        raise Cannot(CANNOT_BE_READ)
    return ruleset


def _offers() -> tuple[Offer, ...]:
    with reading_briefly():
        return offers_for_triage()
