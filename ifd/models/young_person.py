"""The baby, child, young person or young adult whom a request is about."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ifd.database import Instant, db


class YoungPerson(db.Model):
    """Who they are, as far as anyone has said. One row a request: siblings and twins are never mixed."""

    __tablename__ = "young_person"
    # PostgreSQL answers 'begins with' from an index only with its pattern operators.
    __table_args__ = (
        Index("ix_young_person_family_name_search", "family_name_search", "given_name_search",
              postgresql_ops={"family_name_search": "text_pattern_ops", "given_name_search": "text_pattern_ops"}),
        Index("ix_young_person_given_name_search", "given_name_search",
              postgresql_ops={"given_name_search": "text_pattern_ops"}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    given_name: Mapped[str] = mapped_column(String(200), default="")
    family_name: Mapped[str] = mapped_column(String(200), default="")
    preferred_name: Mapped[str] = mapped_column(String(200), default="")
    # Case-folded, accents removed, so that a call handler finds Zoë by typing zoe.
    given_name_search: Mapped[str] = mapped_column(String(200), default="")
    family_name_search: Mapped[str] = mapped_column(String(200), default="")
    pronouns: Mapped[str] = mapped_column(String(60), default="")
    birth_date: Mapped[date | None] = mapped_column(index=True)
    nhs_number: Mapped[str] = mapped_column(String(10), default="", index=True)
    postcode: Mapped[str] = mapped_column(String(10), default="")
    address: Mapped[str] = mapped_column(String(500), default="")
    gender: Mapped[str] = mapped_column(String(2), default="")  # MHSDS gender identity code
    ethnic_category: Mapped[str] = mapped_column(String(2), default="")  # MHSDS ethnic category code
    deprivation_decile: Mapped[int | None]
    gp_practice: Mapped[str] = mapped_column(String(200), default="")
    school: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(60), default="")
    needs_interpreter: Mapped[bool] = mapped_column(default=False)
    access_needs: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
