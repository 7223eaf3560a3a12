"""Calls that needed advice alone, recorded in about a minute."""

from __future__ import annotations

import secrets

from flask import abort, flash, g, redirect, render_template, url_for
from flask import request as http

from forms.calls import AdviceForm
from ifd import clock
from ifd.database import db
from ifd.presenters.self_care import help_lines
from ifd.queries import calls as found
from ifd.services import calls
from ifd.services.calls import Advice
from ifd.web.audience import for_staff
from ifd.web.calls import blueprint
from ifd.web.calls.taking import ONE
from ifd.web.viewing import record_viewing_of_advice
from triage.crisis import crisis_contacts
from triage.vocabulary import Requester


@blueprint.route("/calls/advice", methods=["GET", "POST"])
@for_staff("take_calls")
def advice():
    """One short form. Sent twice, it is one call."""
    form = (
        AdviceForm(http.form)
        if http.method == "POST"
        else AdviceForm(data={"submission_key": secrets.token_urlsafe(24)})
    )
    if http.method == "POST" and form.validate():
        key = form.submission_key.data or secrets.token_urlsafe(24)
        call = calls.record_advice(_said(form), submission_key=key[:64], by=g.staff, at=clock.now())
        db.session.commit()
        flash("The call is recorded.", "success")
        return redirect(url_for("calls.advice_given", identity=call.id), 303)
    return render_template("calls/advice.html", form=form), 400 if form.errors else 200


@blueprint.get(f"/calls/advice/{ONE}")
@for_staff("take_calls")
def advice_given(identity: int):
    """What was recorded, with what to do where there was a concern."""
    record_viewing_of_advice((found.advice_given(g.staff, identity) or abort(404)).id)
    call = found.advice_given(g.staff, identity) or abort(404)
    services = help_lines(crisis_contacts(call.age_years)) if call.safety == "asked_concern" else []
    return render_template(
        "calls/advice_given.html",
        call=call,
        services=services,
        caller=Requester(call.caller).label,
        reference=found.reference_of_advice(call),
    )


@blueprint.post(f"/calls/advice/{ONE}/request")
@for_staff("take_calls")
def advice_to_request(identity: int):
    """The caller wants more than advice: go on from what they said."""
    call = found.advice_given(g.staff, identity) or abort(404)
    draft = calls.turn_into_request(call, by=g.staff, at=clock.now())
    db.session.commit()
    return redirect(url_for("calls.take", identity=draft.id), 303)


def _said(form: AdviceForm) -> Advice:
    return Advice(
        caller=Requester(form.caller.data),
        advice=form.advice.data,
        safety=form.safety.data,
        age=_number(form.age.data),
        needs=tuple(form.needs.data),
        minutes=_number(form.minutes.data),
        callback_number=form.callback_number.data,
    )


def _number(text: str | None) -> int | None:
    return int(text) if text else None
