"""Long checks of rules: begun once, told as they go, taken up when a worker was killed, and never lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError

from ifd import clock
from ifd.clients.queue import JOBS, bell_for
from ifd.database import db
from ifd.jobs import long_work as doing
from ifd.jobs import rule_checks, tick, worker
from ifd.models import AuditEntry, RuleCheck, Suggestion, SupportRequest
from ifd.queries import received, rule_sets
from ifd.services import long_work, rules_room
from tests import factories, rule_texts
from tests.rule_texts import SHIPPED
from tests.servers.queue_contents import everything_in
from tests.settings import SECRET
from triage import proof

pytestmark = pytest.mark.usefixtures("db_session")
NOW = clock.now()
TEXT = rule_texts.text_named()
LESS = TEXT.replace("raise: emergency", "raise: urgent")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Looks at how far the work is come often, so that no test waits."""
    monkeypatch.setattr(doing, "_LOOK_EVERY", 0.01)


@pytest.fixture
def lead():
    return factories.staff("lead")


def asked(lead, kind="proof", text=TEXT, **facts) -> RuleCheck:
    check = rules_room.ask_for_check(kind, text, by=lead, at=facts.pop("at", clock.now()), **facts)
    db.session.commit()
    return check


def work(check: RuleCheck) -> RuleCheck:
    rule_checks.work([check.id])
    return again(check)


def again(check: RuleCheck) -> RuleCheck:
    db.session.rollback()
    db.session.refresh(check)
    return check


def proving(monkeypatch, act=lambda say: True):
    """Have the proof be `act`, which answers whether it holds."""

    def prove(ruleset, offers, say):
        return proof.Proof(ruleset.version, (proof.Property(1, "a", "A promise.", bool(act(say)), 0.1),))

    monkeypatch.setattr(proof, "prove", prove)


def silent(check: RuleCheck, tries: int = 1) -> None:
    """As a worker leaves it that was killed a while ago."""
    ago = clock.now() - long_work.SILENT_AFTER - timedelta(seconds=5)
    db.session.execute(
        text("update rule_check set tries = :tries where id = :id"), {"tries": tries, "id": check.id}
    )
    check.started_at = check.heard_of_at = ago
    db.session.commit()


# What comes of a check


@pytest.mark.parametrize(("holds", "outcome"), [(True, "held"), (False, "failed")])
def test_a_proof_leaves_its_report_and_the_directory_it_was_made_with(monkeypatch, lead, holds, outcome):
    proving(monkeypatch, lambda say: holds)
    check = work(asked(lead))

    assert (check.outcome, check.tries) == (outcome, 1)
    assert (check.report["holds"], check.report["properties"][0]["holds"]) == (holds, holds)
    assert check.directory_hash == rule_sets.hash_of_directory(rule_checks._offers())
    [entry] = db.session.scalars(select(AuditEntry).filter_by(action="rules.check_finished"))
    assert (entry.actor, entry.detail["outcome"]) == ("system", outcome)


def test_a_difference_is_of_the_version_it_is_against(monkeypatch, lead):
    seen = []

    def differences(before, after, offers, say):
        seen.append((before.version, after.version))
        return (proof.Difference(sentence="s", person={}, told=(), before={}, after={}),)

    monkeypatch.setattr(proof, "differences", differences)
    check = work(asked(lead, "difference"))

    assert seen == [(SHIPPED, rule_texts.NAME)]
    assert (check.outcome, len(check.report["differences"])) == ("done", 1)
    assert check.report["differences"][0]["sentence"] == "s"


def test_the_page_sees_how_far_it_is(app, monkeypatch, lead):
    seen = []
    check = asked(lead)

    def act(say):
        say(3, 40, "Whether danger is always answered")
        until = time.monotonic() + 10
        while not seen and time.monotonic() < until:
            time.sleep(0.02)
            row = db.session.execute(
                select(RuleCheck.done, RuleCheck.total, RuleCheck.step).where(RuleCheck.id == check.id)
            ).one()
            db.session.rollback()
            if row.done:
                seen.append(tuple(row))
        return True

    proving(monkeypatch, act)
    work(check)

    assert seen == [(3, 40, "Whether danger is always answered")]
    assert (check.done, check.total) == (40, 40)


