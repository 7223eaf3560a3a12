"""Workers killed outright in the middle of sending, again and again: nothing lost, nothing sent twice.

Real processes of `ifd worker` on a real queue server. Each message is slow on purpose, before and after it goes,
so that a kill lands in the middle; leases are short so that the test is.
"""

from __future__ import annotations

import os
import random
import secrets
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ifd import clock
from ifd.database import db
from ifd.jobs import tick
from ifd.models import MailboxMessage, OutboxMessage
from tests import factories
from tests.settings import SECRET
from tests.setup.processes import marked, wait_until

pytestmark = pytest.mark.slow
# Many more messages than kills: however slowly a worker starts again, the other must not send them all meanwhile.
MESSAGES, KILLS = 48, 8

_WORKER = """
import os, signal, time
from datetime import timedelta
from ifd.clients import mailbox
from ifd.jobs import worker
from ifd.processes import die_with_parent
from ifd.services import outbox
from ifd.settings import load_settings

outbox.LEASE = timedelta(seconds=1)
outbox.PAUSES = (timedelta(seconds=0),) * 1000
send = mailbox.MailboxSender.send

def slowly(self, parcel):
    time.sleep(0.04)
    went = send(self, parcel)
    time.sleep(0.04)
    return went

mailbox.MailboxSender.send = slowly
os.register_at_fork(after_in_child=lambda: die_with_parent(signal.SIGKILL))
worker.run(load_settings())
"""


class Workers:
    """Two workers; one that was killed is replaced."""

    def __init__(self, **environment: str) -> None:
        self.mark = secrets.token_hex(8)
        self._environment = {**os.environ, **environment, "IFD_TEST_MARK": self.mark}
        self._running = [self._start() for _ in range(2)]

    def _start(self) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-c", _WORKER], env=self._environment, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def kill_one(self, draw: random.Random) -> None:
        place = draw.randrange(len(self._running))
        fallen = self._running[place]
        fallen.kill()
        fallen.wait()
        self._running[place] = self._start()

    def close(self) -> None:
        for process in self._running:
            process.kill()
            process.wait()
        wait_until(lambda: not marked(self.mark))
        for pid in marked(self.mark):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def workers(database_url, valkey_url):
    workers = Workers(
        DATABASE_URL=database_url, REDIS_URL=valkey_url, ENVIRONMENT="test", SECRET_KEY=SECRET, LOG_LEVEL="ERROR"
    )
    yield workers
    workers.close()


def count(model, *which) -> int:
    found = db.session.scalar(select(func.count()).select_from(model).where(*which))
    db.session.rollback()
    return found


def test_nothing_is_lost_and_nothing_is_sent_twice(app, db_session, valkey, workers, monkeypatch):
    # The workers send. The tick helps out, as in earnest but sooner, when none has been heard of for a while:
    # a ring can hang on a worker that was killed.
    monkeypatch.setattr(tick, "_UNHEARD_AFTER", timedelta(seconds=15))
    for n in range(MESSAGES):
        factories.request(at=clock.now(), key=f"key {n}")
    db_session.commit()
    draw, kills = random.Random(20261122), 0

    while kills < KILLS and count(OutboxMessage, OutboxMessage.state != "sent"):
        before = count(MailboxMessage)
        wait_until(lambda before=before: count(MailboxMessage) > before, 20)
        time.sleep(draw.random() * 0.1)
        workers.kill_one(draw)
        kills += 1
        tick.sweep_messages(clock.now())

    def all_gone() -> bool:
        tick.sweep_messages(clock.now())
        return count(OutboxMessage, OutboxMessage.state != "sent") == 0

    assert wait_until(all_gone, 120), f"{count(OutboxMessage, OutboxMessage.state != 'sent')} left after {kills} kills"
    assert count(OutboxMessage) == count(MailboxMessage) == MESSAGES
    interrupted = count(OutboxMessage, OutboxMessage.attempts > 1)
    assert kills >= 5, f"only {kills} kills came before everything was sent"
    print(f"\nkilled {kills} times over {MESSAGES} messages; {interrupted} needed another attempt")
