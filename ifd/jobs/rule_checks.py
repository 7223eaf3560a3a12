"""Long work on a text of rules: its proof, how it differs from another, its replay. Safe to run twice.

What stands in a finished row's report:
- proof (outcome held or failed): `Proof.to_document()`;
- difference (done): `{"differences": [Difference.to_document(), ...]}`;
- replay (done): `triage.replaying.Tally.to_document()` and `{"from": day}`, with row ids of requests under `shown`;
- any that broke off (broken): `{"sentence": why, and what to do}`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from types import ModuleType

import structlog
from flask import Flask, current_app
from rq.timeouts import BaseTimeoutException

from ifd.clients.queue import bell_for
from ifd.database import AWAY, db, reading_briefly
from ifd.queries import received, rule_sets
from ifd.queries.directory import offers_for_triage
from ifd.services import lease
from ifd.services.rules_room import working
from ifd.services.rules_room.working import Found, Progress, Turn
from triage.directory import Offer
from triage.replaying import Tally, replay
from triage.rules.entries import RuleSetError
from triage.rules.loader import load_ruleset
from triage.rules.ruleset import RuleSet

log = structlog.get_logger()

Say = Callable[[int, int, str], None]
LONGEST = 25 * 60  # seconds; the queue gives up on a job a little later
_LOOK_EVERY = 1.0  # seconds between looks at how far the work is
_BEAT_EVERY = 20.0  # seconds between signs of life while it stands still
TOO_LONG = (
    f"It took longer than {LONGEST // 60} minutes and was stopped. Tell whoever looks after the software."
)
OTHER_TEXT = "The text is no longer the one that was asked about. Ask again."
CANNOT_BE_READ = (
    "This software cannot read one of the two rule sets. Open the draft: its mistakes are shown there."
)
FAULT = "The check itself went wrong. Ask again, and if that does not help, tell whoever looks after the software."


class Cannot(Exception):
    """The check cannot be done: the sentence says why, and what to do."""


class Overtaken(Exception):
    """Somebody else has this check now: what is found here counts no more."""


def work(ids: Sequence[int]) -> None:
    """Do the checks rung for. What is over, or in somebody else's hands, is left alone."""
    for check_id in ids:
        try:
            _work_on(check_id)
        except AWAY as error:
            # The row is silent from now on, and the tick finds it.
            db.session.rollback()
            log.warning("check_left", id=check_id, error=type(error).__name__)


def _work_on(check_id: int) -> None:
    turn = working.take_up(check_id, lease.database_now())
    db.session.commit()
    if turn is None:
        return
    log.info("check_begun", id=check_id, kind=turn.kind)
    with _kept_alive(turn) as progress:
        try:
            found = _find_out(turn, progress.say)
        except Overtaken:
            log.warning("check_overtaken", id=check_id)
            return
    ended = working.finish(turn, found, progress, lease.database_now())
    db.session.commit()
    log.info("check_ended", id=check_id, kind=turn.kind, state=found.outcome if ended else "overtaken")


def _find_out(turn: Turn, say: Say) -> Found:
    """What comes of the check; whatever goes wrong is an outcome too, with a sentence. AWAY is let through."""
    try:
        offers = _offers()
        outcome, report = _KINDS[turn.kind](turn, _ruleset(turn), offers, say)
        return Found(outcome, report, rule_sets.hash_of_directory(offers))
    except (Overtaken, *AWAY):
        raise
    except Cannot as reason:
        sentence = str(reason)
    except BaseTimeoutException:
        sentence = TOO_LONG
    except Exception as error:
        log.error("check_failed", id=turn.check_id, error=type(error).__name__, exc_info=True)
        sentence = FAULT
    db.session.rollback()
    return Found.broken(sentence)


# The three kinds


def _prove(turn: Turn, ruleset: RuleSet, offers: Sequence[Offer], say: Say) -> tuple[str, dict]:
    with _solver() as proof:
        found = proof.prove(ruleset, offers, say)
    return ("held" if found.holds else "failed"), found.to_document()


def _differ(turn: Turn, ruleset: RuleSet, offers: Sequence[Offer], say: Say) -> tuple[str, dict]:
    with _solver() as proof:
        found = proof.differences(_against(turn), ruleset, offers, say)
    return "done", {"differences": [one.to_document() for one in found]}


