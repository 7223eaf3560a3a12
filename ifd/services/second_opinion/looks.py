"""Requests that the classifier is to look at. The row is the work; whoever rings, rings for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Integer, Select, and_, delete, literal, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ifd.database import Instant, db
from ifd.models import ModelStanding, SecondLook, SupportRequest
from ifd.models.model_standing import OFF
from ifd.queries.model_versions import newest_standing
from ifd.services import bell
from ifd.services.refusing import one_at_a_time
from triage.lifecycle import Status

SILENT_AFTER = timedelta(minutes=1)  # then it is begun again: whoever was at it failed, or was killed
MOST_TRIES = 2
_GIVEN_UP = 99
JOB = "second_look"


@dataclass(frozen=True)
class Look:
    """One turn at one request."""

    request_id: int
    asked_at: datetime
    tries: int

    @property
    def is_last_try(self) -> bool:
        return self.tries >= MOST_TRIES


def ask_for_look(request: SupportRequest, *, at: datetime) -> None:
    """Have it looked at, or looked at again, unless the classifier is off. One statement, which stores nothing then."""
    if _store(select(literal(request.id, Integer), *_new(at)).where(_is_on())):
        bell.ring(JOB, request.id)


def ask_for_all_waiting(at: datetime) -> None:
    """Have every request looked at that waits for a decision: another version stands from now on."""
    waiting = select(SupportRequest.id, *_new(at)).where(SupportRequest.status == Status.RECEIVED)
    if _store(waiting):
        bell.ring(JOB, bell.this_hour(at))


def forget_all() -> None:
    """Nothing is to be looked at while it is off."""
    db.session.execute(delete(SecondLook))


def forget_while_off() -> None:
    """The same for whoever only read that it is off: nothing is forgotten when it was switched on meanwhile."""
    one_at_a_time()
    db.session.execute(delete(SecondLook).where(~_is_on()).execution_options(synchronize_session=False))


def _is_on():
    return select(ModelStanding.id).where(ModelStanding.id == newest_standing(), ModelStanding.mode != OFF).exists()


def is_any_due(at: datetime) -> bool:
    """Whether there is a look to begin."""
    return db.session.scalar(select(SecondLook.request_id).where(is_due(at)).limit(1)) is not None


def take_up(at: datetime, most: int) -> list[Look]:
    """Begin the next looks that are due, the oldest first. Do not do them before this is committed."""
    due = select(SecondLook.request_id).where(is_due(at)).order_by(SecondLook.asked_at).limit(most)
    taken = db.session.execute(
        update(SecondLook)
        .where(SecondLook.request_id.in_(due.with_for_update(skip_locked=True)))
        .values(tries=SecondLook.tries + 1, heard_of_at=at)
        .returning(SecondLook.request_id, SecondLook.asked_at, SecondLook.tries)
        .execution_options(synchronize_session=False)
    )
    return sorted((Look(*row) for row in taken), key=lambda look: look.asked_at)


def is_due(at: datetime):
    """Whether nobody has begun it, or whoever did has been silent since and it may be begun again."""
    return and_(
        SecondLook.tries < MOST_TRIES,
        or_(SecondLook.heard_of_at.is_(None), SecondLook.heard_of_at <= at - SILENT_AFTER),
    )


def oldest_left(at: datetime) -> datetime | None:
    """When the oldest was asked for of those that are due, or that fell silent at the last try."""
    left = select(SecondLook.asked_at).where(or_(is_due(at), _is_silent(at)))
    return db.session.scalar(left.order_by(SecondLook.asked_at).limit(1))


def done(look: Look) -> bool:
    """It is over; False when it was asked for again meanwhile, or somebody else has it."""
    return _write(delete(SecondLook).where(*_same(look)))


def failed(look: Look) -> None:
    """It comes to its turn again a little later, unless this was the last try."""
    if look.is_last_try:
        _write(update(SecondLook).where(*_same(look)).values(tries=_GIVEN_UP))


def not_begun(look: Look) -> None:
    """It was not even looked at, so the try does not count, and anybody may begin it."""
    _write(update(SecondLook).where(*_same(look)).values(tries=SecondLook.tries - 1, heard_of_at=None))


def still_at(taken: Sequence[Look], at: datetime) -> None:
    """A sign of life: whoever took these has not fallen silent."""
    same = or_(*(and_(*_same(look)) for look in taken))
    _write(update(SecondLook).where(same).values(heard_of_at=at))


def give_up_silent(at: datetime) -> int:
    """Give up what was begun as often as may be and never came to an end; how many."""
    given_up: CursorResult = db.session.execute(
        update(SecondLook)
        .where(_is_silent(at))
        .values(tries=_GIVEN_UP)
        .execution_options(synchronize_session=False)
    )
    return given_up.rowcount


def _is_silent(at: datetime):
    return and_(SecondLook.tries == MOST_TRIES, SecondLook.heard_of_at <= at - SILENT_AFTER)


def _new(at: datetime) -> tuple:
    return literal(at, Instant), literal(0, Integer), null()


def _store(rows: Select) -> bool:
    """A request is due once. Asked for again it begins anew, so that a look at hand does not count."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    new = insert(SecondLook).from_select(["request_id", "asked_at", "tries", "heard_of_at"], rows)
    anew = {"asked_at": new.excluded.asked_at, "tries": 0, "heard_of_at": None}
    asked = new.on_conflict_do_update(index_elements=["request_id"], set_=anew)
    return db.session.execute(asked.returning(SecondLook.request_id)).first() is not None


def _same(look: Look) -> tuple:
    return (
        SecondLook.request_id == look.request_id,
        SecondLook.asked_at == look.asked_at,
        SecondLook.tries == look.tries,
    )


def _write(statement) -> bool:
    written: CursorResult = db.session.execute(statement.execution_options(synchronize_session=False))
    return written.rowcount == 1
