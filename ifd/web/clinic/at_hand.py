"""The request at hand: found for this person or not at all, and what to say when it has moved on."""

from __future__ import annotations

from flask import abort, g, render_template
from flask import request as http

from forms.review import SHOULD_READ
from ifd.database import db
from ifd.presenters import contacts, marking, sharing, summary
from ifd.queries import request_view
from ifd.queries.scope import find_request
from ifd.services import review
from ifd.web.kept import as_sent, words_of


def request_or_404(reference: str):
    """The request, if this person may see it."""
    return find_request(g.staff, reference) or abort(404)


def view_or_404(reference: str) -> request_view.RequestView:
    """The request with all that belongs to it, if this person may see it."""
    return request_view.look_at(g.staff, reference) or abort(404)


def what_could_harm(view: request_view.RequestView, service: str, shared_because: str = "") -> dict:
    """What whoever decides must not overlook, the same where a request is read and where it is sent to `service`."""
    at_hand = view.request
    return {
        "warnings": contacts.warnings_of(at_hand),
        "kept_from_service": sharing.kept_from_service(at_hand, service, shared_because),
        "unasked": summary.unasked_safety(at_hand.document),
        "answers": summary.answers_of(at_hand.document),
        "should_read": dict(SHOULD_READ),
        "reading_words": marking.reading_words,
        "quote": lambda flag: marking.quote(flag, at_hand.text, view.said_later),
        "needs_lead": review.needs_lead(at_hand),
    }


def somebody_else_was_first(form, reference: str, *, intended: str, action: str = "", fields=None):
    """The 409 page: what the other person did, and every word typed, to be used again.

    That is in the same form, unless it has nowhere to go there: then in the `fields` of the form at `action`.
    """
    db.session.rollback()
    view = view_or_404(reference)
    return render_template(
        "clinic/conflict.html",
        view=view,
        intended=intended,
        kept=words_of(form),
        action=action or http.path,
        fields=as_sent() if fields is None else fields,
    ), 409

