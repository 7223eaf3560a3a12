"""Children that never outlive their parent."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
# Looked up before any fork: between fork and exec a child must not import or take a lock.
_prctl = ctypes.CDLL(None, use_errno=True).prctl if sys.platform == "linux" else None


def die_with_parent(sent: signal.Signals = signal.SIGTERM) -> None:
    """Called in a fresh child: the kernel sends it `sent` when its parent goes, even by kill -9.

    Only Linux can promise this. Elsewhere a child stays until it is stopped by hand.
    """
    if _prctl is None:
        return
    parent = os.getppid()
    _prctl(_PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
    if os.getppid() != parent:  # the parent went in between: the kernel will send nothing any more
        os.kill(os.getpid(), sent)