def test_nothing_is_held_in_the_database_while_it_thinks(monkeypatch, lead):
    def act(say):
        assert not db.session().in_transaction()
        return True

    proving(monkeypatch, act)
    assert work(asked(lead)).outcome == "held"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (proof.SolverMissing(), "Install it with"),
        (proof.SolverGaveUp("timeout"), "nothing is proved"),
        (RuntimeError("Ada's words"), rule_checks.FAULT),
        (MemoryError(), rule_checks.FAULT),
    ],
)
def test_what_goes_wrong_is_told_in_a_sentence(monkeypatch, lead, fault, said):
    def act(say):
        raise fault

    proving(monkeypatch, act)
    check = work(asked(lead))

    assert check.outcome == "broken"
    assert said in check.report["sentence"]
    assert "Ada" not in str(check.report)


def test_work_that_takes_too_long_is_ended(monkeypatch, lead):
    monkeypatch.setattr(doing, "LONGEST", 0.05)

    def act(say):
        while True:
            time.sleep(0.01)
            say(0, 1, "going on")

    proving(monkeypatch, act)
    check = work(asked(lead))

    assert (check.outcome, check.report["sentence"]) == ("broken", doing.TOO_LONG)


def test_the_queue_gives_a_check_longer_than_it_takes_itself():
    assert JOBS["rule_checks"].within > doing.LONGEST


def test_another_text_than_was_asked_about_is_not_proved(monkeypatch, lead):
    proving(monkeypatch)
    check = asked(lead)
    check.text = LESS
    db.session.commit()

    assert (work(check).outcome, check.report["sentence"]) == ("broken", rule_checks.OTHER_TEXT)


# Once, and by one


def test_a_check_that_is_over_is_left_alone(monkeypatch, lead):
    proving(monkeypatch)
    check = work(asked(lead))
    proving(monkeypatch, lambda say: False)

    assert (work(check).outcome, check.tries) == ("held", 1)


def test_a_check_in_other_hands_is_left_alone(monkeypatch, lead):
    check = asked(lead)
    assert long_work.take_up(RuleCheck, check.id, clock.now())
    db.session.commit()
    proving(monkeypatch)

    assert (work(check).outcome, check.tries) == ("", 1)


def test_of_many_workers_one_has_it(app, lead):
    from tests.services.at_once import at_once

    check_id = asked(lead).id
    db.session.rollback()
    turns = at_once(app, *[lambda: long_work.take_up(RuleCheck, check_id, NOW) for _ in range(4)])

    assert sum(turn is not None for turn in turns) == 1, turns


def test_one_check_at_a_time_and_then_the_next_is_rung_for(app, monkeypatch, lead, valkey):
    first, second = asked(lead), asked(lead, text=LESS)
    turn = long_work.take_up(RuleCheck, first.id, clock.now())
    db.session.commit()
    proving(monkeypatch)
    assert work(second).outcome == ""
    valkey.flushall()
    long_work.finish(turn, long_work.Found("held"), long_work.Progress(), clock.now())
    db.session.commit()

    assert f"rule_checks-{second.id}" in everything_in(valkey)
    db.session.rollback()
    worker.run(app.settings, burst=True)
    assert again(second).outcome == "held"


def test_who_was_taken_for_dead_and_comes_back_writes_nothing(monkeypatch, lead):
    check = asked(lead)

    def act(say):
        silent(check)
        assert long_work.take_up(RuleCheck, check.id, clock.now()).number == 2
        db.session.commit()
        until = time.monotonic() + 10
        while time.monotonic() < until:
            say(1, 2, "late")
            time.sleep(0.01)
        raise AssertionError("nobody told it")

    proving(monkeypatch, act)
    work(check)

    assert (check.outcome, check.finished_at, check.tries) == ("", None, 2)


# Workers killed, the queue away, the database away


def test_a_worker_answers_the_bell(app, monkeypatch, lead, valkey):
    proving(monkeypatch)
    check = asked(lead)
    assert str(check.id) in everything_in(valkey)
    assert "raise" not in everything_in(valkey)
    db.session.rollback()
    worker.run(app.settings, burst=True)

    assert again(check).outcome == "held"


@pytest.mark.parametrize("address", ["", "redis://127.0.0.1:1/0"])
def test_without_a_queue_the_tick_does_it_aside(app, monkeypatch, lead, address):
    monkeypatch.setattr(app.settings, "redis_url", address)
    bell_for.cache_clear()
    proving(monkeypatch)
    check = asked(lead)
    tick_and_wait()

    assert again(check).outcome == "held"
    bell_for.cache_clear()


def test_the_tick_rings_for_what_nobody_began_and_does_it_when_nobody_hears(monkeypatch, lead, valkey):
    proving(monkeypatch)
    check = asked(lead)
    valkey.flushall()
    tick_and_wait()
    assert again(check).outcome == ""
    assert f"rule_checks-{check.id}" in everything_in(valkey)

    check.asked_at = clock.now() - long_work.SILENT_AFTER
    db.session.commit()
    tick_and_wait()
    assert again(check).outcome == "held"


