"""Writing a draft: one rule in a form, a rule more or fewer, or the whole text. Any text can be kept."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask import request as http

from forms.one_rule import RuleForm
from forms.rules import TextForm
from ifd.presenters.rule_words import facts_told, glossary
from ifd.services.rules_room import NotReady
from ifd.web.audience import for_staff
from ifd.web.rules import A_DRAFT, blueprint
from ifd.web.rules.changes import lines_between
from ifd.web.rules.draft_shown import CHANGED_MEANWHILE, DraftShown, draft_or_404, keep, told_of
from ifd.web.rules.rule_fields import changed_fields, differing, field_of, fields_of, form_for
from triage.facts import FACTS
from triage.rules.reading_aloud import PLACES
from triage.rules.splicing import NoSuchRule, Written, add_rule, change_rule, remove_rule

_IS_GONE = (
    "This rule is no longer in the draft: somebody else took it out or gave it another name. Your words are still "
    "here. Save again to add it as a new rule."
)


@blueprint.route(f"{A_DRAFT}/text", methods=["GET", "POST"])
@for_staff("draft_rules")
def text(draft_id: int):
    """The whole text."""
    draft = draft_or_404(draft_id)
    form = TextForm(http.form or None, text=draft.text, version=draft.row.version)
    typed = DraftShown(draft.row, _as_sent(form.text.data))
    differing_lines: list[str] = []
    if _is_saved():
        try:
            if keep(draft, form.text.data or "", form.seen_version):
                flash(_how_it_stands(draft_or_404(draft_id)), "success")
                return redirect(url_for("rules.text", draft_id=draft_id), code=303)
        except NotReady as problem:
            told_of(problem)
            return redirect(url_for("rules.draft", draft_id=draft_id), code=303)
        draft = draft_or_404(draft_id)
        form.version.data = str(draft.row.version)
        flash(CHANGED_MEANWHILE)
        differing_lines = lines_between(typed.text, draft.text)
    return render_template(
        "rules/text.html",
        draft=draft,
        typed=typed,
        form=form,
        differing_lines=differing_lines,
        **_at_hand(typed),
    )


@blueprint.route(f"{A_DRAFT}/rules/<rule_id>", methods=["GET", "POST"])
@for_staff("draft_rules")
def edit_rule(draft_id: int, rule_id: str):
    """One rule in a form. Only the lines of what was changed are written."""
    draft = draft_or_404(draft_id)
    written = _written(draft, rule_id)
    if written is None and http.method == "GET":
        abort(404)
    entry = written.entry if written else {}
    form = _prepared(form_for(entry, http.form or None, version=draft.row.version), draft)
    if written is None:
        form.version.data = str(draft.row.version)
        flash(_IS_GONE)
        return _form_page("rules/edit_rule.html", draft, form, rule_id=rule_id, is_gone=True)
    typed = DraftShown(draft.row, change_rule(draft.text, rule_id, changed_fields(entry, form)))
    now_says: list[tuple[str, str]] = []
    if _is_saved():
        if (answer := _kept(draft, typed, form, form.id.data)) is not None:
            return answer
        draft = draft_or_404(draft_id)
        form.version.data = str(draft.row.version)
        flash(CHANGED_MEANWHILE)
        now = _written(draft, rule_id)
        now_says = differing(now.entry, form) if now else []
    check = _check(typed, written.first)
    return _form_page("rules/edit_rule.html", draft, form, rule_id=rule_id, check=check, now_says=now_says)


@blueprint.route(f"{A_DRAFT}/add", methods=["GET", "POST"])
@for_staff("draft_rules")
def add_one(draft_id: int):
    """A new rule, at the end or after another."""
    draft = draft_or_404(draft_id)
    form = _prepared(form_for({}, http.form or None, version=draft.row.version), draft)
    after = http.values.get("after", "")
    try:
        typed = DraftShown(draft.row, add_rule(draft.text, fields_of(form) or {"id": ""}, after))
    except NoSuchRule:
        flash("The text of this draft cannot be read, so no rule can be added by itself. Mend the text first.")
        return redirect(url_for("rules.text", draft_id=draft_id), code=303)
    if _is_saved():
        if (answer := _kept(draft, typed, form, form.id.data)) is not None:
            return answer
        form.version.data = str(draft_or_404(draft_id).row.version)
        flash("Somebody else has changed this draft meanwhile. Your words are still here. Save again to add the rule.")
    check = _check(typed, _first_new_line(draft, typed)) if http.method == "POST" else None
    return _form_page("rules/add_rule.html", draft, form, check=check, after=after)


@blueprint.route(f"{A_DRAFT}/rules/<rule_id>/remove", methods=["GET", "POST"])
@for_staff("draft_rules")
def remove_one(draft_id: int, rule_id: str):
    """Asked twice: what a rule did is no longer done once the draft is published."""
    draft = draft_or_404(draft_id)
    _written(draft, rule_id) or abort(404)
    if http.method == "POST":
        seen = http.form.get("version", default=-1, type=int)
        try:
            if keep(draft, remove_rule(draft.text, rule_id), seen):
                flash("The rule is out of the draft.", "success")
                return redirect(url_for("rules.draft", draft_id=draft_id), code=303)
            flash("Somebody else has changed this draft in the meantime. Look at the rule again first.")
        except NotReady as problem:
            told_of(problem)
        return redirect(url_for("rules.draft", draft_id=draft_id), code=303)
    one = draft.shown.by_id.get(rule_id)
    return render_template("rules/remove_rule.html", draft=draft, rule_id=rule_id, one=one)


def _is_saved() -> bool:
    """Whether it was sent to be kept, and not only to be looked at."""
    return http.method == "POST" and "check" not in http.form


def _as_sent(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").replace("\r", "\n")


def _written(draft: DraftShown, rule_id: str) -> Written | None:
    return next((rule for rule in draft.written if rule.id == rule_id), None)


def _kept(draft: DraftShown, typed: DraftShown, form: RuleForm, rule_id: str):
    """The answer once it is stored, or cannot be; None when somebody else was first."""
    try:
        if not keep(draft, typed.text, form.seen_version):
            return None
    except NotReady as problem:
        told_of(problem)
        return redirect(url_for("rules.draft", draft_id=draft.row.id), code=303)
    flash(_how_it_stands(typed), "success")
    if rule_id and _written(typed, rule_id):
        return redirect(url_for("rules.edit_rule", draft_id=draft.row.id, rule_id=rule_id), code=303)
    return redirect(url_for("rules.draft", draft_id=draft.row.id), code=303)


def _how_it_stands(draft: DraftShown) -> str:
    number = len(draft.mistakes)
    if not number:
        return "Saved. Nothing is wrong with the text."
    return f"Saved. {number} {'thing is' if number == 1 else 'things are'} to be put right."


def _prepared(form: RuleForm, draft: DraftShown) -> RuleForm:
    form.source.choices += [(name, f"{name}: {title}") for name, title in draft.shown.sources.items()]
    for place, *_ in form.offer_rows():
        place.choices += [(each.name.lower(), words) for each, words in PLACES.items()]
    form.keep_what_is_not_offered()
    return form


def _form_page(template: str, draft: DraftShown, form: RuleForm, **more):
    """A rule's form with what the room thinks of it so far."""
    more = {"check": None, "now_says": (), "is_gone": False, **more}
    return render_template(template, draft=draft, form=form, field_of=field_of, **more, **_at_hand(draft))


def _check(typed: DraftShown, first_line: int) -> dict:
    """What is wrong with the rule that begins there as it is typed; or its sentence, and how its examples do."""
    written = next(rule for rule in typed.written if rule.first == first_line)
    mistakes = typed.mistakes_in(written)
    return {
        "mistakes": mistakes,
        "elsewhere": len(typed.mistakes) - len(mistakes),
        "one": next((one for one in typed.shown.read if one.rule.line == first_line + 1), None),
        "never_hold": [sentence for rule, sentence in typed.never_hold if rule.line == first_line + 1],
        "surprises": [one for one in typed.surprises if one.rule.line == first_line + 1],
    }


def _first_new_line(draft: DraftShown, typed: DraftShown) -> int:
    """Where the rule begins that was added: the first that does not stand where one stood before."""
    before = [rule.first for rule in draft.written]
    return next(rule.first for n, rule in enumerate(typed.written) if rule.first not in before[n : n + 1])


def _at_hand(draft: DraftShown) -> dict:
    """What a writer wants beside the form: the terms and the facts."""
    return {
        "terms": glossary(draft.shown.terms, ()),
        "facts": facts_told(),
        "answers": sorted({fact.field for fact in FACTS.values()}),
    }
