"""Proposing a draft, and publishing it by a second person."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask import request as http
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from forms.rules import WhyForm
from forms.versioned import Versioned
from ifd import clock
from ifd.database import db
from ifd.services import rules_room
from ifd.services.rules_room import NotReady
from ifd.web.audience import for_staff
from ifd.web.rules import A_DRAFT, blueprint
from ifd.web.rules.draft_shown import draft_or_404, told_of

_CHANGED = "Somebody else has changed this draft in the meantime. Look at it again first."


@blueprint.route(f"{A_DRAFT}/propose", methods=["GET", "POST"])
@for_staff("draft_rules")
def propose(draft_id: int):
    """Why the rules should change; or all that is still missing."""
    draft = draft_or_404(draft_id)
    if draft.row.closed_at is not None:
        flash("This draft was published or set aside. Start a new one from any version.")
        return redirect(url_for("rules.draft", draft_id=draft_id), code=303)
    form = WhyForm(http.form or None, why=draft.row.why, version=draft.row.version)
    if http.method == "POST" and form.validate():
        try:
            rules_room.propose(
                draft.row, form.why.data, by=g.staff, at=clock.now(), seen_version=form.seen_version
            )
            db.session.commit()
        except StaleDataError:
            db.session.rollback()
            form.version.data = str(draft_or_404(draft_id).row.version)
            flash(f"{_CHANGED} Your words are still here.")
        except NotReady:
            db.session.rollback()
            flash("The draft cannot be proposed yet. What is still missing stands below.")
        else:
            flash("The draft is proposed. A second authorised person can publish it.", "success")
            return redirect(url_for("rules.draft", draft_id=draft_id), code=303)
    draft = draft_or_404(draft_id)
    return render_template(
        "rules/propose.html",
        draft=draft,
        form=form,
        missing=rules_room.what_is_missing(draft.row),
        compared=draft.compared_with(None),
    )


@blueprint.route(f"{A_DRAFT}/publish", methods=["GET", "POST"])
@for_staff("publish_rules")
def publish(draft_id: int):
    """What would be in force, from when and why; published by somebody other than who proposed it."""
    draft = draft_or_404(draft_id)
    if draft.row.proposed_by_id is None:
        flash("This draft is not proposed, or was changed since. Propose it again.")
        return redirect(url_for("rules.draft", draft_id=draft_id), code=303)
    form = Versioned(http.form or None, version=draft.row.version)
    if http.method == "POST":
        try:
            published = rules_room.publish(
                draft.row, by=g.staff, at=clock.now(), seen_version=form.seen_version
            )
            db.session.commit()
        except (StaleDataError, IntegrityError):
            db.session.rollback()
            flash(_CHANGED)
            return redirect(url_for("rules.draft", draft_id=draft_id), code=303)
        except NotReady as problem:
            told_of(problem)
            return redirect(url_for("rules.draft", draft_id=draft_id), code=303)
        flash(f"Version {published.version.name} is published.", "success")
        return redirect(url_for("rules.versions"), code=303)
    return render_template(
        "rules/publish.html",
        draft=draft,
        form=form,
        is_own=draft.row.proposed_by_id == g.staff.id,
        missing=rules_room.what_is_missing(draft.row),
        compared=draft.compared_with(None),
    )
