"""Leaving quickly: forms of this browser are locked, or covered where a lock would keep their writer out."""

from __future__ import annotations

from flask import Response, redirect

from forms.journey import first_page
from ifd import clock
from ifd.database import only_reading
from ifd.services.intake import received_with
from ifd.web.audience import for_everyone
from ifd.web.intake import blueprint
from ifd.web.intake.opening import draft_here, is_covered, lock_all, locked, place, situation_of, uncover
from ifd.web.protection import csrf


# A page that is being left can send no form, so it carries no CSRF token. The session cookie is SameSite=Lax:
# a form on another site reaches this without it, and locks nothing.
@blueprint.post("/lock")
@for_everyone
@csrf.exempt
def lock():
    with only_reading():
        lock_all(at=clock.now())
    return Response(status=204, mimetype="text/plain")


@blueprint.post("/<token>/uncover")
@for_everyone
def uncovered(token: str):
    """They say that they are alone again. Only for a form that this browser left."""
    if is_covered(token):
        uncover(token)
    draft = draft_here(token)
    if draft is None:
        return locked(token)
    is_sent = received_with(draft.submission_key) is not None
    return redirect(place(token, "sent" if is_sent else first_page(situation_of(draft))), code=303)
