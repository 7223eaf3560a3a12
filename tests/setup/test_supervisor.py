"""The supervisor keeps children running, starts fallen ones again, and leaves no process behind."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.processes import is_alive, marked, wait_until

# A supervisor of two: one steady, and one with a grandchild in a process group of its own, as RQ makes them.
PROGRAM = """
import os, sys, time
from pathlib import Path
from ifd.supervisor import Child, Supervisor

folder = Path(sys.argv[1])
STEADY = '''
import os, pathlib, time
pathlib.Path(r'%s/steady').open('a').write(f'{os.getpid()} ')
time.sleep(99)
'''
STUBBORN = '''
import os, pathlib, signal, time
from ifd.processes import die_with_parent
os.register_at_fork(after_in_child=lambda: die_with_parent(signal.SIGKILL))
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setpgrp()
    pathlib.Path(r'%s/grandchild').write_text(str(os.getpid()))
time.sleep(99)
'''
children = [Child("steady", [sys.executable, "-c", STEADY % folder]),
            Child("stubborn", [sys.executable, "-c", STUBBORN % folder])]
Supervisor(children, dict(os.environ), patience=1).run(
    is_ready=lambda: (folder / "steady").exists() and (folder / "grandchild").exists(),
    when_ready=lambda: (folder / "ready").touch())
"""


@pytest.fixture
def supervised(tmp_path):
    """A supervisor at work in a process of its own; every process under it carries its mark."""
    mark = secrets.token_hex(8)
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)],
                               env={**os.environ, "IFD_TEST_MARK": mark}, stderr=subprocess.PIPE, text=True)
    process.mark, process.folder = mark, tmp_path
    assert wait_until((tmp_path / "ready").exists)
    yield process
    process.kill()
    process.wait()
    process.stderr.close()
    for pid in marked(mark):
        os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_leaves_nothing(supervised, asked):
    assert len(marked(supervised.mark)) == 4

    supervised.send_signal(asked)

    assert supervised.wait(timeout=15) == 0
    assert wait_until(lambda: not marked(supervised.mark))


def test_killed_outright_its_own_children_go_too(supervised):
    steady = pids(supervised.folder / "steady")[-1]

    supervised.kill()
    supervised.wait()

    assert wait_until(lambda: not is_alive(steady))


def test_a_killed_child_takes_its_own_children_along(supervised):
    grandchild = pids(supervised.folder / "grandchild")[-1]
    parent = int(Path(f"/proc/{grandchild}/stat").read_text().rpartition(")")[2].split()[1])

    os.kill(parent, signal.SIGKILL)

    assert wait_until(lambda: not is_alive(grandchild))


def test_a_fallen_child_is_started_again(supervised):
    first = pids(supervised.folder / "steady")[-1]

    os.kill(first, signal.SIGKILL)

    assert wait_until(lambda: len(pids(supervised.folder / "steady")) == 2)
    second = pids(supervised.folder / "steady")[-1]
    assert second != first
    assert is_alive(second)
    assert "steady ended (SIGKILL); starting it again in 1 s" in supervised.stderr.readline()


def test_asked_twice_it_insists_at_once(supervised):
    supervised.send_signal(signal.SIGINT)
    supervised.send_signal(signal.SIGINT)

    assert supervised.wait(timeout=15) == 0
    assert wait_until(lambda: not marked(supervised.mark))


def pids(file: Path) -> list[int]:
    return [int(word) for word in file.read_text().split()]
