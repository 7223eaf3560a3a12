"""What they sent, to read again: on this page, and by a link that is e-mailed where they said it is safe."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for

from forms import journey
from ifd import clock
from ifd.database import db
from ifd.services import copies, intake
from ifd.web.audience import for_everyone
from ifd.web.intake import blueprint
from ifd.web.intake.opening import draft_here, locked, place, situation_of
from ifd.web.protection import limiter


@blueprint.get("/<token>/copy")
@for_everyone
def copy(token: str):
    """What they sent, word for word, to read, print or keep."""
    draft = draft_here(token)
    if draft is None:
        return locked(token)
    received = intake.received_with(draft.submission_key)
    if received is None:
        return redirect(url_for("intake.check", token=token))
    situation = situation_of(draft)
    return render_template(
        "intake/copy.html", token=token, request_sent=received, sections=journey.answers_to_check(situation)
    )


@blueprint.post("/<token>/copy")
@for_everyone
@limiter.limit("10 per hour")
def send_copy(token: str):
    """A message with the way to it. Asked twice, it is sent once."""
    draft = draft_here(token)
    if draft is None:
        return locked(token)
    received = intake.received_with(draft.submission_key)
    if received is None:
        return redirect(url_for("intake.check", token=token), code=303)
    is_sent = copies.send_link(received, by="family", at=clock.now())
    db.session.commit()
    flash(
        "We have sent an email to the address you said is safe. It can take a few minutes."
        if is_sent
        else "We have no email address that you said is safe. You can print this page."
    )
    return redirect(place(token, "sent"), code=303)
