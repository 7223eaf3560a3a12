"""Calling a hit of the red-flag screen wrong. It teaches the next version; this request it leaves as it is.

The mark stays on the words and the priority stays where it is: lowering one is a decision about a person, with
its own reasons and its own guard, and never follows from a word about the machine.
"""

from __future__ import annotations

from datetime import datetime

from ifd.database import db
from ifd.models import RedFlag, ScreenCorrection, Staff
from ifd.permissions import require
from ifd.queries import corrections
from ifd.services import audit
from triage.screen import screen_text
from triage.vocabulary import FlagSource


class NotOfText(Exception):
    """The flag rests on an answer, which the screen did not read."""


def call_wrong(flag: RedFlag, should_read: str, note: str, *, by: Staff, at: datetime) -> ScreenCorrection:
    """Keep what the words mean. It takes the place of what was said of the same hit before."""
    require(by, "decide")
    if flag.source is not FlagSource.TEXT:
        raise NotOfText(flag.field)
    earlier = _standing(flag)
    if earlier is not None:
        _take_back(earlier, by, at)
    said = ScreenCorrection(
        red_flag_id=flag.id,
        request_id=flag.request_id,
        entry=_entry_behind(flag),
        should_read=should_read,
        note=note,
        said_by_id=by.id,
        said_at=at,
    )
    db.session.add(said)
    audit.record(
        "red_flag.called_wrong",
        "support_request",
        flag.request_id,
        by=by,
        at=at,
        red_flag=flag.id,
        flag=flag.flag.value,
        should_read=should_read,
    )
    return said


def take_back(flag: RedFlag, *, by: Staff, at: datetime) -> None:
    """The hit was right after all. Nothing happens where nobody calls it wrong."""
    require(by, "decide")
    said = _standing(flag)
    if said is None:
        return
    _take_back(said, by, at)
    audit.record(
        "red_flag.right_after_all", "support_request", flag.request_id, by=by, at=at, red_flag=flag.id
    )


def _standing(flag: RedFlag) -> ScreenCorrection | None:
    """What is said of this hit now. Of two who speak at once the second waits here, and then finds the first."""
    db.session.refresh(flag, with_for_update=True)
    return corrections.of_flag(flag)


def _take_back(said: ScreenCorrection, by: Staff, at: datetime) -> None:
    said.taken_back_at = at
    said.taken_back_by_id = by.id


def _entry_behind(flag: RedFlag) -> str:
    """The line of today's lexicon that marks these very words; '' where a newer one no longer does."""
    result = screen_text(corrections.text_of(flag))
    return next(
        (
            hit.phrase
            for hit in (*result.hits, *result.quiet)
            if (hit.flag, hit.start, hit.end) == (flag.flag, flag.start, flag.end)
        ),
        "",
    )
