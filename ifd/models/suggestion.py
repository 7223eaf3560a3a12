"""What the machine suggested. Never changed, never mixed with what a person decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ifd.database import Document, Instant, Word, db
from triage.vocabulary import Flag, FlagSource, Priority, Thrive


class Suggestion(db.Model):
    __tablename__ = "suggestion"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    ruleset: Mapped[str] = mapped_column(String(40))
    model: Mapped[str | None] = mapped_column(String(80))
    priority: Mapped[Priority] = mapped_column(Word(Priority))
    thrive: Mapped[Thrive] = mapped_column(Word(Thrive))
    document: Mapped[dict] = mapped_column(Document)  # the contract's suggestion document, whole


class RedFlag(db.Model):
    """One red flag found by the screen, with the answer or the exact characters it rests on.

    The characters are those of the request's own text, or of what the event says when it was said later.
    """

    __tablename__ = "red_flag"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    flag: Mapped[Flag] = mapped_column(Word(Flag))
    source: Mapped[FlagSource] = mapped_column(Word(FlagSource))
    request_event_id: Mapped[int | None] = mapped_column(ForeignKey("request_event.id"))
    field: Mapped[str] = mapped_column(String(80), default="")  # the answer's field, when an answer raised it
    start: Mapped[int | None]  # first character in the text
    end: Mapped[int | None]  # one past the last
    reading: Mapped[str] = mapped_column(String(30), default="")
    found_at: Mapped[datetime] = mapped_column(Instant)
