"""Whether the red-flag screen stays linear: time a character in long texts over time a character in short ones."""

from __future__ import annotations

import textwrap
from time import process_time

from ifd import clock
from ifd.bench.figures import Figure, Goal, side_by_side
from ifd.bench.made_up import documents
from ifd.bench.scratch import Scratch
from triage.screen import screen_text

LONG, SHORT = 20_000, 200
_ROUNDS = 7
_ALARMING = (
    "I want to die and I have a plan. She was not hurt, he never said he would, but last year I cut myself. "
)


def measure(scratch: Scratch, requests: int) -> list[Figure]:
    """Ordinary writing, and a text that is nothing but alarming phrases, which is as much work as there is."""
    n = max(1, requests // 1_000)
    scratch.say(f"screening {n} texts of {LONG:,} characters, and the same words in texts of {SHORT}")
    today = clock.london_date(clock.now())
    written = " ".join(document["text"] for document in documents(max(100, n * LONG // 150), today))
    return [
        _figure("ordinary writing", [written[start : start + LONG] for start in range(0, n * LONG, LONG)]),
        _figure("nothing but alarming phrases", [(_ALARMING * (LONG // len(_ALARMING) + 1))[:LONG]] * n),
    ]


def _figure(what: str, texts: list[str]) -> Figure:
    pieces = [piece for text in texts for piece in textwrap.wrap(text, SHORT)]
    seconds = side_by_side(
        _ROUNDS,
        {
            "long": lambda: [screen_text(text) for text in texts],
            "short": lambda: [screen_text(piece) for piece in pieces],
        },
        timer=process_time,
    )
    return Figure(
        f"{what}, at {LONG:,} characters",
        seconds["long"] / sum(map(len, texts)) * 1e9,
        "ns a character",
        f"the same words, {SHORT} characters at a time",
        seconds["short"] / sum(map(len, pieces)) * 1e9,
        Goal(at_most=1.2),
    )
