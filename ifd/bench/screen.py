"""Whether the red-flag screen stays linear: time a character in long texts over time a character in short ones."""

from __future__ import annotations

import textwrap

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
    written = " ".join(document["text"] for document in documents(20 * n, clock.london_date(clock.now())))
    return [
        _figure("ordinary writing", textwrap.wrap(written, SHORT)[:n]),
        _figure("nothing but alarming phrases", [(_ALARMING * SHORT)[:SHORT]] * n),
    ]


def _figure(what: str, pieces: list[str]) -> Figure:
    """Each piece by itself, and said again and again until it is a long text: the same words, so the same work."""
    times = LONG // SHORT
    texts = [" ".join([piece] * times) for piece in pieces]
    seconds = side_by_side(
        _ROUNDS,
        {
            "long": lambda: [screen_text(text) for text in texts],
            "short": lambda: [screen_text(piece) for piece in pieces for _ in range(times)],
        },
        is_pure=True,
    )
    return Figure(
        f"{what}, at {LONG:,} characters",
        seconds["long"] / sum(map(len, texts)) * 1e9,
        "ns a character",
        f"the same words, {SHORT} characters at a time",
        seconds["short"] / (sum(map(len, pieces)) * times) * 1e9,
        Goal(at_most=1.2),
    )
