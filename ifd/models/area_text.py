"""Words of the public pages that the area writes itself, such as what happens out of hours."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Instant, db
from ifd.models.staff import Staff


class AreaText(db.Model):
    """One passage by its name. Without a row, the words that come with the software are shown."""

    __tablename__ = "area_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)  # out_of_hours
    text: Mapped[str] = mapped_column(Text)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)

    changed_by: Mapped[Staff | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
