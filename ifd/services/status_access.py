"""The family's way to their own request: by reference and code, and a new code when that is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from ifd.database import db
from ifd.models import SupportRequest
from ifd.safe_contact import FAMILY, may_be_told, ways_to_tell
from ifd.services import audit, messages
from ifd.services.calling import ask_for_call
from ifd.tokens import is_match, keyed_hash, new_code


def tidy_reference(typed: str) -> str:
    """'7K3F-92QH' however it was typed: small letters, spaces, no hyphen."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return f"{letters[:4]}-{letters[4:]}"


def tidy_code(typed: str) -> str:
    return "".join(letter for letter in typed if not letter.isspace())


def open_request(reference: str, code: str, *, at: datetime) -> SupportRequest | None:
    """The request of this reference if the code is its own. Without a request the same work is done."""
    request = _find(reference)
    stored = request.status_code_hash if request else keyed_hash("status", "nobody", "nothing")
    is_right = is_match(stored, "status", tidy_reference(reference), tidy_code(code))
    if request is None or not is_right:
        audit.record("status.refused", "support_request", request.id if request else None, by="family", at=at)
        return None
    audit.record("status.opened", "support_request", request.id, by="family", at=at)
    return request


def send_new_code(reference: str, *, at: datetime) -> None:
    """A new code to whoever of the family may be told; without a safe way, somebody calls them.

    The caller learns nothing: the page says the same whether there is such a request or not.
    """
    request = _find(reference)
    audit.record(
        "status.new_code_asked", "support_request", request.id if request else None, by="family", at=at
    )
    if request is None:
        return
    points = [
        point
        for person in request.contacts
        if person.who in FAMILY and may_be_told(person, request) == "yes"
        for point in ways_to_tell(person, request, messages.carried())
    ]
    if not points:
        ask_for_call(
            request,
            "they asked for a new code, and we cannot safely write",
            about=f"new_code:{request.id}",
            at=at,
            is_news=True,
        )
        return
    code = new_code()
    request.status_code_hash = keyed_hash("status", request.reference, code)
    about = f"new_code:{request.id}:{request.status_code_hash[:20]}"
    messages.write("status_code_again", request, points, at=at, about=about, code=code)


def _find(reference: str) -> SupportRequest | None:
    return db.session.scalar(
        select(SupportRequest).where(SupportRequest.reference == tidy_reference(reference))
    )
