"""Whether the front door can take a request now, and how far behind its background work is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from ifd.database import db
from ifd.metrics import OPEN_BY_PRIORITY, OUTBOX_OLDEST, SECOND_OPINION, TICK_LATE
from ifd.models import Heartbeat, SupportRequest
from ifd.models.model_standing import MODES, OFF
from ifd.queries import model_versions
from ifd.queries.outbox import oldest_due
from triage.lifecycle import Status
from triage.vocabulary import Priority

TICK_IS_LATE_AFTER = 180  # seconds: one tick was killed, and the next that could have the lease was too
TAKEN_AWAY = "taken_away"


@dataclass(frozen=True)
class Health:
    database: str
    migrations: str
    queue: str
    tick: str
    second_opinion: str = "unknown"

    @property
    def is_ready(self) -> bool:
        return self.database == "ok" and self.migrations == "ok"

    def as_dict(self) -> dict[str, str]:
        whole = self.is_ready and self.queue == "ok" and self.tick == "ok"
        return {"status": "ok" if whole else "degraded" if self.is_ready else "not ready", **self.__dict__}


def look(redis_url: str, at: datetime) -> Health:
    """Ask the database, its migrations, the queue and the tick, each for no longer than a moment."""
    try:
        db.session.execute(text("select 1"))
        migrations = "ok" if _is_at_head() else "behind"
        tick = _tick_state(at)
        opinion = second_opinion()
    except SQLAlchemyError:
        db.session.rollback()
        return Health("unreachable", "unknown", _queue_state(redis_url), "unknown")
    return Health("ok", migrations, _queue_state(redis_url), tick, opinion)


def measure(at: datetime) -> None:
    """Set the gauges that are read from rows rather than counted as they happen."""
    oldest = oldest_due(at)
    OUTBOX_OLDEST.set((at - oldest).total_seconds() if oldest else 0)
    beat = db.session.get(Heartbeat, "tick")
    TICK_LATE.set((at - beat.last_ok_at).total_seconds() if beat and beat.last_ok_at else -1)
    counts = dict(
        db.session.execute(
            select(SupportRequest.priority, func.count())
            .where(SupportRequest.status == Status.RECEIVED)
            .group_by(SupportRequest.priority)
        ).all()
    )
    for priority in Priority:  # the last one decided counts as none, not as it was
        OPEN_BY_PRIORITY.labels(priority.value).set(counts.get(priority, 0))
    state = second_opinion()
    for each in (*MODES, TAKEN_AWAY):
        SECOND_OPINION.labels(each).set(each == state)


def second_opinion() -> str:
    """off, shadow or shown; or taken away, by the system itself. Nothing needs it, so it never makes us unready."""
    standing = model_versions.standing_now()
    if standing is None:
        return OFF
    return TAKEN_AWAY if standing.mode == OFF and standing.by_id is None else standing.mode


def _is_at_head() -> bool:
    directory = current_app.extensions["migrate"].directory
    heads = set(ScriptDirectory(directory).get_heads())
    return set(MigrationContext.configure(db.session.connection()).get_current_heads()) == heads


def _tick_state(at: datetime) -> str:
    beat = db.session.get(Heartbeat, "tick")
    if beat is None or beat.last_ok_at is None:
        return "never seen"
    return "ok" if (at - beat.last_ok_at).total_seconds() <= TICK_IS_LATE_AFTER else "late"


def _queue_state(redis_url: str) -> str:
    if not redis_url:
        return "none configured"
    try:
        with Redis.from_url(redis_url, socket_connect_timeout=0.5, socket_timeout=0.5) as connection:
            connection.ping()
    except RedisError:
        return "unreachable"
    return "ok"
