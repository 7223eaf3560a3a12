"""Trying a draft on somebody made up, beside the rules in force. Nothing of it is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from flask import render_template
from flask import request as http

from forms.trying_rules import TryForm, try_form
from ifd import clock
from ifd.presenters.starts_now import starts_now_told
from ifd.queries import rule_sets
from ifd.queries.directory import offers_for_triage
from ifd.web.audience import for_staff
from ifd.web.rules import A_DRAFT, blueprint
from ifd.web.rules.draft_shown import draft_or_404
from triage.case import Case, CaseError
from triage.engine import suggest
from triage.facts import QUESTION_LABELS
from triage.rules import lined_yaml
from triage.rules.language import evaluate
from triage.rules.ruleset import Rule, RuleSet
from triage.suggestion import Suggestion
from triage.vignettes.loading import benchmark
from triage.vignettes.vignette import Vignette

_MOST_SHOWN = 5


@dataclass(frozen=True)
class Tried:
    """What one rule set makes of a person, and the rules that held for them."""

    name: str
    suggestion: Suggestion
    fired: tuple[Rule, ...]

    @property
    def lines(self) -> dict[str, list[str]]:
        """What is suggested, in words, part by part."""
        made = self.suggestion
        return {
            "Priority": [made.priority.label],
            "Grouping": [made.thrive.label],
            "Red flags": list(dict.fromkeys(found.flag.label for found in made.red_flags)),
            "Offers, in order": [offer.kind.label for offer in made.offers],
            "Starts now": starts_now_told(item.to_document() for item in made.starts_now),
            "Still to ask": [asked.question for asked in made.missing],
        }


@blueprint.route(f"{A_DRAFT}/try", methods=["GET", "POST"])
@for_staff("draft_rules", "publish_rules")
def try_it(draft_id: int):
    """A form, a vignette or a pasted request document; what the draft and the rules in force would suggest."""
    draft = draft_or_404(draft_id)
    form = _form()(http.form)
    form.vignette.choices += [(one.id, one.title) for one in _vignettes().values()]
    ruleset = draft.shown.look.ruleset
    tried: list[Tried] = []
    if http.method == "POST" and form.validate() and ruleset is not None:
        case = _case(form)
        if case is not None:
            in_force = rule_sets.rules_in_force(clock.london_date(clock.now()))
            tried = [_tried("The draft", case, ruleset), _tried("In force", case, in_force)]
    return render_template("rules/try.html", draft=draft, form=form, tried=tried, vignettes=_vignettes())


@cache
def _form() -> type[TryForm]:
    return try_form({question: label.capitalize() for question, label in QUESTION_LABELS.items()})


@cache
def _vignettes() -> dict[str, Vignette]:
    """Those that anybody may look at: what is held out stays unread while rules are written."""
    return {one.id: one for one in benchmark() if not one.held_out}


def _tried(name: str, case: Case, ruleset: RuleSet) -> Tried:
    suggestion = suggest(case, offers_for_triage(), ruleset)
    fired = tuple(rule for rule in ruleset.rules if evaluate(rule.condition, suggestion.facts) is True)
    return Tried(name, suggestion, fired)


def _case(form: TryForm) -> Case | None:
    """The person to try it on; None when what was pasted cannot be read, and the form says why."""
    if form.vignette.data:
        return _vignettes()[form.vignette.data].case
    pasted = (form.pasted.data or "").strip()
    try:
        return Case.from_document(_document(pasted) if pasted else form.document())
    except ValueError as error:
        problems = error.problems if isinstance(error, CaseError) else [error]
        form.pasted.errors = [_sentence(problem) for problem in problems][:_MOST_SHOWN]
        return None


def _document(pasted: str) -> object:
    """A request document as JSON or YAML, or the one inside a vignette. ValueError when it is neither."""
    try:
        found = json.loads(pasted)
    except (ValueError, RecursionError):
        found = lined_yaml.read(pasted)
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    if isinstance(found, dict) and isinstance(found.get("request"), dict):
        found = found["request"]
    return {"id": "pasted", **found} if isinstance(found, dict) else found


def _sentence(problem: object) -> str:
    return f"This cannot be read: {problem}"
