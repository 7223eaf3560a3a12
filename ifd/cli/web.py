"""`ifd web`."""

from __future__ import annotations

import os
import sys

import click


@click.command()
@click.option("--fd", type=int, help="Serve on this open socket instead of HOST and PORT.")
def web(fd: int | None) -> None:
    """Serve the pages on HOST and PORT. Run as many as there are hosts; put a proxy with TLS in front."""
    from ifd.settings import load_settings

    load_settings()  # named here, in one list, and not by each worker
    arguments = [sys.executable, "-m", "gunicorn", "-c", "python:ifd.gunicorn_config"]
    if fd is not None:
        arguments += ["--bind", f"fd://{fd}"]
    os.execv(sys.executable, arguments)  # noqa: S606 a list of our own words, no shell