@contextmanager
def _solver() -> Iterator[ModuleType]:
    """The proof, which nothing else here needs; where it gives no answer, a sentence that says what to do."""
    from triage import proof

    try:
        yield proof
    except proof.NoAnswer as error:
        raise Cannot(f"{error} Then ask again.") from error


def _replay(turn: Turn, ruleset: RuleSet, offers: Sequence[Offer], say: Say) -> tuple[str, dict]:
    since = received.months_back(date.fromisoformat(turn.about["until"]), turn.about["months"])
    tally, total = Tally(), received.how_many_since(since)
    for replayed in replay(tally.readable(received.cases_since(since)), _against(turn), ruleset, offers):
        tally.add(replayed)
        say(tally.looked_at, max(total, tally.looked_at), "Looking at each request")
    return "done", {"from": since.date().isoformat(), **tally.to_document()}


_KINDS = {"proof": _prove, "difference": _differ, "replay": _replay}


def _ruleset(turn: Turn) -> RuleSet:
    if rule_sets.hash_of(turn.text) != turn.text_hash:
        raise Cannot(OTHER_TEXT)
    try:
        return load_ruleset(turn.text, "draft")
    except RuleSetError as error:
        raise Cannot(CANNOT_BE_READ) from error


def _against(turn: Turn) -> RuleSet:
    with reading_briefly():
        ruleset = rule_sets.ruleset_named(turn.against)
    if ruleset is None:
        raise Cannot(CANNOT_BE_READ)
    return ruleset


def _offers() -> tuple[Offer, ...]:
    with reading_briefly():
        return offers_for_triage()


# Signs of life


class _Work(Progress):
    """How far the work is. It only remembers: another thread writes it down, so that no work waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.began = time.monotonic()
        self.is_over = threading.Event()
        self.is_overtaken = False

    def say(self, done: int, total: int, step: str) -> None:
        if self.is_overtaken:
            raise Overtaken
        if time.monotonic() - self.began > LONGEST:
            raise Cannot(TOO_LONG)
        self.done, self.total, self.step = done, total, step


@contextmanager
def _kept_alive(turn: Turn) -> Iterator[_Work]:
    """While inside, the row tells how far the work is and that somebody is at it, for `LONGEST` at most."""
    work = _Work()
    app = current_app._get_current_object()
    beating = threading.Thread(target=_beat, args=(app, turn, work), daemon=True)
    beating.start()
    try:
        yield work
    finally:
        work.is_over.set()
        beating.join()


def _beat(app: Flask, turn: Turn, work: _Work) -> None:
    said, said_at = None, time.monotonic()
    while not work.is_over.wait(_LOOK_EVERY) and time.monotonic() - work.began <= LONGEST:
        progress = (work.done, work.total, work.step)
        if progress == said and time.monotonic() - said_at < _BEAT_EVERY:
            continue
        with app.app_context():
            try:
                is_ours = working.note(turn, Progress(*progress), lease.database_now())
                db.session.commit()
            except AWAY:
                db.session.rollback()  # the work needs no database, and the next beat tries again
                continue
        said, said_at = progress, time.monotonic()
        if not is_ours:
            work.is_overtaken = True
            return


# The tick


_aside: threading.Thread | None = None


def look_after_checks(at: datetime) -> int:
    """Ring for a check that nobody has begun. What fell silent, or was rung for in vain, is done from here, aside,
    so that no other duty waits for it."""
    working.give_up_silent(at)
    waiting = [check for check in rule_sets.open_checks() if check.finished_at is None]
    if not waiting or any(working.is_alive(check, at) for check in waiting):
        return 0
    first = waiting[0]
    is_new = first.heard_of_at is None
    is_unheard = at - first.asked_at >= working.SILENT_AFTER
    check_id = first.id
    db.session.commit()
    bell = bell_for(current_app.settings.redis_url)
    is_heard = is_new and bell is not None and bell.ring("rule_checks", [check_id])
    if not is_heard or is_unheard:
        _work_aside(check_id)
    return 1


def _work_aside(check_id: int) -> None:
    global _aside
    if _aside is not None and _aside.is_alive():
        return
    _aside = threading.Thread(
        target=_in_context, args=(current_app._get_current_object(), check_id), daemon=True
    )
    _aside.start()


def _in_context(app: Flask, check_id: int) -> None:
    with app.app_context():
        work([check_id])
