"""The start page and its three doors."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for

from forms.journey import first_page
from forms.questions.who import PROFESSIONS
from forms.voices import Voice
from ifd import clock
from ifd.database import db
from ifd.services import drafts
from ifd.web.audience import for_everyone
from ifd.web.intake import blueprint
from ifd.web.intake.opening import just_begun, let_in, situation_of
from ifd.web.protection import limiter
from triage.vocabulary import Requester


@blueprint.get("")
@for_everyone
def start():
    return render_template("intake/start.html")


@blueprint.get("/professional")
@for_everyone
def professional():
    kinds = [(option.value, option.label[Voice.PROFESSIONAL]) for option in PROFESSIONS]
    return render_template("intake/professional.html", kinds=kinds)


@blueprint.post("")
@for_everyone
@limiter.limit("120 per hour")
def begin():
    """A new form. Without a known door it begins by asking who is asking."""
    chosen = request.form.get("requester", "")
    if chosen == Requester.PROFESSIONAL and "profession" not in request.form:
        return redirect(url_for("intake.professional"), code=303)
    answers: dict[str, object] = {"requester": chosen} if chosen in set(Requester) else {}
    if chosen == Requester.PROFESSIONAL:
        known = {option.value for option in PROFESSIONS}
        work = request.form["profession"]
        answers["profession"] = work if work in known else "other"
    draft, token = drafts.start(answers, by="family", at=clock.now())
    db.session.commit()
    let_in(token)
    return redirect(just_begun(token, first_page(situation_of(draft))), code=303)
