"""'The screen read this wrong': said by a clinician beside the words, and kept for the next version."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask import request as http

from forms.review import WrongHitForm
from ifd import clock
from ifd.database import db
from ifd.presenters import marking
from ifd.queries import corrections
from ifd.services import correcting
from ifd.web.audience import for_staff
from ifd.web.clinic import blueprint
from ifd.web.clinic.at_hand import request_or_404
from ifd.web.steps import Step
from triage.vocabulary import FlagSource


@blueprint.route("/clinic/<reference>/red-flag/<int:number>/wrong", methods=["GET", "POST"])
@for_staff("decide")
def call_wrong(reference: str, number: int):
    """What the words mean instead. The request keeps its mark and its priority."""
    found, flag = _at_hand(reference, number)
    said = corrections.of_flag(flag)
    form = WrongHitForm(http.form) if http.method == "POST" else WrongHitForm(obj=said)
    if http.method == "POST" and form.validate():
        correcting.call_wrong(flag, form.should_read.data, form.note.data, by=g.staff, at=clock.now())
        db.session.commit()
        flash("Thank you. It is kept for the next version of the screen. This request stays as it is.", "success")
        return _back(reference)
    text = corrections.text_of(flag)
    return render_template(
        "clinic/wrong_hit.html",
        request_=found,
        form=form,
        flag=flag,
        said=said,
        words=text[flag.start : flag.end],
        reading=marking.reading_words(flag.reading),
        step=Step("Say what the screen got wrong", "Save", "", "", ""),
    ), 400 if form.errors else 200


@blueprint.post("/clinic/<reference>/red-flag/<int:number>/right")
@for_staff("decide")
def call_right(reference: str, number: int):
    """The hit was right after all."""
    _, flag = _at_hand(reference, number)
    correcting.take_back(flag, by=g.staff, at=clock.now())
    db.session.commit()
    flash("What was said of these words is taken back.", "success")
    return _back(reference)


def _at_hand(reference: str, number: int):
    """The request and its red flag, if this person may see it and the flag rests on words."""
    found = request_or_404(reference)
    flag = corrections.flag_of(found, number)
    if flag is None or flag.source is not FlagSource.TEXT:
        abort(404)
    return found, flag


def _back(reference: str):
    return redirect(url_for("clinic.request", reference=reference, _anchor="red-flags"), 303)
