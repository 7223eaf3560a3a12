"""A daily look at how a version does in this house, counted by a worker so that a page only reads it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Document, Instant, db
from ifd.models.append_only import keep_as_written
from ifd.models.model_version import ModelVersion

EVERY = timedelta(hours=20)
"""From how long after a count the next one is made: about once a day."""


class ModelWatch(db.Model):
    """What was found: `ifd.jobs.watch_model` says what stands in its report. Counts and shares, nothing of a person."""

    __tablename__ = "model_watch"
    __table_args__ = (Index("ix_model_watch_version", "version_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("model_version.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    report: Mapped[dict] = mapped_column(Document)

    version: Mapped[ModelVersion] = relationship(lazy="joined")


keep_as_written(ModelWatch.__table__, "a watch over the classifier")
