"""The checks a draft must stand: examples, proof, difference and replay. Long ones run in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flask import abort, g, redirect, render_template, url_for
from flask import request as http

from forms.rules import ReplayForm
from ifd import clock
from ifd.database import db
from ifd.permissions import may
from ifd.presenters import rule_checks as told
from ifd.presenters.long_work import how_far, state_of
from ifd.presenters.rule_names import RuleNames
from ifd.queries import rule_sets
from ifd.queries.replayed import references_of
from ifd.services import rules_room
from ifd.services.rules_room import NotReady
from ifd.services.rules_room.checks import DIFFERENCE, PROOF, REPLAY
from ifd.web.audience import for_staff
from ifd.web.rules import A_DRAFT, blueprint
from ifd.web.rules.draft_shown import DraftShown, draft_or_404, told_of
from ifd.web.rules.shown import Shown
from triage.rules.naming import name_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from ifd.models import RuleCheck


class Step(NamedTuple):
    """One step of a draft on its way: the page where it is done, and how it stands."""

    title: str
    page: str
    state: str
    colour: str
    about: str


def steps_of(draft: DraftShown) -> list[Step]:
    """The way from a draft to published rules."""
    row = draft.row
    in_force = rule_sets.name_in_force(clock.london_date(clock.now()))
    wrong = len(draft.mistakes)
    text = ("Nothing wrong", "green") if not wrong else (f"{wrong} to put right", "red")
    upset = len(draft.surprises)
    examples = ("As they should be", "green") if not upset else (f"{upset} otherwise", "red")
    proof = state_of(rule_sets.newest_check(row.text_hash, PROOF))
    difference = state_of(rule_sets.newest_check(row.text_hash, DIFFERENCE, in_force))
    replay = state_of(rule_sets.newest_check(row.text_hash, REPLAY, in_force))
    proposed = ("Proposed", "green") if row.proposed_at else ("Not yet", "grey")

    people = f"{draft.number_of_examples} people the rules must get right."
    return [
        Step("Write", "text", *text, "The whole text, or one rule at a time below."),
        Step("Run the examples", "examples", *examples, people),
        Step("Try it", "try_it", "Any time", "grey", "Somebody made up, by the draft and by the rules in force."),
        Step("Prove", "proof", *proof, "Over all possible people: nobody goes without, no danger is missed."),
        Step("See the difference", "difference", *difference, "An example person for each way it differs."),
        Step("Replay", "replay", *replay, "Who of the last months would have been treated differently."),
        Step("Propose", "propose", *proposed, "Say why. A second authorised person publishes."),
    ]


@blueprint.get(f"{A_DRAFT}/examples")
@for_staff("draft_rules", "publish_rules")
def examples(draft_id: int):
    """Each rule's own examples, run at once; those that come out otherwise first."""
    return render_template("rules/examples.html", draft=draft_or_404(draft_id))


@blueprint.route(f"{A_DRAFT}/proof", methods=["GET", "POST"])
@for_staff("draft_rules", "publish_rules")
def proof(draft_id: int):
    return _check_of(draft_id, PROOF)


@blueprint.route(f"{A_DRAFT}/difference", methods=["GET", "POST"])
@for_staff("draft_rules", "publish_rules")
def difference(draft_id: int):
    return _check_of(draft_id, DIFFERENCE)


@blueprint.route(f"{A_DRAFT}/replay", methods=["GET", "POST"])
@for_staff("draft_rules", "publish_rules")
def replay(draft_id: int):
    return _check_of(draft_id, REPLAY)


@blueprint.get("/checks/<int(max=2147483647):check_id>")
@for_staff("read_rules")
def check(check_id: int):
    """A check by its number, such as the proof of what was published."""
    row = rule_sets.find_check(check_id) or abort(404)
    return _page_of(row, draft=None, form=None)


def _check_of(draft_id: int, kind: str):
    draft = draft_or_404(draft_id)
    form = ReplayForm(http.form or None, months="3") if kind == REPLAY and not draft.mistakes else None
    if http.method == "POST" and (form is None or form.validate()):
        about = {"months": int(form.months.data)} if form is not None else {}
        try:
            rules_room.ask_for_check(kind, draft.text, about=about, by=g.staff, at=clock.now())
            db.session.commit()
        except NotReady as problem:
            told_of(problem)
        return redirect(url_for(f"rules.{kind}", draft_id=draft_id), code=303)
    in_force = rule_sets.name_in_force(clock.london_date(clock.now()))
    row = rule_sets.newest_check(draft.row.text_hash, kind, "" if kind == PROOF else in_force)
    return _page_of(row, draft=draft, form=form, kind=kind)


def _page_of(row: RuleCheck | None, *, draft: DraftShown | None, form: ReplayForm | None, kind: str = ""):
    report = row.report if row is not None and row.finished_at is not None else {}
    return render_template(
        "rules/check.html",
        kind=kind or row.kind,
        draft=draft,
        check=row,
        form=form,
        how_far=how_far(row),
        report=report,
        told=told,
        references=references_of(g.staff, told.requests_in(report)),
        names=_names(row, draft),
    )


def _names(row: RuleCheck | None, draft: DraftShown | None) -> RuleNames:
    """How the rules of the text that was checked are called, and where a reader of this page finds them."""
    if row is None:
        return RuleNames({})
    shown = draft.shown if draft else Shown(name_in(row.text), row.text)
    return RuleNames({one.id: one.title for one in shown.rules}, _address(shown, draft))


def _address(shown: Shown, draft: DraftShown | None) -> Callable[[str], str] | None:
    """The page of a rule: in a draft that can be changed its form, in a version what it says; else none."""
    if draft and may(g.staff, "draft_rules") and draft.row.closed_at is None:
        return lambda rule_id: url_for("rules.edit_rule", draft_id=draft.row.id, rule_id=rule_id)
    if not draft and rule_sets.version_text(shown.name) == shown.text:
        return lambda rule_id: url_for("rules.rule", name=shown.name, rule_id=rule_id)
    return None
