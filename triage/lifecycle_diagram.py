"""The life cycle as a Mermaid diagram, made from the table of moves: `python -m triage.lifecycle_diagram`."""

from __future__ import annotations

from collections import defaultdict

from triage.lifecycle import MOVES, Actor, Move, Status

_ANYONE = frozenset(Actor)


def diagram() -> str:
    """Every move that leads somewhere else, with who may make it. Moves that stay are told in words."""
    lines = ["stateDiagram-v2", *(f"    {status}: {status.label}" for status in Status)]
    moves: defaultdict[tuple[Status | None, Status], list[Move]] = defaultdict(list)
    for move in MOVES:
        if move.before is not move.after:
            moves[move.before, move.after].append(move)
    for (before, after), made in moves.items():
        lines.append(f"    {before or '[*]'} --> {after}: {', '.join(dict.fromkeys(map(_words, made)))}")
    return "\n".join(lines)


def staying() -> str:
    """The moves that change nothing about where a request is, as one sentence."""
    events = dict.fromkeys(_words(move) for move in MOVES if move.before is move.after)
    return f"While a request is open these may happen and it stays where it is: {', '.join(events)}."


def _words(move: Move) -> str:
    who = (
        "anyone"
        if move.actors == _ANYONE
        else " or ".join(sorted(actor.replace("_", " ") for actor in move.actors))
    )
    return f"{move.event.label.lower()} ({who})"


if __name__ == "__main__":
    print(diagram())  # noqa: T201
