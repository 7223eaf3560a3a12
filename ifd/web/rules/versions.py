"""Every version there was: who published it when and why, what it changed, and the way back to it."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask import request as http

from forms.rules import BackForm, CompareForm
from ifd import clock
from ifd.database import db
from ifd.queries import rule_sets
from ifd.services import rules_room
from ifd.services.rules_room import NotReady
from ifd.web.audience import for_staff
from ifd.web.rules import blueprint
from ifd.web.rules.changes import changes_between
from ifd.web.rules.draft_shown import told_of
from ifd.web.rules.shown import shown_or_404
from triage.rules import versions as shipped


@blueprint.get("/versions")
@for_staff("read_rules")
def versions():
    """What was published, newest first, and every version that can be read."""
    today = clock.london_date(clock.now())
    return render_template(
        "rules/versions.html",
        publications=rule_sets.publications(),
        names=rule_sets.version_names(),
        in_force=rule_sets.name_in_force(today),
        passed_over=rule_sets.passed_over(today),
        of_two_texts=rule_sets.of_two_texts(),
        altered=shipped.altered(),
    )


@blueprint.get("/versions/<name>/changes")
@for_staff("read_rules")
def changes(name: str):
    """What a version changed, against the one before it or any other."""
    shown = shown_or_404(name)
    names = rule_sets.version_names()
    others = [other for other in names if other != name]
    earlier = [other for other in others if other < name]
    since = http.args.get("since") or (earlier or others or [""])[0]
    form = CompareForm(http.args, since=since)
    form.since.choices = [(other, other) for other in others]
    compared = changes_between(shown_or_404(since), shown) if since in others else None
    if since and compared is None:
        abort(404)
    return render_template("rules/changes.html", shown=shown, form=form, since=since, compared=compared)


@blueprint.route("/versions/<name>/go-back", methods=["GET", "POST"])
@for_staff("publish_rules")
def go_back(name: str):
    """An earlier version in force again at once, after this one page that asks why."""
    shown = shown_or_404(name)
    in_force = shown_or_404(None)
    form = BackForm(http.form)
    if http.method == "POST" and form.validate():
        try:
            rules_room.roll_back(name, form.reason.data, by=g.staff, at=clock.now())
            db.session.commit()
        except NotReady as problem:
            told_of(problem)
        else:
            flash(f"The rules of {name} are in force again, from the next request on.", "success")
            return redirect(url_for("rules.versions"), code=303)
    return render_template(
        "rules/go_back.html",
        shown=shown,
        in_force=in_force,
        form=form,
        compared=changes_between(in_force, shown),
    )
