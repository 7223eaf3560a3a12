"""`ifd up`."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from urllib.error import URLError
from urllib.request import urlopen

import click


class Unprepared(click.ClickException):
    """The database cannot be used as it is: a fault of the environment."""

    exit_code = 2


@click.command()
def up() -> None:
    """Run everything in one terminal: pages, workers, tick and, where REDIS_URL names none, a queue server."""
    from ifd.clients.queue_server import QueueServer, QueueServerError
    from ifd.settings import load_settings

    settings = load_settings()
    listening = _listen(settings.host, settings.port)
    _migrate()
    queue = None if settings.redis_url else QueueServer()
    metrics = tempfile.mkdtemp(prefix="ifd-metrics-")
    try:
        if queue is not None:
            queue.start()
        environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": metrics,
                       "REDIS_URL": queue.url if queue else settings.redis_url}
        _keep_running(settings, listening, queue, environment)
    except QueueServerError as error:
        raise click.ClickException(str(error)) from error
    finally:
        if queue is not None:
            queue.stop()
        shutil.rmtree(metrics, ignore_errors=True)
    click.echo("The front door is closed.", err=True)


def _keep_running(settings, listening: socket.socket, queue, environment: dict[str, str]) -> None:
    from ifd.supervisor import Child, Supervisor, say

    ifd = [sys.executable, "-m", "ifd"]
    children = [Child("web", [*ifd, "web", "--fd", str(listening.fileno())], keep_open=(listening.fileno(),)),
                # Two: while one proves rules, the other sends messages.
                Child("worker", [*ifd, "worker"]), Child("second worker", [*ifd, "worker"]),
                Child("tick", [*ifd, "tick"])]

    def forget_gauges(child: Child) -> None:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(child.process.pid, environment["PROMETHEUS_MULTIPROC_DIR"])

    def keep_queue() -> None:
        if queue is not None and not queue.is_running:
            say("the queue server ended; starting it again")
            queue.restart()

    Supervisor(children, environment, forget_gauges).run(
        is_ready=lambda: _answers(settings.host, settings.port), look=keep_queue,
        when_ready=lambda: say(f"The front door is open at {settings.public_url} (Ctrl-C closes it)."))


def _listen(host: str, port: int) -> socket.socket:
    """The open socket that the web will serve on, so that a taken port is known before anything starts."""
    try:
        return socket.create_server((host, port), backlog=2048, family=_family(host))
    except OSError as error:
        why, *_ = (error.strerror or str(error)).partition(" (while")  # Python adds the address again
        if error.errno == errno.EADDRINUSE:
            hint = f"Is it already running? Set PORT to another number, such as PORT={port + 1}."
        else:
            hint = "HOST must be an address of this machine; a PORT under 1024 may need more rights."
        raise click.ClickException(f"Cannot serve on {host} port {port}: {why}. {hint}") from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _migrate() -> None:
    """In a process of its own, so that the one that stays stays small."""
    done = subprocess.run([sys.executable, "-m", "ifd", "migrate"], check=False)
    if done.returncode:
        raise Unprepared("The database could not be prepared; see the lines above.")


def _answers(host: str, port: int) -> bool:
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    try:
        with urlopen(f"http://{here}:{port}/livez", timeout=1) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False
