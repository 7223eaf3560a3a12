"""`ifd worker`."""

from __future__ import annotations

import os
import signal

import click


@click.command()
def worker() -> None:
    """Do the background work: send messages, look twice. Run as many as you like; needs REDIS_URL."""
    from ifd.processes import die_with_parent
    from ifd.settings import SettingsError, load_settings

    settings = load_settings()
    if not settings.redis_url:
        raise SettingsError(["REDIS_URL must name the queue server the web rings (`ifd up` brings its own)"])
    # RQ works in a child of its own process group, which would go on alone when the worker is killed.
    os.register_at_fork(after_in_child=lambda: die_with_parent(signal.SIGKILL))

    from ifd.jobs.worker import run

    run(settings)
