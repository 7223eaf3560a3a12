"""What was last decided for a request, what the rules had suggested, and what was said looking back at it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists

from ifd.models import Decision, ServiceOffer, Suggestion, SupportRequest, YoungPerson
from ifd.queries.looking_back import LookedBack
from ifd.queries.protected import PROTECTED, protected_of

COLUMNS = (Decision.decided_at, Decision.primary_reason, ServiceOffer.kind,
           Suggestion.document["offers"].label("offers"), *PROTECTED)  # fmt: skip


def is_last_decision() -> ColumnElement[bool]:
    """Whether no decision on the same request came after this one."""
    later = Decision.__table__.alias()
    return ~exists().where(later.c.request_id == Decision.request_id, later.c.id > Decision.id)


def with_last_decision(statement: Select, since: datetime, until: datetime) -> Select:
    """A statement over requests, now of those last decided from `since` until before `until`, for `COLUMNS`."""
    return (
        statement.join(Decision, Decision.request_id == SupportRequest.id)
        .join(YoungPerson, YoungPerson.id == SupportRequest.young_person_id)
        .join(ServiceOffer, ServiceOffer.id == Decision.offer_id)
        .join(Suggestion, Suggestion.id == Decision.suggestion_id)
        .where(Decision.decided_at >= since, Decision.decided_at < until, is_last_decision())
    )


def facts_of(row) -> dict:
    """What a row with `COLUMNS` says of the decision, but for its kind; `suggested` is what the rules had first."""
    return {
        "decided_at": row.decided_at,
        "primary_reason": row.primary_reason,
        "suggested": row.offers[0]["kind"] if row.offers else "",
        "protected": protected_of(row),
    }


def said_since(row, looked_back: LookedBack | None) -> LookedBack | None:
    """The answer where it was given after the last decision: a later decision knew of it, and knew more."""
    return looked_back if looked_back and looked_back.said_at >= row.decided_at else None
