"""The tick does what was left behind, once, whoever else ticks; and the queue may be away for as long as it likes."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
import redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import select

from ifd import clock
from ifd.clients.queue import QUEUE_NAME, bell_for
from ifd.clients.queue_server import QueueServer
from ifd.database import db
from ifd.jobs import tick, worker
from ifd.models import Draft, Heartbeat, MailboxMessage, OutboxMessage, Task
from ifd.services import lease, partners
from ifd.services.second_opinion.falling_back import fall_back, tell_of
from tests import factories, rule_texts, second_opinions, with_partner
from tests.servers.queue_contents import everything_in
from tests.services.at_once import at_once

pytestmark = pytest.mark.usefixtures("db_session")
NOW = clock.now()


def tasks(kind: str) -> list[Task]:
    return list(db.session.scalars(select(Task).filter_by(kind=kind)))


def sent() -> int:
    return len(list(db.session.scalars(select(MailboxMessage))))


def draft(*, danger_at=None, expires_in=timedelta(days=28), key="k") -> Draft:
    made = Draft(
        token_hash=key,
        submission_key=key,
        started_at=NOW,
        saved_at=NOW,
        expires_at=NOW + expires_in,
        danger_at=danger_at,
        answers={"text": "words"},
    )
    db.session.add(made)
    db.session.commit()
    return made


# Messages


def test_a_message_nobody_was_rung_for_is_rung_for_again(valkey):
    factories.request(at=NOW)
    db.session.commit()
    valkey.flushall()
    tick.once()

    [job] = Queue(QUEUE_NAME, connection=valkey, serializer=JSONSerializer).jobs
    assert job.args == [[db.session.scalar(select(OutboxMessage.id))]]


@pytest.mark.parametrize("address", ["", "redis://127.0.0.1:1/0"])
def test_with_the_queue_down_or_absent_messages_go_all_the_same(app, monkeypatch, address):
    monkeypatch.setattr(app.settings, "redis_url", address)
    bell_for.cache_clear()
    factories.request(at=NOW)
    db.session.commit()
    tick.once()

    assert sent() == 1
    bell_for.cache_clear()


def test_a_bell_nobody_answers_is_answered_by_the_tick(valkey):
    factories.request(at=NOW - tick._UNHEARD_AFTER)
    db.session.commit()
    tick.once()

    assert sent() == 1


def test_messages_survive_a_queue_that_comes_back_empty(app, monkeypatch):
    with QueueServer() as server:
        monkeypatch.setattr(app.settings, "redis_url", server.url)
        factories.request(at=NOW)
        db.session.commit()
        with redis.Redis.from_url(server.url) as connection:
            connection.flushall()
        tick.once()
        worker.run(app.settings, burst=True)
    db.session.expire_all()

    assert sent() == 1


# People asked to do something


def test_a_silent_service_becomes_a_leads_task_once_and_an_answer_ends_it():
    request = with_partner.allocated(at=NOW - timedelta(days=9))
    db.session.commit()
    tick.once()
    tick.once()

    [task] = tasks("partner_silent")
    assert (task.role, task.request_id, task.done_at) == ("lead", request.id, None)
    assert with_partner.allocation.current(request).offer.organisation.name in task.title

    partners.accept(request, by=with_partner.partner_for(request), at=clock.now())
    assert task.done_at is not None
    assert task.outcome == "The service accepted the request."


def test_a_service_within_its_time_is_left_in_peace():
    with_partner.allocated(at=NOW)
    db.session.commit()
    tick.once()

    assert tasks("partner_silent") == []


def test_only_late_clocks_of_urgent_requests_become_tasks():
    factories.request(at=NOW - timedelta(days=90))
    urgent = factories.request(at=NOW - timedelta(days=2), safety={"suicidal_thoughts_now": "yes"})
    assert urgent.priority_rank <= 2
    db.session.commit()
    tick.once()
    tick.once()

    late = tasks("late_clock")
    assert {task.request_id for task in late} == {urgent.id}
    assert len(late) == len({task.about for task in late})


def test_a_danger_draft_is_looked_at_once_and_never_forgotten_without_a_person():
    left = draft(danger_at=NOW - timedelta(hours=1), expires_in=-timedelta(days=1))
    tick.once()
    tick.once()

    assert [task.draft_id for task in tasks("danger_draft")] == [left.id]
    assert [task.draft_id for task in tasks("danger_draft_expiring")] == [left.id]
    assert left.answers == {"text": "words"}


def test_a_danger_draft_being_written_now_is_given_time():
    draft(danger_at=NOW)
    tick.once()

    assert tasks("danger_draft") == []


def test_a_danger_draft_that_was_sent_needs_no_second_look():
    made = draft(danger_at=NOW - timedelta(hours=1))
    factories.request(at=NOW, key=made.submission_key)
    db.session.commit()
    tick.once()

    assert tasks("danger_draft") == []


def test_an_ordinary_draft_is_forgotten_in_its_time():
    over = draft(expires_in=-timedelta(minutes=1), key="over")
    kept = draft(expires_in=timedelta(days=1), key="kept")
    tick.once()

    assert over.answers == {}
    assert kept.answers == {"text": "words"}


def test_the_calendar_is_asked_for_before_it_runs_out(monkeypatch):
    tick.once()
    assert tasks("calendar") == []
    monkeypatch.setattr("ifd.services.sweep.holidays_run_out_soon", lambda _today: True)
    tick.once()
    tick.once()

    assert len(tasks("calendar")) == 1


def test_a_lead_is_told_once_of_rules_that_cannot_be_read():
    tick.once()
    assert tasks("rules_not_read") == []
    rule_texts.unreadable()
    db.session.commit()
    tick.once()
    tick.once()

    [task] = tasks("rules_not_read")
    assert task.role == "lead"
    assert rule_texts.UNREADABLE in task.title
    assert rule_texts.SHIPPED in task.title


def test_a_lead_is_told_once_of_each_time_the_second_opinion_was_taken_away():
    version = second_opinions.version("m-3f9a1c20d4e5")
    second_opinions.stand("shadow", version, at=clock.now())  # so that no watch is overdue
    tell_of("slow", "It took 3 seconds.", version, at=NOW)
    db.session.commit()
    tick.once()
    assert tasks("second_opinion") == []
    fall_back("drifted", "Clinicians agree with it less often.", version, at=NOW)
    db.session.commit()
    tick.once()
    tick.once()

    [task] = tasks("second_opinion")
    assert (task.role, task.request_id) == ("lead", None)
    assert "m-3f9a1c20d4e5 was taken away by itself" in task.title
    tell_of("drifted", "Length changed.", version, at=NOW)
    db.session.commit()
    tick.once()
    assert len(tasks("second_opinion")) == 2


def test_a_champion_taken_away_is_told_beside_the_drift_of_its_challenger():
    champion, challenger = second_opinions.version("m-00000000cafe"), second_opinions.version("m-0000000000aa")
    second_opinions.shown(champion, challenger)
    fall_back("drifted", "Clinicians agree with it less often.", champion, at=NOW)
    tell_of("drifted", "Length changed.", challenger, at=NOW)
    db.session.commit()
    tick.once()
    tick.once()

    taken_away, drifted = sorted(tasks("second_opinion"), key=lambda task: task.id)
    assert "m-00000000cafe was taken away by itself" in taken_away.title
    assert "since m-0000000000aa learned" in drifted.title


# One at a time, and no duty stops another


def test_of_many_ticks_at_once_one_acts(app):
    lease.take("other", "nobody", 1)  # the table is warm
    results = at_once(app, *[lambda n=n: lease.take("tick", f"host-{n}", 60) for n in range(6)])

    assert results.count(True) == 1
    assert results.count(False) == 5


def test_a_lease_passes_on_when_it_is_over_or_given_back():
    assert lease.take("tick", "a", 60)
    assert lease.take("tick", "a", 60)
    assert not lease.take("tick", "b", 60)
    lease.give_back("tick", "b")
    assert not lease.take("tick", "b", 60)
    lease.give_back("tick", "a")
    assert lease.take("tick", "b", -1)
    assert lease.take("tick", "a", 60)


def test_a_duty_that_fails_is_seen_and_the_others_are_done(monkeypatch):
    def broken(_at):
        raise RuntimeError("a bug")

    with_partner.allocated(at=NOW - timedelta(days=9))
    db.session.commit()
    monkeypatch.setattr(tick, "DUTIES", (broken, *tick.DUTIES))
    assert tick.once() is False

    assert len(tasks("partner_silent")) == 1
    assert db.session.get(Heartbeat, "tick").last_ok_at is None


def test_a_tick_that_went_well_says_so():
    assert tick.once() is True

    assert db.session.get(Heartbeat, "tick").last_ok_at is not None


# The processes themselves


@pytest.mark.parametrize("command", ["tick", "worker"])
def test_the_process_does_its_work_and_ends_when_asked(database_url, valkey_url, command):
    if command == "tick":
        valkey_url = ""
    factories.request(at=NOW)
    db.session.commit()
    process = subprocess.Popen(
        [sys.executable, "-m", "ifd", command],
        stderr=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "DATABASE_URL": database_url,
            "REDIS_URL": valkey_url,
            "ENVIRONMENT": "test",
            "SECRET_KEY": "a secret for tests only, long enough to pass",
        },
    )
    try:
        assert wait_until(lambda: sent() == 1)
        process.send_signal(signal.SIGTERM)
        _out, logged = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()

    assert process.returncode == 0
    assert "maja" not in logged
    assert "Lindqvist" not in logged


def wait_until(is_so, seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = is_so()
        db.session.rollback()  # what was read must not keep the other process from writing
        if found:
            return True
        time.sleep(0.1)
    return False


def test_the_queue_server_holds_nothing_about_anybody(app, valkey):
    factories.request(at=NOW)
    db.session.commit()
    worker.run(app.settings, burst=True)
    db.session.expire_all()
    assert sent() == 1
    factories.request(at=NOW)
    db.session.commit()

    everything = everything_in(valkey)
    assert "ifd.jobs.deliver.drain" in everything
    for telling in ("maja", "Lindqvist", "Ada", "school"):
        assert telling not in everything
