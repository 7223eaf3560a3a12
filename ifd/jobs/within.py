"""A limit on how long something may take, for what cannot be told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")


class TooSlow(Exception):
    """It was not done in time. It is left to itself, and nobody waits for it or hears what it says."""


def within(seconds: float, act: Callable[[], Given]) -> Given:
    """What `act` gives or raises, in a thread of its own; TooSlow when that takes longer. It must be pure."""
    came: list[Given] = []
    went_wrong: list[BaseException] = []

    def do() -> None:
        try:
            came.append(act())
        except BaseException as error:
            went_wrong.append(error)

    thread = threading.Thread(target=do, daemon=True)
    thread.start()
    thread.join(seconds)
    if went_wrong:
        raise went_wrong[0]
    if not came:
        raise TooSlow
    return came[0]
