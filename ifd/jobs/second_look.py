"""The classifier's look at requests. Safe to run twice, and by many: each look is one worker's at a time.

Whatever goes wrong here befalls the classifier alone. The request was stored, screened and suggested for before, and
nothing of it is written here. What befell is told; after a few failures in a row, or one file that cannot be read, the
rules go on alone.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from flask import current_app
from rq.timeouts import BaseTimeoutException

from ifd.clients.queue import bell_for
from ifd.database import AWAY, db, reading_briefly
from ifd.jobs import classifier
from ifd.jobs.aside import Aside
from ifd.jobs.classifier import Models
from ifd.jobs.model_thought import think, why
from ifd.jobs.within import TooSlow, within
from ifd.models import SecondOpinion
from ifd.models.model_standing import OFF, SHADOW, SHOWN
from ifd.queries import model_subjects, model_versions
from ifd.queries.model_subjects import Subject
from ifd.services import lease
from ifd.services.bell import this_hour
from ifd.services.second_opinion import looks
from ifd.services.second_opinion.falling_back import fall_back, tell_of
from ifd.services.second_opinion.looks import Look

log = structlog.get_logger()

AT_ONCE = 10
LONGEST = 20  # seconds of looking, so that a worker is soon free again for messages
# Seconds of the lease: loading a version, and a look at a request, take no longer.
_LOADING, _LOOKING = 150, 60
NOT_ITS_FAULT = (*AWAY, BaseTimeoutException)
UNFINISHED = "A look was begun twice and never came to an end: whoever was at it was stopped."
NOT_READ = "Its file could not be read: {reason}"
WENT_WRONG = "A look at a request went wrong ({error}). The request itself is as it was."
NOT_LOADED = "It could not be loaded ({error}). No request was touched."
TOO_SLOW = "A look at a request took longer than {seconds:g} seconds and was given up. The request is as it was."
LOADED_TOO_SLOWLY = "It was not loaded in time. No request was touched."
TOO_OFTEN = "It failed or was too slow {count} times in a row. The last time: {last}"
WORKS_AGAIN = "It works again, after {count} failures."

aside = Aside()


@dataclass(frozen=True)
class Asked:
    """A version that is asked, as it stands."""

    version_id: int
    name: str
    is_champion: bool
    mode: str


def work(_ids: Sequence[int] = ()) -> None:
    """Look at whatever is due, oldest first, for a short while; the tick rings for the rest.

    One worker at a time, so that the others are free for messages.
    """
    holder = secrets.token_hex(8)
    try:
        if lease.take(looks.JOB, holder, _LOADING):
            _look_for_a_while(holder)
            lease.give_back(looks.JOB, holder)
    except AWAY as error:
        # What was begun is silent from now on, and the tick finds it. The lease ends by itself.
        db.session.rollback()
        log.warning("looks_left", error=type(error).__name__)


def _look_for_a_while(holder: str) -> None:
    versions = _versions()
    if not versions:
        looks.forget_while_off()
        db.session.commit()
        return
    now = lease.database_now()
    _give_up_silent(versions[0], now)
    is_any_due = looks.is_any_due(now)
    db.session.commit()
    ready = _all_ready(versions, holder) if is_any_due else {}
    until = time.monotonic() + LONGEST
    while versions[0] in ready and time.monotonic() < until:
        taken = looks.take_up(lease.database_now(), AT_ONCE)
        db.session.commit()
        if not taken:
            return
        # Asked after taking them: whoever switches later has asked for them anew.
        standing = _versions()
        if not standing or not set(standing) <= set(versions):
            _put_back(taken)
            return
        _look_at_each(taken, ready, versions[0], holder, until)


def _versions() -> list[Asked]:
    """The champion, then the challenger; none while it is off."""
    with reading_briefly():
        standing = model_versions.standing_now()
        if standing is None or standing.mode == OFF:
            return []
        found = [Asked(standing.champion_id, standing.champion.name, True, standing.mode)]
        if standing.challenger is not None:
            found.append(Asked(standing.challenger_id, standing.challenger.name, False, SHADOW))
        return found


def _look_at_each(
    taken: Sequence[Look], ready: dict[Asked, Models], champion: Asked, holder: str, until: float
) -> None:
    """Look at these while the champion stands, for as long as the time and the lease last."""
    subjects = model_subjects.subjects([look.request_id for look in taken])
    for place, look in enumerate(taken):
        left = taken[place:]
        looks.still_at(left, lease.database_now())
        is_ours = lease.take(looks.JOB, holder, _LOOKING)
        if not is_ours or champion not in ready or time.monotonic() >= until:
            _put_back(left)
            ready.clear()
            return
        _look_at(look, subjects.get(look.request_id), ready)


def _put_back(left: Sequence[Look]) -> None:
    for look in left:
        looks.not_begun(look)
    db.session.commit()


def _all_ready(versions: Sequence[Asked], holder: str) -> dict[Asked, Models]:
    """The versions that could be loaded. The lease is renewed for each, since loading may take long."""
    ready = {}
    for asked in versions:
        if lease.take(looks.JOB, holder, _LOADING) and (models := _ready(asked)) is not None:
            ready[asked] = models
    return ready


def _ready(asked: Asked) -> Models | None:
    """The version, loaded; None where it cannot be, which is told."""
    from triage.ml.errors import ModelUnreadable

    try:
        return classifier.models_of(asked.version_id)
    except NOT_ITS_FAULT:
        raise
    except ModelUnreadable as reason:
        _take_away(asked, "corrupt", NOT_READ.format(reason=reason))
    except TooSlow:
        _failed(asked, "slow", LOADED_TOO_SLOWLY)
    except Exception as error:
        log.error("model_not_loaded", id=asked.version_id, error=type(error).__name__, exc_info=True)
        _failed(asked, "failed", NOT_LOADED.format(error=type(error).__name__))
    return None


def _look_at(look: Look, subject: Subject | None, ready: dict[Asked, Models]) -> None:
    """Ask each version, and keep what they say. Who was taken away is not `ready` any more.

    A document that nobody can read any more has no opinion.
    """
    can_be_read = subject is not None and subject.case is not None
    said = {asked: _opinion(asked, models, subject) for asked, models in ready.items() if can_be_read}
    silent = [asked for asked, opinion in said.items() if opinion is None]
    if any(asked.is_champion for asked in silent):
        looks.failed(look)
    elif looks.done(look):
        db.session.add_all(opinion for opinion in said.values() if opinion)
    db.session.commit()
    if silent:
        standing = {asked.version_id for asked in _versions()}
        for asked in [asked for asked in ready if asked.version_id not in standing]:
            del ready[asked]


def _opinion(asked: Asked, models: Models, subject: Subject) -> SecondOpinion | None:
    """What this version thinks; None where it failed, which is told."""
    limit = current_app.settings.model_look_seconds
    began = time.monotonic()
    try:
        thought = within(limit, lambda: think(models, subject))
        phrases = [] if thought.columns["abstains"] else why(models, thought, subject, limit)
    except TooSlow:
        _failed(asked, "slow", TOO_SLOW.format(seconds=limit))
        return None
    except NOT_ITS_FAULT:
        raise
    except Exception as error:
        log.error("look_failed", id=subject.request_id, error=type(error).__name__, exc_info=True)
        _failed(asked, "failed", WENT_WRONG.format(error=type(error).__name__))
        return None
    _works(asked)
    return SecondOpinion(
        request_id=subject.request_id,
        version_id=asked.version_id,
        made_at=lease.database_now(),
        mode=SHOWN if asked.mode == SHOWN and not subject.is_decided else SHADOW,
        milliseconds=round((time.monotonic() - began) * 1000),
        phrases=phrases,
        **thought.columns,
    )


# What befell it


def _failed(asked: Asked, kind: str, sentence: str) -> None:
    """Told; and the version is taken away when it was one time too many."""
    at = lease.database_now()
    version = model_versions.version_of(asked.version_id)
    tell_of(kind, sentence, version, at=at)
    count = model_versions.failures_in_a_row(asked.version_id)
    if count >= current_app.settings.model_failures:
        fall_back("fell_back", TOO_OFTEN.format(count=count, last=sentence), version, at=at)
    db.session.commit()


def _take_away(asked: Asked, kind: str, sentence: str) -> None:
    fall_back(kind, sentence, model_versions.version_of(asked.version_id), at=lease.database_now())
    db.session.commit()


def _works(asked: Asked) -> None:
    """What had failed and works again begins to count anew."""
    count = model_versions.failures_in_a_row(asked.version_id)
    if count:
        tell_of(
            "recovered",
            WORKS_AGAIN.format(count=count),
            model_versions.version_of(asked.version_id),
            at=lease.database_now(),
        )


def _give_up_silent(champion: Asked, at: datetime) -> None:
    given_up = looks.give_up_silent(at)
    db.session.commit()  # whoever switches waits for these rows, and falling back would wait for whoever switches
    if given_up:
        _failed(champion, "failed", UNFINISHED)


# The tick


_UNHEARD_AFTER = looks.SILENT_AFTER * 2


def look_after_looks(at: datetime) -> int:
    """Ring for looks that nobody has begun, or that fell silent. What is rung for in vain is done from here, aside."""
    oldest = looks.oldest_left(at)
    db.session.commit()
    if oldest is None:
        return 0
    rung_with = [this_hour(at)]
    bell = bell_for(current_app.settings.redis_url)
    is_heard = bell is not None and bell.ring(looks.JOB, rung_with)
    if not is_heard or at - oldest >= _UNHEARD_AFTER:
        aside.do(looks.JOB, rung_with)
    return 1
