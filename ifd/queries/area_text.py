"""Passages that the area writes itself, with the words that come with the software until it does."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from ifd.database import AWAY, db
from ifd.models import AreaText


@dataclass(frozen=True)
class Passage:
    """One passage: where it is shown, and what it says when the area has not written its own."""

    title: str
    shown: str
    usual: str


PASSAGES = {
    "out_of_hours": Passage(
        "Out of hours",
        "Shown on the home page, on 'Get help now' and after a request is sent.",
        "Outside these hours nobody at the front door reads or answers. What you send is kept safe, and read "
        "when we open. If it cannot wait, call 111 and choose option 2. If life is in danger, call 999.",
    ),
}


def area_text(name: str) -> str:
    """What the pages say for this passage now. Crisis help never waits for the database."""
    try:
        row = find_area_text(name)
    except AWAY:
        db.session.rollback()
        row = None
    return row.text if row else PASSAGES[name].usual


def find_area_text(name: str) -> AreaText | None:
    """The area's own passage, if it has written one."""
    return db.session.scalar(select(AreaText).where(AreaText.name == name))
