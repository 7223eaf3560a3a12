"""How gunicorn serves the front door. `ifd web` uses it; so may `gunicorn -c python:ifd.gunicorn_config`."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from ifd.settings import load_settings

_settings = load_settings()

bind = f"{_settings.host}:{_settings.port}"
wsgi_app = "ifd.wsgi:app"
worker_class = "gthread"
workers = _settings.web_workers
threads = _settings.web_threads
timeout = 30
graceful_timeout = 20
keepalive = 5
# A slow leak anywhere never grows for days; the jitter keeps workers from leaving together.
max_requests = 10_000
max_requests_jitter = 1_000
# Workers say they are alive by touching a file, which must not wait for a disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 not a secret, and made by mkstemp
# The application writes its own lines, without addresses or paths; gunicorn's would hold both.
accesslog = None
loglevel = "warning"
# Whom to believe about forwarded addresses is TRUSTED_PROXIES, in the application.
forwarded_allow_ips = ""
control_socket_disable = True

_made_here = "PROMETHEUS_MULTIPROC_DIR" not in os.environ
if _made_here:  # before any worker counts anything, so that every worker's counts are added up
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="ifd-metrics-")
else:
    Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(parents=True, exist_ok=True)


def child_exit(_server, worker) -> None:
    """A worker that went keeps its counts, but not the gauges of what it was doing."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(_server) -> None:
    if _made_here:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