def test_no_duty_waits_for_a_check(monkeypatch, lead):
    go_on = threading.Event()
    proving(monkeypatch, lambda say: go_on.wait(30))
    check = asked(lead)
    silent(check)
    assert tick.once()  # with the check at hand
    assert not again(check).finished_at
    assert tick.once()
    go_on.set()
    doing.aside.join(30)

    assert again(check).outcome == "held"


def test_what_fell_silent_is_taken_up_and_given_up_after_three_times(monkeypatch, lead):
    check = asked(lead)
    silent(check)
    proving(monkeypatch)
    tick_and_wait()
    assert (again(check).outcome, check.tries) == ("held", 2)

    hopeless = asked(lead, text=LESS)
    silent(hopeless, tries=long_work.MOST_TURNS)
    assert long_work.take_up(RuleCheck, hopeless.id, clock.now()) is None
    db.session.commit()
    tick_and_wait()
    assert (again(hopeless).outcome, hopeless.report["sentence"]) == ("broken", long_work.NEVER_ENDED)
    [told] = db.session.scalars(select(AuditEntry).filter_by(subject="rule_check", subject_id=hopeless.id,
                                                             action="rules.check_finished"))  # fmt: skip
    assert (told.actor, told.detail["outcome"]) == ("system", "broken")
    tick_and_wait()


def test_what_is_alive_is_not_touched_by_the_tick(monkeypatch, lead):
    check = asked(lead)
    long_work.take_up(RuleCheck, check.id, clock.now())
    check.asked_at = clock.now() - timedelta(hours=1)
    db.session.commit()
    proving(monkeypatch)
    tick_and_wait()

    assert (again(check).outcome, check.tries) == ("", 1)


def test_with_the_database_away_for_a_moment_the_proof_goes_on(monkeypatch, lead):
    def act(say):
        with away():
            say(1, 2, "unheard")
            time.sleep(0.2)
        say(2, 2, "heard")
        return True

    proving(monkeypatch, act)
    assert work(asked(lead)).outcome == "held"


def test_with_the_database_away_at_the_end_it_is_taken_up_again(monkeypatch, lead):
    check = asked(lead)
    broken = []

    def act(say):
        gone = away()
        gone.__enter__()
        broken.append(gone)
        return True

    proving(monkeypatch, act)
    rule_checks.work([check.id])
    broken.pop().__exit__(None, None, None)
    assert again(check).finished_at is None
    silent(check)
    proving(monkeypatch)
    tick_and_wait()

    assert (again(check).outcome, check.tries) == ("held", 2)


def test_with_the_database_away_as_it_reads_it_is_taken_up_again_and_not_called_broken(monkeypatch, lead):
    def gone():
        raise OperationalError("away", {}, Exception("away"))

    check = asked(lead)
    with monkeypatch.context() as patched:
        patched.setattr(rule_checks, "offers_for_triage", gone)
        assert work(check).finished_at is None
    silent(check)
    proving(monkeypatch)
    tick_and_wait()

    assert (again(check).outcome, check.tries) == ("held", 2)


_SLOW_WORKER = """
import time
from ifd.jobs import worker
from ifd.settings import load_settings
from triage import proof

def forever(ruleset, offers, say):
    say(1, 2, "begun")
    time.sleep(60)

proof.prove = forever
worker.run(load_settings())
"""


@pytest.mark.slow
def test_a_worker_killed_outright_loses_nothing(monkeypatch, lead, database_url, valkey_url):
    check = asked(lead)
    process = subprocess.Popen(
        [sys.executable, "-c", _SLOW_WORKER],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "DATABASE_URL": database_url, "REDIS_URL": valkey_url, "ENVIRONMENT": "test",
             "SECRET_KEY": SECRET},
    )  # fmt: skip
    try:
        assert wait_until(lambda: again(check).done == 1)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    silent(again(check))
    proving(monkeypatch)
    tick_and_wait()

    assert (again(check).outcome, check.tries) == ("held", 2)


