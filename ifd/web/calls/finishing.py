"""The end of a call: read back, sent with its reference, or set aside with a reason."""

from __future__ import annotations

from flask import current_app, flash, g, redirect, render_template, url_for
from flask import request as http

from forms import calls as desk_forms
from forms import journey
from forms.calls import SetAsideForm
from forms.completeness import left_out
from ifd import clock
from ifd.database import db
from ifd.presenters.reaching import how_we_reach
from ifd.services import calls, intake
from ifd.web import codes
from ifd.web.audience import for_staff
from ifd.web.calls import blueprint
from ifd.web.calls.taking import ONE, call_or_404, situation_of


@blueprint.get(f"/calls/{ONE}/check")
@for_staff("take_calls")
def check(identity: int):
    """What to read back to the caller before it is sent."""
    draft = call_or_404(identity)
    if intake.received_with(draft.submission_key):
        return redirect(url_for("calls.sent", identity=identity))
    situation = situation_of(draft)
    return render_template(
        "calls/check.html",
        draft=draft,
        answers=journey.answers_to_check(situation),
        left_out=left_out(situation),
        sections=desk_forms.sections(situation),
    )


@blueprint.post(f"/calls/{ONE}/send")
@for_staff("take_calls")
def send(identity: int):
    """Twice is one request."""
    draft = call_or_404(identity)
    received = calls.send(
        draft, postcode_areas=current_app.settings.postcode_areas, by=g.staff, at=clock.now()
    )
    db.session.commit()
    if received.is_new:
        codes.remember(identity, received.status_code)
    return redirect(url_for("calls.sent", identity=identity), 303)


@blueprint.get(f"/calls/{ONE}/sent")
@for_staff("take_calls")
def sent(identity: int):
    """What to tell the caller before ringing off."""
    draft = call_or_404(identity)
    received = intake.received_with(draft.submission_key)
    if received is None:
        return redirect(url_for("calls.take", identity=identity))
    code = codes.recall(identity)
    return render_template("calls/sent.html", request_=received, status_code=code, how_we_reach=how_we_reach)


@blueprint.route(f"/calls/{ONE}/set-aside", methods=["GET", "POST"])
@for_staff("take_calls")
def set_aside(identity: int):
    """The caller rang off, or wants nothing more: say why. Nothing is removed."""
    draft, form = call_or_404(identity), SetAsideForm(http.form if http.method == "POST" else None)
    if http.method == "POST" and form.validate():
        calls.set_aside(draft, form.reason.data, by=g.staff, at=clock.now())
        db.session.commit()
        flash("The call was set aside.", "success")
        return redirect(url_for("calls.desk"), 303)
    return render_template("calls/set_aside.html", draft=draft, form=form), 400 if form.errors else 200
