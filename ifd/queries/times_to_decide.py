"""How long deciding took this team, read from the audit; and how long it is likely to take for what waits."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select

from ifd.database import db
from ifd.models import AuditEntry, Decision, RedFlag, Suggestion, SupportRequest, TimesToDecide
from triage.time_to_decide import Kind, Past, Times, minutes_of_work

MOST = 2_000
"""Decisions looked back upon, the newest: a team changes."""
_AT_ONCE = 200
_CLAIMED = ("request.claimed", "request.taken_over")
_MARKS = (*_CLAIMED, "request.viewed")


def known_times() -> Times | None:
    """What was learned last, in one statement; None while too few were decided."""
    document = db.session.scalar(select(TimesToDecide.document))
    return Times.from_document(document) if document else None


def learned_at() -> datetime | None:
    """When it was learned last, from however few decisions."""
    return db.session.scalar(select(TimesToDecide.learned_at))


def kinds_of(rows: Collection) -> dict[int, Kind]:
    """For lines of the worklist, by the key of each: what tells how long it takes. One statement."""
    ids = [row.id for row in rows]
    lengths = select(SupportRequest.id, func.length(SupportRequest.text)).where(SupportRequest.id.in_(ids))
    characters = dict(map(tuple, db.session.execute(lengths))) if ids else {}
    return {
        row.id: Kind(characters.get(row.id, 0), row.requester, len(row.flags), row.priority) for row in rows
    }


def past_decisions(most: int = MOST) -> Iterator[Past]:
    """The newest decisions with the minutes of work of each; those of which that is not known are left out."""
    decided = db.session.execute(
        select(
            Decision.id,
            Decision.request_id,
            Decision.decided_by_id,
            Decision.decided_at,
            Suggestion.priority,
            SupportRequest.requester,
            func.length(SupportRequest.text).label("characters"),
        )
        .join(SupportRequest, SupportRequest.id == Decision.request_id)
        .join(Suggestion, Suggestion.id == Decision.suggestion_id)
        .order_by(Decision.id.desc())
        .limit(most)
    ).all()
    for first in range(0, len(decided), _AT_ONCE):
        some = decided[first : first + _AT_ONCE]
        ids = {row.request_id for row in some}
        marks, before, flags = _marks(ids), _decided_before(ids), _flags(ids)
        for row in some:
            since = max((at for at in before[row.request_id] if at < row.decided_at), default=None)
            minutes = minutes_of_work(_work_on(row, marks.get(row.request_id, ()), since))
            if minutes is not None:
                kind = Kind(row.characters, row.requester, flags.get(row.request_id, 0), row.priority)
                yield Past(kind, minutes)


def _work_on(row, marks: Sequence[tuple[int, str, datetime]], since: datetime | None) -> list[datetime]:
    """When whoever decided claimed and opened it, from the first claim on, or else from when they opened it last."""
    theirs = [
        (action, at)
        for staff_id, action, at in marks
        if staff_id == row.decided_by_id and at <= row.decided_at and (since is None or at > since)
    ]
    claimed = next((n for n, (action, _at) in enumerate(theirs) if action in _CLAIMED), None)
    counted = theirs[-1:] if claimed is None else theirs[claimed:]
    return [*(at for _action, at in counted), row.decided_at]


def _marks(ids: Collection[int]) -> dict[int, list[tuple[int, str, datetime]]]:
    found: dict[int, list] = {}
    asked = (
        select(AuditEntry.subject_id, AuditEntry.staff_id, AuditEntry.action, AuditEntry.at)
        .where(AuditEntry.subject == "support_request", AuditEntry.subject_id.in_(ids))
        .where(AuditEntry.action.in_(_MARKS))
        .order_by(AuditEntry.at, AuditEntry.id)
    )
    for request_id, *mark in db.session.execute(asked):
        found.setdefault(request_id, []).append(tuple(mark))
    return found


def _decided_before(ids: Collection[int]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = {}
    asked = select(Decision.request_id, Decision.decided_at).where(Decision.request_id.in_(ids))
    for request_id, at in db.session.execute(asked):
        found.setdefault(request_id, []).append(at)
    return found


def _flags(ids: Collection[int]) -> dict[int, int]:
    asked = (
        select(RedFlag.request_id, func.count(RedFlag.flag.distinct()))
        .where(RedFlag.request_id.in_(ids))
        .group_by(RedFlag.request_id)
    )
    return dict(map(tuple, db.session.execute(asked)))
