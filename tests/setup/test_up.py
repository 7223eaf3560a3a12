"""`ifd up` on a database and port of its own: it opens, says where, and leaves nothing behind."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from urllib.request import urlopen

import pytest

from tests.setup.processes import family, is_alive, marked, wait_until

pytestmark = pytest.mark.slow
IFD = [sys.executable, "-m", "ifd"]


class Door:
    """A running `ifd up`; `lines` grows with what it says."""

    def __init__(self, **environment: str) -> None:
        self.mark, self.lines = secrets.token_hex(8), []
        self.process = subprocess.Popen(
            [*IFD, "up"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
            env={**os.environ, "IFD_TEST_MARK": self.mark, **environment})
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        self.lines.extend(iter(self.process.stderr.readline, ""))

    def has_said(self, words: str) -> bool:
        return any(words in line for line in self.lines)

    def child(self, words: str) -> int | None:
        """The process directly under this door whose command has `words`, once there is one."""
        return next(iter(self.children(words)), None)

    def children(self, words: str) -> list[int]:
        """Every process under this door whose command has `words`."""
        return [pid for pid, command in family(self.process.pid).items() if words in command]


@pytest.fixture
def door(tmp_path):
    port = free_port()
    door = Door(PORT=str(port), DATABASE_URL=f"sqlite:///{tmp_path}/door.sqlite3", SECRET_KEY="x" * 40,
                WEB_WORKERS="1")
    door.url = f"http://127.0.0.1:{port}"
    yield door
    door.process.send_signal(signal.SIGKILL)
    door.process.wait()
    wait_until(lambda: not marked(door.mark))
    for pid in marked(door.mark):
        os.kill(pid, signal.SIGKILL)


def test_opens_and_closes_without_a_trace(door):
    assert wait_until(lambda: door.has_said("is open at"), 60), door.lines
    assert door.url in "".join(door.lines)
    with urlopen(f"{door.url}/livez") as answer:
        assert answer.status == 200
    assert wait_until(lambda: len(door.children("ifd worker")) == 2)
    for part in ("ifd up", "gunicorn", "ifd worker", "ifd tick", "valkey-server"):
        assert wait_until(lambda part=part: door.child(part)), part
    members = family(door.process.pid)

    door.process.send_signal(signal.SIGINT)

    assert door.process.wait(timeout=40) == 0
    assert wait_until(lambda: not marked(door.mark))
    assert not any(is_alive(pid) for pid in members)
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", int(door.url.rpartition(":")[2])))


def test_killed_outright_leaves_nothing(door):
    assert wait_until(lambda: door.has_said("is open at"), 60), door.lines

    members = family(door.process.pid)

    door.process.kill()
    door.process.wait()

    assert wait_until(lambda: not any(is_alive(pid) for pid in members), 40), members
    assert not marked(door.mark)


def test_a_fallen_queue_server_and_worker_come_back(door):
    assert wait_until(lambda: door.has_said("is open at"), 60), door.lines
    queue, worker = door.child("valkey-server"), door.child("ifd worker")
    os.kill(queue, signal.SIGKILL)
    os.kill(worker, signal.SIGKILL)

    assert wait_until(lambda: door.has_said("the queue server ended; starting it again"))
    assert wait_until(lambda: door.has_said("worker ended"))
    assert wait_until(lambda: door.child("valkey-server") not in (None, queue))
    assert wait_until(lambda: len(workers := door.children("ifd worker")) == 2 and worker not in workers)


def test_a_taken_port_is_said_plainly(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        own = {"PORT": str(port), "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3", "SECRET_KEY": "x" * 40}
        done = subprocess.run([*IFD, "up"], capture_output=True, text=True, env={**os.environ, **own})

    assert done.returncode == 1
    assert f"port {port}: Address already in use" in done.stderr
    assert f"PORT={port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_host_that_is_not_here_is_not_called_a_taken_port(tmp_path):
    own = {"HOST": "nowhere.invalid", "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3", "SECRET_KEY": "x" * 40}
    done = subprocess.run([*IFD, "up"], capture_output=True, text=True, env={**os.environ, **own})

    assert done.returncode == 1
    assert "nowhere.invalid" in done.stderr
    assert "HOST must be an address of this machine" in done.stderr
    assert "already running" not in done.stderr
    assert "Unknown error" not in done.stderr


@pytest.mark.parametrize("command", ["up", "web", "worker", "tick", "migrate"])
def test_a_broken_environment_is_one_readable_list(command):
    done = subprocess.run([*IFD, command], capture_output=True, text=True, env={
        **os.environ, "PORT": "many", "DATABASE_URL": "mysql://x", "SENDER": "pigeon"})

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert [line for line in done.stderr.splitlines() if line.startswith("  - ")] != []
    for name in ("PORT", "DATABASE_URL", "SENDER"):
        assert name in done.stderr


def test_a_worker_without_a_queue_server_says_so():
    done = subprocess.run([*IFD, "worker"], capture_output=True, text=True,
                          env={**os.environ, "REDIS_URL": "", "SECRET_KEY": "x" * 40})

    assert done.returncode == 2
    assert "REDIS_URL" in done.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
