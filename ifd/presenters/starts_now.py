"""What can start today, as a list to read: each service once, with every way to reach it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def starts_now_told(items: Iterable[Mapping[str, Any]]) -> list[str]:
    """The `starts_now` of a suggestion document: 'PAPYRUS: call 1; text 2', in the order each first comes."""
    ways: dict[str, list[str]] = {}
    for item in items:
        ways.setdefault(item["title"], []).append(item.get("how") or "")
    return [_line(title, [how for how in dict.fromkeys(hows) if how]) for title, hows in ways.items()]


def _line(title: str, hows: list[str]) -> str:
    later = [how[:1].lower() + how[1:] for how in hows[1:]]
    return f"{title}: {'; '.join([hows[0], *later])}" if hows else title
