"""The rules of this area as they were published, one after the other; and drafts of what may come next.

Without a publication the version that comes with the software is in force (`triage.rules.versions`).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ifd.database import Instant, db
from ifd.models.append_only import have_created, keep_as_written
from ifd.models.long_work import LongWork
from ifd.models.proved import PROVED_BEFORE_PUBLISHED
from ifd.models.staff import Staff


class RuleSetVersion(db.Model):
    """The text of one version, whole. Never changed: a suggestion names the version it was made by."""

    __tablename__ = "rule_set_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of the text
    made_at: Mapped[datetime] = mapped_column(Instant)
    comes_with_software: Mapped[bool] = mapped_column(default=False)


class RuleSetPublication(db.Model):
    """A version put in force. The newest whose day has come counts; going back is a publication too."""

    __tablename__ = "rule_set_publication"
    # Nobody publishes what they proposed themselves; going back to what was in force needs one person.
    __table_args__ = (
        CheckConstraint(
            "is_roll_back or (proposed_by_id is not null and proposed_by_id <> published_by_id)",
            name="second_person",
        ),
        CheckConstraint("is_roll_back or proof_id is not null", name="proved"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"))
    in_force_from: Mapped[date]
    published_at: Mapped[datetime] = mapped_column(Instant)
    published_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    # The proof that held for this very text. What was in force before the rules room opened has none of its own.
    proof_id: Mapped[int | None] = mapped_column(ForeignKey("rule_check.id"))
    is_roll_back: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text)

    version: Mapped[RuleSetVersion] = relationship(lazy="joined")
    published_by: Mapped[Staff] = relationship(foreign_keys=[published_by_id])
    proposed_by: Mapped[Staff | None] = relationship(foreign_keys=[proposed_by_id])


class RuleDraft(db.Model):
    """Rules that somebody is writing. Any text is kept, however wrong; only what is right can be proposed."""

    __tablename__ = "rule_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    base_name: Mapped[str] = mapped_column(String(40))  # the version it was begun from
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))
    started_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    started_at: Mapped[datetime] = mapped_column(Instant)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # taken back by any later change
    proposed_at: Mapped[datetime | None] = mapped_column(Instant)
    why: Mapped[str] = mapped_column(Text, default="")  # said when proposing
    # The last word on what is in force when it was proposed; a later one makes it a proposal about other rules.
    proposed_after_id: Mapped[int | None] = mapped_column(ForeignKey("rule_set_publication.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Instant)  # published or set aside
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int] = mapped_column(default=1)

    started_by: Mapped[Staff] = relationship(foreign_keys=[started_by_id])
    changed_by: Mapped[Staff] = relationship(foreign_keys=[changed_by_id])
    proposed_by: Mapped[Staff | None] = relationship(foreign_keys=[proposed_by_id])
    closed_by: Mapped[Staff | None] = relationship(foreign_keys=[closed_by_id])

    __mapper_args__ = {"version_id_col": version}


class RuleCheck(LongWork, db.Model):
    """Long work on a text of rules: its proof, how it differs from another, its replay.

    It belongs to the text by its hash, so a draft that is changed has no proof. Its outcome is held, failed, done or
    broken.
    """

    __tablename__ = "rule_check"
    __table_args__ = (
        Index("ix_rule_check_text", "text_hash", "kind", "id"),
        Index("ix_rule_check_open", "finished_at", "id"),
    )
    JOB, ENDED = "rule_checks", "rules.check_finished"

    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))
    against: Mapped[str] = mapped_column(String(40), default="")  # the version compared with, by name
    directory_hash: Mapped[str] = mapped_column(String(64), default="")  # the directory of offers it was done with


keep_as_written(RuleSetVersion.__table__, "the text of a published version")
keep_as_written(RuleSetPublication.__table__, "the list of publications")
keep_as_written(RuleCheck.__table__, "a finished check", when="OLD.finished_at IS NOT NULL")
have_created(RuleSetPublication.__table__, PROVED_BEFORE_PUBLISHED)
