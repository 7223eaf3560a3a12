"""What was asked of the classifier's teachers: one version learned, or two compared. Safe to run twice.

What stands in a finished row's report: of a training what `ifd.jobs.model_teaching` says, of a comparison what
`ifd.jobs.model_comparison` says, and of any that broke off `{"sentence": why, and what to do}`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ifd.database import db, reading_briefly
from ifd.jobs import long_work
from ifd.jobs.long_work import Say
from ifd.jobs.model_comparison import compare
from ifd.jobs.model_teaching import teach
from ifd.models import ModelTraining
from ifd.queries.received import months_back
from ifd.services.long_work import Found, Turn

FAULT = (
    "The training itself went wrong. Ask again, and if that does not help, tell whoever looks after the software."
)


@dataclass(frozen=True)
class Asked:
    """What was asked for, and by whom."""

    kind: str
    about: dict
    champion: str
    challenger: str
    asked_by_id: int

    @property
    def until(self) -> date:
        return date.fromisoformat(self.about["until"])


def work(ids: Sequence[int]) -> None:
    """Do the trainings and comparisons rung for."""
    long_work.work(long_work.Kind(ModelTraining, _find_out, FAULT), ids)


def _find_out(turn: Turn, say: Say) -> Found:
    columns = (getattr(ModelTraining, name) for name in Asked.__dataclass_fields__)
    with reading_briefly():
        asked = Asked(*db.session.execute(select(*columns).where(ModelTraining.id == turn.id)).one())
    return _KINDS[asked.kind](turn, asked, say)


def _train(turn: Turn, asked: Asked, say: Say) -> Found:
    before = months_back(asked.until, asked.about["months_left_out"])
    return teach(before, say, training_id=turn.id, made_by_id=asked.asked_by_id)


def _compare(_turn: Turn, asked: Asked, say: Say) -> Found:
    return Found("done", compare(asked.champion, asked.challenger, asked.until, say))


_KINDS = {"train": _train, "compare": _compare}
