"""A bar on a terminal with what is being done beside it, and nothing elsewhere."""

from __future__ import annotations

import sys
import time

import click

_WIDTH = 24
_AGAIN_AFTER = 0.1  # seconds, while the same step goes on


class Bar:
    """`say` is told how far the work is; where nobody knows how much there is (a total of 0), how much is done."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._shown: tuple[str, float] = ("", 0.0)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shows:
            click.echo("\r\033[K", nl=False, file=sys.stderr)

    def say(self, done: int, total: int, step: str) -> None:
        now = time.monotonic()
        if not self._shows or (self._shown[0] == step and now - self._shown[1] < _AGAIN_AFTER):
            return
        self._shown = (step, now)
        full = _WIDTH * min(done, total) // total if total else 0
        drawn = f"[{'#' * full}{'-' * (_WIDTH - full)}]" if total else f"{done:,}"
        click.echo(f"\r\033[K{drawn} {step[:60]}", nl=False, file=sys.stderr)
