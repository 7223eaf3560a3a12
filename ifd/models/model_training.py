"""Teaching the classifier, and comparing two versions of it: long work that somebody asked for."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ifd.database import db
from ifd.models.append_only import keep_as_written
from ifd.models.long_work import LongWork


class ModelTraining(LongWork, db.Model):
    """Kind `train`, or `compare`: champion and challenger, by their names, on the same later months."""

    __tablename__ = "model_training"
    __table_args__ = (
        Index("ix_model_training_open", "finished_at", "id"),
        Index("ix_model_training_compared", "champion", "challenger", "id"),
    )
    JOB, ENDED = "model_training", "model.training_finished"

    champion: Mapped[str] = mapped_column(String(80), default="")
    challenger: Mapped[str] = mapped_column(String(80), default="")


keep_as_written(ModelTraining.__table__, "a finished training", when="OLD.finished_at IS NOT NULL")
