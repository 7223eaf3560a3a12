"""How the classifier stands in the house: off, in shadow or shown; and what befell it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Instant, db
from ifd.models.append_only import have_created, keep_as_written, refused_unless
from ifd.models.model_version import ModelVersion
from ifd.models.staff import Staff

OFF, SHADOW, SHOWN = MODES = ("off", "shadow", "shown")


class ModelStanding(db.Model):
    """The newest row counts; without one it is off. Switching, promoting, going back and falling back are rows."""

    __tablename__ = "model_standing"
    __table_args__ = (
        CheckConstraint("mode in ('off', 'shadow', 'shown')", name="mode_known"),
        CheckConstraint("mode = 'off' or champion_id is not null", name="somebody_stands"),
        CheckConstraint("champion_id is null or champion_id <> challenger_id", name="two_versions"),
        # Only a person brings it before other people. The system itself may only take it away.
        CheckConstraint("mode = 'off' or by_id is not null or taken_away", name="a_person_switches_on"),
        CheckConstraint("length(why) > 0", name="says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # None: the system itself
    mode: Mapped[str] = mapped_column(String(10))
    champion_id: Mapped[int | None] = mapped_column(ForeignKey("model_version.id"))
    challenger_id: Mapped[int | None] = mapped_column(ForeignKey("model_version.id"))
    # The system took a challenger away and left all else as it was.
    taken_away: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str] = mapped_column(Text)

    by: Mapped[Staff | None] = relationship()
    champion: Mapped[ModelVersion | None] = relationship(foreign_keys=[champion_id], lazy="joined")
    challenger: Mapped[ModelVersion | None] = relationship(foreign_keys=[challenger_id], lazy="joined")


class ModelEvent(db.Model):
    """Something that befell it, in a sentence for the people of the house."""

    __tablename__ = "model_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(20))  # failed, slow, corrupt, drifted, fell_back, recovered
    version_id: Mapped[int | None] = mapped_column(ForeignKey("model_version.id"))
    sentence: Mapped[str] = mapped_column(Text)

    version: Mapped[ModelVersion | None] = relationship(lazy="joined")


# Nothing is shown to a clinician that has not stood in shadow, whoever writes the row.
_STOOD_IN_SHADOW = (
    "NEW.mode <> 'shown' OR EXISTS (SELECT 1 FROM model_standing s WHERE s.mode <> 'off' "
    "AND (s.champion_id = NEW.champion_id OR s.challenger_id = NEW.champion_id))"
)

keep_as_written(ModelStanding.__table__, "how the classifier stood")
keep_as_written(ModelEvent.__table__, "what befell the classifier")
have_created(
    ModelStanding.__table__,
    refused_unless(
        "model_standing", "in_shadow_first", _STOOD_IN_SHADOW, "a version stands in shadow before it is shown"
    ),
)
