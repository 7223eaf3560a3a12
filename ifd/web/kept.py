"""What somebody typed and what was not stored: shown to them again, and given back to the form to be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import g
from flask import request as http
from werkzeug.exceptions import HTTPException

from ifd.web.rendering import long_date

# Of the page, not of the person.
_NOT_TYPED = ("csrf_token", "version", "again")
# Passwords, wherever they are asked for.
_SECRET = ("password", "now")


@dataclass(frozen=True)
class Kept:
    """Words that somebody typed and that were not stored."""

    label: str
    words: str


def words_of(form) -> list[Kept]:
    """What was typed or chosen, with the names of the fields."""
    return [Kept(field.label.text, _words(field)) for field in form if field.name != "version" and field.data]


def as_sent() -> list[tuple[str, str]]:
    """Every field as it was sent, for a form that gives them back as `again`."""
    return [(name, value) for name, value in http.form.items(multi=True) if name not in _NOT_TYPED and value]


def typed_at_length() -> list[str]:
    """What was written in whole words in a form whose page could not be shown again, whatever form it was.

    Only what came from a page of ours: another site must not make ours say its words.
    """
    if not (g.get("csrf_valid") or http.headers.get("Sec-Fetch-Site") == "same-origin"):
        return []
    try:
        sent = as_sent()
    except HTTPException:  # too big to read
        return []
    return [words for name, words in sent if name not in _SECRET and len(words.split()) > 2]


def _words(field) -> str:
    if field.data is True:
        return "Yes"
    if isinstance(field.data, date):
        return long_date(field.data)
    choices = field.iter_choices() if hasattr(field, "iter_choices") else ()
    return next((str(choice.label) for choice in choices if choice.selected), str(field.data))
