"""The right to send one 'things have got worse': given with the form, so that slow writing loses nothing."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm.exc import StaleDataError

from ifd import clock
from ifd.database import db
from ifd.models import SupportRequest
from ifd.services import status_access
from ifd.tokens import keyed_hash, new_token

_SECONDS = 24 * 3600
_TRIES = 5


def token_for(request: SupportRequest) -> str:
    """What the form carries: it lets its holder add to this request, and see nothing."""
    return _serializer().dumps([request.id, new_token()])


def request_of(token: str) -> SupportRequest | None:
    """The request the form was opened for, for a day."""
    try:
        request_id, _nonce = _serializer().loads(token, max_age=_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return None
    return db.session.get(SupportRequest, request_id)


def send(request: SupportRequest, token: str, words: str, *, wants_call: bool) -> None:
    """Write it down and commit. When somebody else changes the request in this moment, again: never lost.

    The same form with the same words is the same news; with other words it is more.
    """
    request_id, key = request.id, keyed_hash("got worse", token, words, str(wants_call))[:24]
    for attempt in range(1, _TRIES + 1):
        try:
            status_access.tell_worse(request, words, wants_call=wants_call, key=key, at=clock.now())
            db.session.commit()
            return
        except StaleDataError:
            db.session.rollback()
            if attempt == _TRIES:
                raise
            request = db.session.get(SupportRequest, request_id, populate_existing=True)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.settings.secret_key, salt="got-worse")
