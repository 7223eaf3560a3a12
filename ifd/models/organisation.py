"""An organisation of the alliance: the front door itself, a partner, or one that refers."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ifd.database import db


class Organisation(db.Model):
    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))  # front_door, partner, referrer
    ods_code: Mapped[str] = mapped_column(String(12), default="")
    description: Mapped[str] = mapped_column(String(2000), default="")
