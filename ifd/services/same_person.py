"""A clinician's word on whether two requests are about one person. It joins nothing, closes nothing, moves nothing."""

from __future__ import annotations

from datetime import datetime

from ifd.database import db
from ifd.models import SamePersonWord, Staff, SupportRequest
from ifd.models.same_person import TAKEN_BACK
from ifd.permissions import require
from ifd.queries.likely_same import newest_word
from ifd.services import audit


def say(one: SupportRequest, other: SupportRequest, word: str, *, by: Staff, at: datetime) -> None:
    """Keep the word on the pair, whichever is given first; said again it is no news.

    ValueError for a request and itself.
    """
    require(by, "decide")
    if one.id == other.id:
        raise ValueError("a request is about one person")
    first, second = sorted((one.id, other.id))
    last = newest_word(first, second)
    if word == (last.word if last else TAKEN_BACK):
        return
    db.session.add(SamePersonWord(one_id=first, other_id=second, word=word, said_by_id=by.id, said_at=at))
    for request, about in ((one, other), (other, one)):
        audit.record(
            "request.same_person", "support_request", request.id, by=by, at=at, other=about.id, word=word
        )
