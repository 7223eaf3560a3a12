"""A version of the classifier, which is never changed; and its file, apart, for it is read by workers alone."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Document, Instant, db
from ifd.models.append_only import keep_as_written
from ifd.models.staff import Staff


class ModelVersion(db.Model):
    """What it learned from, and its card. Its name is made from its content."""

    __tablename__ = "model_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # who asked; None where it was imported
    training_id: Mapped[int | None] = mapped_column(ForeignKey("model_training.id"))
    # The first and the last day of the decisions that it learned from.
    learned_from: Mapped[date | None]
    learned_until: Mapped[date | None]
    rows: Mapped[int] = mapped_column(default=0)
    # The card's facts and figures, and the card in Markdown: some ten thousand characters, read where they are shown.
    about: Mapped[dict] = mapped_column(Document, default=dict, deferred=True)
    card: Mapped[str] = mapped_column(Text, default="", deferred=True)

    made_by: Mapped[Staff | None] = relationship()


class ModelFile(db.Model):
    """A signed archive: part `offer` or part `need`. Apart, so that no list of versions carries it along."""

    __tablename__ = "model_file"

    version_id: Mapped[int] = mapped_column(ForeignKey("model_version.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(10), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the content


keep_as_written(ModelVersion.__table__, "a version of the classifier")
keep_as_written(ModelFile.__table__, "the file of a version")
