"""A draft on its pages: found, read as far as it can be, and kept when somebody saves it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flask import abort, flash, g
from sqlalchemy.orm.exc import StaleDataError

from ifd import clock
from ifd.database import db
from ifd.queries import rule_sets
from ifd.services import rules_room
from ifd.services.rules_room import NotReady
from ifd.web.rules.changes import Changes, changes_between
from ifd.web.rules.shown import Shown, shown_or_404
from triage.rules.contradictions import contradictions
from triage.rules.entries import Mistake
from triage.rules.examples import Surprise, surprises
from triage.rules.naming import name_in
from triage.rules.splicing import NoSuchRule, Written, rules_written

if TYPE_CHECKING:
    from ifd.models import RuleDraft
    from triage.rules.ruleset import Rule

CHANGED_MEANWHILE = (
    "Somebody else has changed this draft since you opened it. Your words are still here. Below is what it says "
    "now where it differs. Save again to keep yours."
)

_MOST_DRAFTS = 5  # each is read once for the page of a rule


@dataclass(frozen=True)
class DraftShown:
    """A draft, or what somebody is typing into it before it is saved."""

    row: RuleDraft
    text: str

    @cached_property
    def shown(self) -> Shown:
        return Shown("the draft", self.text)

    @property
    def version_name(self) -> str:
        """What the version is to be called; '' where the text does not say."""
        return name_in(self.text)

    @cached_property
    def written(self) -> list[Written]:
        """Every rule that can be changed by itself; none where the text is not YAML."""
        try:
            return rules_written(self.text)
        except NoSuchRule:
            return []

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        return self.shown.look.mistakes

    def mistakes_in(self, rule: Written) -> list[Mistake]:
        return [one for one in self.mistakes if rule.first < one.line <= rule.end]

    def rule_at(self, line: int) -> Written | None:
        return next((rule for rule in self.written if rule.first < line <= rule.end), None)

    @cached_property
    def surprises(self) -> list[Surprise]:
        """The examples that come out otherwise, of the rules that can be read."""
        return surprises(self.shown)

    @cached_property
    def never_hold(self) -> list[tuple[Rule, str]]:
        """Rules that ask what nobody can be, with the sentence that says so. A warning: the proof judges."""
        return [(rule, sentence) for rule in self.shown.rules for sentence in contradictions(rule.condition)]

    @property
    def number_of_examples(self) -> int:
        return sum(len(rule.examples) for rule in self.shown.rules)

    def written_with(self, words: str) -> list[Written]:
        """The rules that hold each of these words, in what they say or in how they are told."""
        read = self.shown.by_id
        told = {rule.id: read[rule.id].words if rule.id in read else "" for rule in self.written if rule.id}
        looked_for = words.lower().split()
        return [
            rule
            for rule in self.written
            if rule.id and all(word in f"{told[rule.id]} {rule.entry}".lower() for word in looked_for)
        ]

    def compared_with(self, name: str | None) -> Changes:
        return changes_between(shown_or_404(name), self.shown)


def draft_or_404(draft_id: int) -> DraftShown:
    row = rule_sets.find_draft(draft_id) or abort(404)
    return DraftShown(row, row.text)


def drafts_with(rule_id: str) -> list[DraftShown]:
    """The open drafts of whoever is signed in that hold this rule: those they began or changed last."""
    mine = [row for row in rule_sets.open_drafts() if g.staff.id in (row.started_by_id, row.changed_by_id)]
    shown = [DraftShown(row, row.text) for row in mine[:_MOST_DRAFTS]]
    return [draft for draft in shown if any(rule.id == rule_id for rule in draft.written)]


def keep(draft: DraftShown, text: str, seen_version: int) -> bool:
    """Store this text; False when somebody else was first. Whatever else bars it is flashed, and is no loss."""
    try:
        rules_room.change_draft(draft.row, text, seen_version=seen_version, by=g.staff, at=clock.now())
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return False
    return True


def told_of(problem: NotReady) -> None:
    """What is missing, at the top of the next page."""
    db.session.rollback()
    for sentence in problem.sentences[:5]:
        flash(sentence)
