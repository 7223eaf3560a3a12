"""A worker that is told to stop as its queue server goes ends: nothing of a front door that fell stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
import redis
from rq import Worker

from ifd.clients.queue_server import QueueServer
from tests.settings import SECRET
from tests.setup.processes import wait_until


@pytest.fixture
def queue_server():
    with QueueServer() as server:
        yield server


@pytest.fixture
def worker(queue_server, tmp_path):
    own = {"DATABASE_URL": f"sqlite:///{tmp_path}/own.db", "REDIS_URL": queue_server.url, "SECRET_KEY": SECRET}
    process = subprocess.Popen(
        [sys.executable, "-m", "ifd", "worker"], env={**os.environ, **own}, stderr=subprocess.DEVNULL
    )
    yield process
    process.kill()
    process.wait()


def test_told_to_stop_when_the_queue_server_has_gone_it_ends(queue_server, worker):
    with redis.Redis.from_url(queue_server.url) as connection:
        assert wait_until(lambda: Worker.count(connection=connection) == 1, 40)
    queue_server.stop()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
