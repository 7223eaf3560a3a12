"""Drafts: begun from any version, looked at as a whole, set aside."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask import request as http

from forms.rules import NamesForm, StartForm, WordsForm
from ifd import clock
from ifd.database import db
from ifd.queries import rule_sets
from ifd.services import rules_room
from ifd.services.rules_room import NotReady
from ifd.web.audience import for_staff
from ifd.web.rules import A_DRAFT, blueprint
from ifd.web.rules.checks import steps_of
from ifd.web.rules.draft_shown import DraftShown, draft_or_404, told_of


@blueprint.route("/drafts", methods=["GET", "POST"])
@for_staff("draft_rules", "publish_rules")
def drafts():
    """What is being written, and a new draft."""
    names, today = rule_sets.version_names(), clock.london_date(clock.now())
    in_force = rule_sets.name_in_force(today)
    form = StartForm(http.form, base=in_force)
    form.base.choices += [(name, f"{name}, in force" if name == in_force else name) for name in names]
    if http.method == "POST" and form.validate():
        try:
            draft = rules_room.start_draft(form.title.data, base=form.base.data, by=g.staff, at=clock.now())
            db.session.commit()
        except NotReady as problem:
            told_of(problem)
        else:
            return redirect(url_for("rules.draft", draft_id=draft.id), code=303)
    return render_template("rules/drafts.html", form=form, drafts=rule_sets.open_drafts())


@blueprint.get(A_DRAFT)
@for_staff("draft_rules", "publish_rules")
def draft(draft_id: int):
    """One draft: what is to be put right, what it changes, and the steps until it is published."""
    draft = draft_or_404(draft_id)
    find = WordsForm(http.args)
    looked_for = find.words.data if find.validate() else ""
    return render_template(
        "rules/draft.html",
        draft=draft,
        find=find,
        looked_for=looked_for,
        found=draft.written_with(looked_for),
        compared=draft.compared_with(draft.row.base_name),
        steps=steps_of(draft),
    )


@blueprint.get(f"{A_DRAFT}/changes")
@for_staff("draft_rules", "publish_rules")
def draft_changes(draft_id: int):
    """What the draft changes: against what it was begun from, and against what is in force now."""
    draft = draft_or_404(draft_id)
    since = None if http.args.get("since") == "in-force" else draft.row.base_name
    return render_template(
        "rules/draft_changes.html", draft=draft, compared=draft.compared_with(since), since=since
    )


@blueprint.route(f"{A_DRAFT}/rename", methods=["GET", "POST"])
@for_staff("draft_rules")
def rename(draft_id: int):
    """What the draft is about, in other words, and what its version is called."""
    draft = draft_or_404(draft_id)
    form = NamesForm(http.form or None, title=draft.row.title, name=draft.version_name)
    if http.method == "POST" and form.validate():
        try:
            rules_room.rename(draft.row, form.title.data, by=g.staff, at=clock.now())
            if _is_named(draft, form):
                db.session.commit()
                return redirect(url_for("rules.draft", draft_id=draft_id), code=303)
            db.session.rollback()
        except NotReady as problem:
            told_of(problem)
            return redirect(url_for("rules.draft", draft_id=draft_id), code=303)
    return render_template("rules/rename.html", draft=draft, form=form)


def _is_named(draft: DraftShown, form: NamesForm) -> bool:
    """Whether the version can be called so; the form says why not."""
    if form.name.data == draft.version_name:
        return True
    try:
        rules_room.name_version(draft.row, form.name.data, by=g.staff, at=clock.now())
    except NotReady as problem:
        form.name.errors = [*problem.sentences]
        return False
    return True


@blueprint.route(f"{A_DRAFT}/set-aside", methods=["GET", "POST"])
@for_staff("draft_rules")
def set_aside(draft_id: int):
    """Asked twice: a draft set aside cannot be opened again, though its text is kept."""
    draft = draft_or_404(draft_id)
    if http.method == "POST":
        try:
            rules_room.set_aside(draft.row, by=g.staff, at=clock.now())
            db.session.commit()
        except NotReady as problem:
            told_of(problem)
        else:
            flash("The draft is set aside.", "success")
        return redirect(url_for("rules.drafts"), code=303)
    return render_template("rules/set_aside.html", draft=draft)
