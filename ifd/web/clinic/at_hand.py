"""The request at hand: found for this person or not at all, and what to say when it has moved on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, g, render_template
from flask import request as http

from ifd.database import db
from ifd.queries import request_view
from ifd.queries.scope import find_request


@dataclass(frozen=True)
class Kept:
    """Words that somebody typed and that were not stored."""

    label: str
    words: str


def request_or_404(reference: str):
    """The request, if this person may see it."""
    return find_request(g.staff, reference) or abort(404)


def view_or_404(reference: str) -> request_view.RequestView:
    """The request with all that belongs to it, if this person may see it."""
    return request_view.look_at(g.staff, reference) or abort(404)


def somebody_else_was_first(form, reference: str, *, intended: str):
    """The 409 page: what the other person did, and every word typed, to be used again."""
    db.session.rollback()
    view = view_or_404(reference)
    return render_template(
        "clinic/conflict.html",
        view=view,
        intended=intended,
        kept=words_of(form),
        action=http.path,
        fields=_fields(form),
    ), 409


def words_of(form) -> list[Kept]:
    """What was typed or chosen, with the names of the fields."""
    return [Kept(field.label.text, _words(field)) for field in form if field.name != "version" and field.data]


def _words(field) -> str:
    if field.data is True:
        return "Yes"
    choices = field.iter_choices() if hasattr(field, "iter_choices") else ()
    return next((str(choice.label) for choice in choices if choice.selected), str(field.data))


def _fields(form) -> list[tuple[str, str]]:
    return [
        (field.name, "y" if field.data is True else field.data)
        for field in form
        if field.name != "version" and field.data
    ]
