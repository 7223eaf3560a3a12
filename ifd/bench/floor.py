"""The least that a Flask service which keeps requests could do: one route, five inserts, one commit.

It has the same engine, the same safety of the disk and the same size of rows as the front door, and does
nothing else: no screen, no decision, no clocks, no forms, no session.
"""

from __future__ import annotations

from datetime import datetime

from flask import Flask, redirect, request
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from ifd import clock
from ifd.database import Document, Instant, db


class _Base(DeclarativeBase):
    """Apart from the tables of the front door, so that no migration ever meets these."""


class FloorRequest(_Base):
    __tablename__ = "floor_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    received_at: Mapped[datetime] = mapped_column(Instant)
    document: Mapped[dict] = mapped_column(Document)
    text: Mapped[str] = mapped_column(Text)


class FloorDecision(_Base):
    __tablename__ = "floor_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("floor_request.id"), index=True)
    offer: Mapped[str] = mapped_column(String(40))


class FloorMessage(_Base):
    __tablename__ = "floor_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("floor_request.id"), index=True)
    body: Mapped[str] = mapped_column(Text)


class FloorAudit(_Base):
    __tablename__ = "floor_audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    subject_id: Mapped[int]
    action: Mapped[str] = mapped_column(String(80))


def floor_beside(app: Flask) -> Flask:
    """A service on the same database as `app`, which answers POST / with five inserts."""
    with app.app_context():
        engine = db.engine
    _Base.metadata.create_all(engine)
    floor = Flask("floor")

    @floor.post("/")
    def receive():
        document = request.get_json()
        with Session(engine) as session:
            stored = FloorRequest(received_at=clock.now(), document=document, text=document["text"])
            session.add(stored)
            session.flush()
            session.add_all(
                [
                    FloorDecision(request_id=stored.id, offer="somewhere"),
                    FloorMessage(request_id=stored.id, body="We have your request."),
                    FloorMessage(request_id=stored.id, body="We have your referral."),
                    FloorAudit(at=clock.now(), subject_id=stored.id, action="request.received"),
                ]
            )
            session.commit()
        return redirect("/", code=303)

    return floor
