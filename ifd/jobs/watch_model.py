"""A daily look at how the classifier does, beside what clinicians decided. Safe to run twice.

A real change of what comes in, or of what is decided, is told. When agreement falls past the limit the rules go on
alone. What stands in the report of a `ModelWatch`:
`{"from", "until", "looked_at", "decided", "shown", "called_wrong", "answered", "right_of_answered",
"sets_that_hold_it", "labels_in_a_set", "months": [group figures], "groups": {what: [group figures]},
"calibration": [steps], "picture": SVG, "shifts": [{..., "sentence"}], "past_limit", "looking_back": as `_looking_back`
makes it}`. Every figure of a group hides small numbers; the others are None where they would rest on too few.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from flask import current_app
from rq.timeouts import BaseTimeoutException

from ifd import clock
from ifd.clients.queue import bell_for
from ifd.database import AWAY, db, reading_briefly
from ifd.jobs.aside import Aside
from ifd.jobs.batches import in_batches
from ifd.jobs.model_groups import figures_by_group
from ifd.models import ModelWatch
from ifd.models.model_standing import OFF
from ifd.models.model_watch import EVERY
from ifd.queries import model_subjects, model_versions, opinions_beside, watched_opinions
from ifd.queries.opinions_beside import Beside
from ifd.services import lease
from ifd.services.bell import this_hour
from ifd.services.second_opinion.falling_back import fall_back, tell_of
from triage.vocabulary import Hindsight

if TYPE_CHECKING:
    from triage.ml.drift import Reference, Shift
    from triage.ml.examples import Example

log = structlog.get_logger()

JOB = "watch_model"
LOOK_BACK = timedelta(days=365)
NEWEST = timedelta(days=28)  # whose inputs and decisions are held beside what it learned from
TOLD_AGAIN_AFTER = timedelta(days=28)
_LEASE = 660  # seconds: longer than a worker may be at it, and how soon one that failed is tried again
FEWEST = 5  # a share of fewer is not told
_AT_ONCE = 100
PAST_LIMIT = (
    "Clinicians agree with it clearly less often than when it learned ({expected:.0%} of its answers were right then)."
)
FAILED = "The daily watch over {name} failed"
TRIED_AGAIN = "It is tried again. Until then nobody sees whether it still agrees with clinicians."

aside = Aside()


def work(_ids: Sequence[int] = ()) -> None:
    """Watch every version that stands, one worker at a time. After a failure the lease is left to end by itself."""
    holder = secrets.token_hex(8)
    try:
        if not lease.take(JOB, holder, _LEASE):
            return
        went_well = [_watched(version_id) for version_id in _standing()]
        if all(went_well):
            lease.give_back(JOB, holder)
    except AWAY as error:
        db.session.rollback()  # the tick asks again
        log.warning("watch_left", error=type(error).__name__)


def _watched(version_id: int) -> bool:
    """Whether the watch came to an end. What went wrong is told once a day."""
    try:
        _watch(version_id)
    except AWAY:
        raise
    except Exception as error:
        db.session.rollback()
        log.error("watch_failed", id=version_id, error=type(error).__name__, exc_info=True)
        _tell_of_failure(version_id, type(error).__name__)
        if isinstance(error, BaseTimeoutException):
            raise  # there is no time for another
        return False
    return True


def _standing() -> list[int]:
    with reading_briefly():
        standing = model_versions.standing_now()
        if standing is None or standing.mode == OFF:
            return []
        return [key for key in (standing.champion_id, standing.challenger_id) if key is not None]


def _watch(version_id: int) -> None:
    now = lease.database_now()
    with reading_briefly():
        version = model_versions.version_of(version_id)
        about, made_at = version.about, version.made_at
        since = model_versions.stands_since(version_id) or now
    rows = sorted(
        opinions_beside.opinions_beside_decisions(version_id, max(now - LOOK_BACK, made_at), now),
        key=lambda row: row.decided_at,
    )
    expected = (about.get("offer") or {}).get("right_of_answered")
    # Switched on again it begins anew: what was decided before has been judged, and somebody has seen why it went.
    is_past = _is_past_limit([row for row in rows if row.decided_at >= since], expected)
    if is_past:
        sentence = PAST_LIMIT.format(expected=expected)
        fall_back("drifted", sentence, model_versions.version_of(version_id), at=now)
        db.session.commit()  # it stays taken away, whatever becomes of the figures
    found = _shifts(version_id, about, rows, now)
    db.session.add(ModelWatch(version_id=version_id, at=now, report=_report(rows, found, is_past, now)))
    _tell(version_id, [shift for shift in found if shift.is_real], now)
    db.session.commit()
    log.info("model_watched", id=version_id, count=len(rows), state="past_limit" if is_past else "within")


# What it does


def _is_past_limit(rows: Iterable[Beside], expected: float | None) -> bool:
    from triage.ml.drift import past_limit

    return expected is not None and past_limit((row.agrees for row in rows if not row.abstains), expected)


def _report(rows: Sequence[Beside], found: Sequence[Shift], is_past: bool, now: datetime) -> dict:
    from triage.ml.groups import Seen, by_group
    from triage.ml.picture import calibration_picture, steps

    seen = [Seen(place, not row.abstains, row.agrees, row.probability) for place, row in enumerate(rows)]
    months = {place: f"{clock.london_date(row.decided_at):%Y-%m}" for place, row in enumerate(rows)}
    answered = [row for row in rows if not row.abstains]
    calibrated = steps([row.probability for row in rows], [row.agrees for row in rows]) if rows else ()
    by_month = sorted(by_group(seen, months), key=lambda one: one.group)
    return {
        "from": min((row.decided_at for row in rows), default=now).date().isoformat(),
        "until": now.date().isoformat(),
        "decided": len(rows),
        "shown": sum(row.was_shown for row in rows),
        "called_wrong": sum(row.is_called_wrong for row in rows),
        "answered": _mean(len(answered), len(rows)),
        "right_of_answered": _mean(sum(row.agrees for row in answered), len(answered)),
        "sets_that_hold_it": _mean(sum(row.kind.value in row.alternatives for row in rows), len(rows)),
        "labels_in_a_set": _mean(sum(len(row.alternatives) for row in rows), len(rows)),
        "months": [asdict(one) for one in by_month],
        "groups": {
            what: [asdict(one) for one in figures]
            for what, figures in figures_by_group(seen, {n: row.protected for n, row in enumerate(rows)}).items()
        },
        "calibration": [asdict(step) for step in calibrated if step.may_be_shown],
        "picture": calibration_picture(calibrated) if calibrated else "",
        "shifts": [{**asdict(shift), "sentence": str(shift)} for shift in found],
        "past_limit": is_past,
        "looking_back": _looking_back(rows),
    }


def _looking_back(rows: Iterable[Beside]) -> dict:
    """Who was right in the eyes of those who closed: the rules, and it on the same requests.

    `{"answers": {answer: number or None}, "rules": [group figures], "second_opinion": [group figures]}`; the opinions
    apart by whether whoever decided saw them. The rules say nothing of how sure they are.
    """
    from triage.ml.groups import Seen, by_group

    asked = dict(enumerate(row for row in rows if row.looked_back is not None))
    rules, opinions = [], []
    for key, row in asked.items():
        said, right = row.looked_back.answer, row.looked_back.right_kind
        rules.append(Seen(key, said is not Hindsight.CANNOT_TELL, said is Hindsight.YES))
        has_answer = right is not None and not row.abstains
        opinions.append(Seen(key, has_answer, row.label == right, row.probability))
    answers = by_group(rules, {key: row.looked_back.answer.value for key, row in asked.items()})
    was_shown = {key: "shown" if row.was_shown else "not shown" for key, row in asked.items()}
    return {
        "answers": {one.group: one.number for one in answers},
        "rules": [{**asdict(one), "too_sure": None} for one in by_group(rules, lambda _: "everybody")],
        "second_opinion": [asdict(one) for one in by_group(opinions, was_shown)],
    }


def _mean(total: int, of: int) -> float | None:
    return total / of if of >= FEWEST else None


# What comes in


def _shifts(version_id: int, about: dict, rows: Sequence[Beside], now: datetime) -> tuple[Shift, ...]:
    """What the newest weeks differ in from what the version learned from; nothing where that is not known."""
    from triage.ml.drift import Reference, shifts

    if not about.get("reference"):
        return ()
    newest = list(opinions_beside.opinions_since(version_id, now - NEWEST))
    examples = [one for batch in in_batches((key for key, _ in newest), _AT_ONCE) for one in _examples(batch)]
    decisions = [row.kind.value for row in rows if row.decided_at >= now - NEWEST]
    came = Reference.of(examples, decisions, [likeness for _, likeness in newest])
    return shifts(Reference.from_document(about["reference"]), came)


def _examples(request_ids: Sequence[int]) -> Iterator[Example]:
    from triage.ml.examples import example_of

    for subject in model_subjects.subjects(request_ids).values():
        if subject.case is not None:
            yield example_of(subject.case, subject.names)


def reference_of(examples: Sequence[Example], labels: Sequence[str], likenesses: Sequence[float]) -> dict:
    """What a version learned from, in counts, for its row to keep."""
    from triage.ml.drift import Reference

    made: Reference = Reference.of(examples, labels, likenesses)
    return made.as_document()


def _tell(version_id: int, real: Iterable[Shift], now: datetime) -> None:
    """Each change once a month, not once a day."""
    version = model_versions.version_of(version_id)
    told = model_versions.sentences_since(version_id, "drifted", now - TOLD_AGAIN_AFTER)
    for shift in real:
        beginning = f"{shift.what.capitalize()} changed"
        if not any(sentence.startswith(beginning) for sentence in told):
            tell_of("drifted", str(shift), version, at=now)


def _tell_of_failure(version_id: int, error: str) -> None:
    """Of no version: it is the watch that failed, and no failure of looking at requests."""
    now = lease.database_now()
    beginning = FAILED.format(name=model_versions.version_of(version_id).name)
    told = model_versions.sentences_since(None, "failed", now - EVERY)
    if not any(sentence.startswith(beginning) for sentence in told):
        tell_of("failed", f"{beginning} ({error}). {TRIED_AGAIN}", None, at=now)
    db.session.commit()


# The tick


_UNHEARD_AFTER = timedelta(minutes=2)


def watch_daily(at: datetime) -> int:
    """Ring once a day, while it is on. What is rung for in vain is done from here, aside."""
    due = _due_since(at)
    if due is None or at < due:
        return 0
    rung_with = [this_hour(at)]
    bell = bell_for(current_app.settings.redis_url)
    is_heard = bell is not None and bell.ring(JOB, rung_with)
    if not is_heard or at - due >= _UNHEARD_AFTER:
        aside.do(JOB, rung_with)
    return 1


def _due_since(at: datetime) -> datetime | None:
    """Since when the next watch is due, or from when; None while it is off."""
    with reading_briefly():
        standing = model_versions.standing_now()
        if standing is None or standing.mode == OFF:
            return None
        newest = watched_opinions.last_watched(standing.champion_id)
        return min(standing.at, at) if newest is None else newest + EVERY
