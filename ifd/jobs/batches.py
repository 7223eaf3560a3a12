"""Many things a few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def in_batches(things: Iterable[T], most: int) -> Iterator[list[T]]:
    """All of them in order, in lists of at most so many, each taken only when it is asked for."""
    left = iter(things)
    while batch := list(islice(left, most)):
        yield batch
