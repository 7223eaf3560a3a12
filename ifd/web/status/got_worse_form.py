"""The right to say that things have got worse: given with the form, so that slow writing loses nothing."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ifd.database import db
from ifd.models import SupportRequest

_SECONDS = 24 * 3600


def token_for(request: SupportRequest) -> str:
    """What the form carries: it lets its holder add to this request, and see nothing."""
    return _serializer().dumps([request.id])


def request_of(token: str) -> SupportRequest | None:
    """The request the form was opened for, for a day."""
    try:
        request_id, *_ = _serializer().loads(token, max_age=_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return None
    return db.session.get(SupportRequest, request_id)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.settings.secret_key, salt="got-worse")
