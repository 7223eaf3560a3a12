"""What a partner does: accept, first contact, help started, hand back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import abort, flash, g, redirect, render_template, url_for
from flask import request as http

from forms.partner import AcceptForm, FirstContactForm, HandBackForm, HelpStartedForm
from ifd import clock
from ifd.database import db
from ifd.queries import partner as own
from ifd.services import partners
from ifd.services.partners import NotThen
from ifd.services.review import SomebodyElseWasFirst
from ifd.web.audience import for_staff
from ifd.web.partner import blueprint
from triage.lifecycle import NotAllowedNow


@blueprint.post("/partner/<reference>/accept")
@for_staff("work_for_partner")
def accept(reference: str):
    """One press. The family hears that they will be in touch."""
    found, form = _request_or_404(reference), AcceptForm(http.form)
    if not form.validate():
        abort(400)
    try:
        partners.accept(found, by=g.staff, at=clock.now(), version=form.seen_version)
        db.session.commit()
    except (SomebodyElseWasFirst, NotAllowedNow):
        return _moved_on(form, reference)
    flash("You have accepted this request. The family is told where it is safe.", "success")
    return redirect(url_for("partner.request", reference=reference), 303)


@blueprint.route("/partner/<reference>/first-contact", methods=["GET", "POST"])
@for_staff("work_for_partner")
def first_contact(reference: str):
    found, form = _request_or_404(reference), FirstContactForm(http.form)

    def step():
        partners.record_first_contact(found, **_when(form), by=g.staff, version=form.seen_version)

    return _page(
        found,
        form,
        step,
        heading="Record first contact",
        button="Save first contact",
        about="The family and the referrer are told.",
        done="First contact is recorded.",
    )


@blueprint.route("/partner/<reference>/help-started", methods=["GET", "POST"])
@for_staff("work_for_partner")
def help_started(reference: str):
    found, form = _request_or_404(reference), HelpStartedForm(http.form)

    def step():
        partners.record_help_started(found, **_when(form), by=g.staff, version=form.seen_version)

    return _page(
        found,
        form,
        step,
        heading="Record that help has started",
        button="Save that help has started",
        about="This ends the wait. The family and the referrer are told.",
        done="It is recorded that help has started.",
    )


@blueprint.route("/partner/<reference>/hand-back", methods=["GET", "POST"])
@for_staff("work_for_partner")
def hand_back(reference: str):
    """To the front door, never to the family."""
    found, form = _request_or_404(reference), HandBackForm(http.form)

    def step():
        partners.hand_back(found, form.reason.data, by=g.staff, at=clock.now(), version=form.seen_version)

    return _page(
        found,
        form,
        step,
        heading="Hand back to the front door",
        button="Hand back",
        about="The front door finds what fits better. Nobody tells the family no, and their wait counts on.",
        done=f"{reference.upper()} is with the front door again.",
        then=url_for("partner.inbox"),
    )


def _request_or_404(reference: str):
    """The request, if this organisation has it."""
    view = own.look_at(g.staff, reference) or abort(404)
    return view.request


def _page(
    found,
    form,
    step: Callable[[], None],
    *,
    heading: str,
    button: str,
    about: str,
    done: str,
    then: str = "",
):
    """Draw the form, or take the step and go on."""
    if http.method != "POST":
        form.version.data = str(found.version)
    elif form.validate():
        answer = _take(step, form, found.reference)
        if answer is None:
            flash(done, "success")
            return redirect(then or url_for("partner.request", reference=found.reference), 303)
        if answer is not form:
            return answer
    return render_template(
        "partner/step.html", request_=found, form=form, heading=heading, button=button, about=about
    ), 400 if form.errors else 200


def _take(step: Callable[[], None], form, reference: str):
    """None when it was stored; the form when something in it is wrong; else the page that says what came between."""
    try:
        step()
        db.session.commit()
    except NotThen as wrong:
        db.session.rollback()
        field = next(field for field in form if field.name != "version")
        field.errors = [str(wrong)]
        return form
    except (SomebodyElseWasFirst, NotAllowedNow):
        return _moved_on(form, reference)
    return None


def _moved_on(form, reference: str):
    """The 409 page: what is so now, and what was typed, so that nothing has to be written again."""
    db.session.rollback()
    kept = [(field.label.text, field.data) for field in form if field.name != "version" and field.data]
    return render_template("partner/moved_on.html", view=own.look_at(g.staff, reference), kept=kept), 409


def _when(form) -> dict[str, datetime]:
    now = clock.now()
    return {"happened_at": clock.moment_of(form.happened_on.data, now), "at": now}
