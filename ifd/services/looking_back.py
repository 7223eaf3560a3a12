"""Keeping whether the suggestion was right, said at the end. It is learned from; the request it leaves as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ifd.database import db
from ifd.models import LookingBack, Staff, SupportRequest
from ifd.queries.request_view import latest_suggestion
from ifd.services import audit
from triage.vocabulary import Hindsight, OfferKind


@dataclass(frozen=True)
class Answer:
    """Whether it was right; where it was not quite, or not, which kind of help would have been."""

    was_right: Hindsight
    right_kind: OfferKind | None = None

    def __post_init__(self) -> None:
        if self.right_kind is not None and not self.was_right.leaves_another:
            raise ValueError(f"another kind of help does not go with {self.was_right.value!r}")


def keep(request: SupportRequest, said: Answer, *, by: Staff, at: datetime) -> None:
    """Keep the answer on the newest suggestion, in the transaction at hand. There is nothing to say of none."""
    suggestion = latest_suggestion(request)
    if suggestion is None:
        return
    db.session.add(
        LookingBack(
            request_id=request.id,
            suggestion_id=suggestion.id,
            answer=said.was_right,
            right_kind=said.right_kind,
            said_by_id=by.id,
            said_at=at,
        )
    )
    audit.record(
        "request.looked_back",
        "support_request",
        request.id,
        by=by,
        at=at,
        suggestion=suggestion.id,
        answer=said.was_right.value,
        right_kind=said.right_kind.value if said.right_kind else None,
    )
