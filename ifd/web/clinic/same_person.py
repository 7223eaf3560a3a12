"""'The same person' or 'somebody else', said of two requests in one action."""

from __future__ import annotations

from flask import abort, flash, g, redirect, url_for
from flask import request as http

from ifd import clock
from ifd.database import db
from ifd.models.same_person import SAME, SOMEBODY_ELSE, TAKEN_BACK
from ifd.services import same_person
from ifd.web.audience import for_staff
from ifd.web.clinic import blueprint
from ifd.web.clinic.at_hand import request_or_404

_DONE = {
    SAME: "Kept: {} is about the same person. Both requests stay as they are.",
    SOMEBODY_ELSE: "Kept: {} is about somebody else.",
    TAKEN_BACK: "What was said of {} is taken back.",
}


@blueprint.post("/clinic/<reference>/same-person/<other>")
@for_staff("decide")
def say_same_person(reference: str, other: str):
    """Keep what this clinician says of the pair; each page shows it from now on."""
    found, about, word = request_or_404(reference), request_or_404(other), http.form.get("word", "")
    if word not in _DONE or found.id == about.id:
        abort(400)
    same_person.say(found, about, word, by=g.staff, at=clock.now())
    db.session.commit()
    flash(_DONE[word].format(about.reference), "success")
    return redirect(url_for("clinic.request", reference=found.reference, _anchor="same-person"), 303)