def wait_until(is_so, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = is_so()
        db.session.rollback()  # what was read must not keep the other process from writing
        if found:
            return True
        time.sleep(0.1)
    return False


def tick_and_wait() -> None:
    assert tick.once()
    doing.aside.join(30)


@contextmanager
def away():
    """A database that fails whatever it is asked."""

    def fail(*_args):
        raise OperationalError("away", {}, Exception("away"))

    event.listen(db.engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", fail)


# Replay


def test_a_replay_tells_whom_the_draft_would_treat_differently(lead):
    factories.request(at=NOW)
    danger = factories.request(at=NOW, safety={"immediate_danger": "yes"}, text="Zebra came to tea.")
    long_ago = factories.request(at=NOW - timedelta(days=200), safety={"immediate_danger": "yes"})
    db.session.commit()
    before = everything_of_requests()
    check = work(asked(lead, "replay", LESS))

    assert check.outcome == "done"
    assert (check.report["requests"], check.report["different"], check.report["less"]) == (2, 1, 1)
    assert [one["request"] for one in check.report["shown"]] == [danger.id]
    assert check.report["shown"][0]["changes"][0] == "priority_lowered"
    assert check.report["moves"] == [{"from": "emergency", "to": "urgent", "requests": 1}]
    assert check.report["from"] == received.months_back(clock.london_date(NOW), 3).date().isoformat()
    assert everything_of_requests() == before
    for told in ("Zebra", "Ada", "Lindqvist", danger.reference, "Maja"):
        assert told not in str(check.report)
    assert long_ago.id != danger.id
    wider = work(asked(lead, "replay", LESS, about={"months": 12}))
    assert {one["request"] for one in wider.report["shown"]} == {danger.id, long_ago.id}


def test_a_replay_reads_what_they_wrote_also_beyond_a_documents_length(lead):
    written = "School is hard. " * 1500 + "I want to kill myself tonight and I have the pills here."
    request = factories.request(at=NOW)
    request.text = written
    db.session.commit()
    [(key, case)] = received.cases_since(NOW - timedelta(days=1))

    assert (key, case.text) == (request.id, written)
    quieter = TEXT.replace("raise: very_urgent", "raise: soon").replace(
        "crisis: crisis_team", "lead: crisis_team"
    )
    check = work(asked(lead, "replay", quieter))
    assert check.outcome == "done"


def test_a_request_that_cannot_be_read_is_counted(lead):
    request = factories.request(at=NOW)
    request.document = {**request.document, "age": "fourteen"}
    factories.request(at=NOW)
    db.session.commit()
    check = work(asked(lead, "replay"))

    assert (check.report["requests"], check.report["not_read"]) == (1, 1)
    assert check.total == 2


def test_batches_neither_miss_nor_repeat(monkeypatch, lead):
    monkeypatch.setattr(received, "AT_ONCE", 2)
    made = [factories.request(at=NOW - timedelta(hours=n // 3)) for n in range(7)]  # several at one moment
    db.session.commit()
    found = [key for key, _case in received.cases_since(NOW - timedelta(days=1))]

    assert sorted(found) == sorted(request.id for request in made)
    assert received.how_many_since(NOW - timedelta(days=1)) == 7


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 22), 3, date(2026, 8, 22)),
        (date(2026, 2, 28), 3, date(2025, 11, 28)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 12, 31), 1, date(2026, 11, 30)),
    ],
)
def test_months_are_counted_as_people_count_them(day, months, then):
    moment = received.months_back(day, months)
    assert (moment.date(), moment.hour, moment.tzinfo) == (then, 0, clock.LONDON)


def everything_of_requests() -> tuple:
    db.session.rollback()
    requests = db.session.execute(
        select(SupportRequest.id, SupportRequest.version, SupportRequest.priority, SupportRequest.text)
    )
    return [tuple(row) for row in requests], db.session.scalar(select(func.count(Suggestion.id)))


# In earnest


@pytest.mark.slow
@pytest.mark.engines("sqlite")
def test_rules_are_proved_compared_proposed_and_published_in_earnest(lead):
    written = rule_texts.text_named("2026-11-01-earnest")
    draft = rule_texts.draft_of(written, lead)
    checks = [asked(lead, kind, written) for kind in ("proof", "difference")]
    assert rules_room.what_is_missing(draft)
    db.session.rollback()
    assert [work(check).outcome for check in checks] == ["held", "done"]
    assert [found["holds"] for found in checks[0].report["properties"]] == [True] * 7
    assert checks[1].report == {"differences": []}

    rules_room.propose(draft, "In earnest.", by=lead, at=NOW)
    published = rules_room.publish(draft, by=factories.staff("lead"), at=NOW)
    assert rule_sets.rules_in_force(clock.london_date(NOW)).version == published.version.name
    less = work(asked(lead, "difference", LESS))
    assert less.report["differences"]
