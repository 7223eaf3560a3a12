"""Keeps a handful of processes running in one terminal, and leaves none behind.

Each child leads a process group of its own, dies with this process even by kill -9 (on Linux), and is started
again after a growing pause when it ends. Asked to stop, it asks the children, waits, and then insists.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from ifd.processes import die_with_parent

_LOOK_SECONDS = 0.2
_STEADY_SECONDS = 60  # a child that ran this long has earned a fresh start
_LONGEST_PAUSE = 30


@dataclass
class Child:
    """One process to keep running: its name for people, and its command."""

    name: str
    command: list[str]
    keep_open: tuple[int, ...] = ()
    process: subprocess.Popen | None = field(default=None, init=False)
    started: float = field(default=0, init=False)
    due: float = field(default=0, init=False)
    falls: int = field(default=0, init=False)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(self.command, env=environment, pass_fds=self.keep_open,
                                        stdin=subprocess.DEVNULL, start_new_session=True,
                                        preexec_fn=die_with_parent)
        self.started = time.monotonic()

    def signal(self, sent: signal.Signals, is_whole_group: bool = False) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            if is_whole_group:
                os.killpg(self.process.pid, sent)
            elif self.is_running:
                self.process.send_signal(sent)


class Supervisor:
    """`run` starts every child, calls `when_ready` once `is_ready`, and returns when asked to stop."""

    def __init__(self, children: list[Child], environment: dict[str, str],
                 has_ended: Callable[[Child], None] = lambda _child: None, patience: float = 30) -> None:
        self._children = children
        self._environment = environment
        self._has_ended = has_ended
        self._patience = patience
        self._asked = threading.Event()
        self._insisted = False

    def run(self, is_ready: Callable[[], bool], when_ready: Callable[[], None],
            look: Callable[[], None] = lambda: None) -> None:
        """Keep everything running until SIGINT or SIGTERM; `look` is called now and then."""
        asking = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {sent: signal.signal(sent, self._stop) for sent in asking}
        has_said = False
        try:
            for child in self._children:
                child.start(self._environment)
            while not self._asked.wait(_LOOK_SECONDS):
                look()
                for child in self._children:
                    self._mind(child)
                if not has_said and is_ready():
                    has_said = True
                    when_ready()
        finally:
            self._end()
            for sent, handler in before.items():
                signal.signal(sent, handler)

    def _stop(self, *_signal: object) -> None:
        self._insisted = self._asked.is_set()
        self._asked.set()

    def _mind(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is not None and not child.is_running:
            self._fell(child, now)
        elif child.process is None and now >= child.due:
            child.start(self._environment)

    def _fell(self, child: Child, now: float) -> None:
        child.signal(signal.SIGKILL, is_whole_group=True)  # whatever it left running would work twice
        self._has_ended(child)
        child.falls = 1 if now - child.started > _STEADY_SECONDS else child.falls + 1
        pause = min(2 ** (child.falls - 1), _LONGEST_PAUSE)
        say(f"{child.name} ended ({_how(child.process.returncode)}); starting it again in {pause} s")
        child.process, child.due = None, now + pause

    def _end(self) -> None:
        for child in reversed(self._children):
            child.signal(signal.SIGTERM)
        until = time.monotonic() + self._patience
        while any(child.is_running for child in self._children) and not self._insisted:
            if time.monotonic() > until:
                break
            time.sleep(0.05)
        for child in self._children:
            child.signal(signal.SIGKILL, is_whole_group=True)
            if child.process is not None:
                child.process.wait()


def say(line: str) -> None:
    """A line for the person at the terminal."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _how(code: int) -> str:
    return f"exit {code}" if code >= 0 else signal.Signals(-code).name
