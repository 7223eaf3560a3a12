"""Leases on background duties: of several processes one acts, by the database's clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ifd import clock
from ifd.database import db
from ifd.models import Heartbeat


def database_now() -> datetime:
    """This moment by the clock that all hosts share. SQLite has no host but this one."""
    if db.engine.dialect.name == "postgresql":
        return db.session.scalar(select(func.clock_timestamp()))
    return clock.now()


def take(name: str, holder: str, seconds: int) -> bool:
    """Take or renew the lease on a duty; False while somebody else holds it. Commits."""
    now = database_now()
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(insert(Heartbeat).values(name=name, holder="").on_conflict_do_nothing())
    free = or_(Heartbeat.leased_until.is_(None), Heartbeat.leased_until < now, Heartbeat.holder == holder)
    taken = db.session.execute(
        update(Heartbeat)
        .where(Heartbeat.name == name, free)
        .values(holder=holder, leased_until=now + timedelta(seconds=seconds))
    )
    db.session.commit()
    return taken.rowcount == 1


def went_well(name: str) -> None:
    """Note that a duty was done: what health checks look at. Commits."""
    db.session.execute(update(Heartbeat).where(Heartbeat.name == name).values(last_ok_at=database_now()))
    db.session.commit()


def give_back(name: str, holder: str) -> None:
    """End a lease before its time, so that another need not wait. Commits."""
    db.session.execute(
        update(Heartbeat)
        .where(Heartbeat.name == name, Heartbeat.holder == holder)
        .values(leased_until=None)
    )
    db.session.commit()
