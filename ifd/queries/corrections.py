"""Hits of the red-flag screen that a clinician called wrong, and still does."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ifd.database import db
from ifd.models import RedFlag, RequestEvent, ScreenCorrection, SupportRequest

_AT_ONCE = 500


def standing_of(request: SupportRequest) -> tuple[ScreenCorrection, ...]:
    """Those of one request, the newest first."""
    return tuple(
        db.session.scalars(
            select(ScreenCorrection)
            .where(ScreenCorrection.request_id == request.id, ScreenCorrection.taken_back_at.is_(None))
            .order_by(ScreenCorrection.id.desc())
            .options(joinedload(ScreenCorrection.said_by))
        )
    )


def of_flag(flag: RedFlag) -> ScreenCorrection | None:
    """What is said of this hit now."""
    return db.session.scalar(
        select(ScreenCorrection)
        .filter_by(red_flag_id=flag.id, taken_back_at=None)
        .order_by(ScreenCorrection.id.desc())
        .limit(1)
    )


def flag_of(request: SupportRequest, flag_id: int) -> RedFlag | None:
    """A red flag of this request, by its number."""
    return db.session.scalar(select(RedFlag).filter_by(id=flag_id, request_id=request.id))


def text_of(flag: RedFlag) -> str:
    """The whole text that a red flag rests on: the request's own, or what was said later."""
    if flag.request_event_id:
        return db.session.scalar(select(RequestEvent.note).filter_by(id=flag.request_event_id))
    return db.session.scalar(select(SupportRequest.text).filter_by(id=flag.request_id))


def every_standing() -> Iterator[ScreenCorrection]:
    """All of them, the oldest first, a few hundred in memory at a time."""
    last = 0
    while True:
        found = db.session.scalars(
            select(ScreenCorrection)
            .where(ScreenCorrection.id > last, ScreenCorrection.taken_back_at.is_(None))
            .order_by(ScreenCorrection.id)
            .options(joinedload(ScreenCorrection.red_flag))
            .limit(_AT_ONCE)
        ).all()
        if not found:
            return
        yield from found
        last = found[-1].id
