"""What whoever asked may expect of us: only a promise that the ways they gave let us keep."""

from __future__ import annotations

from enum import StrEnum

from ifd.safe_contact import is_kept_from_parents, ways_of_whoever_asked, who_asked


class Reach(StrEnum):
    SAFE = "safe"
    NEUTRAL = "neutral"  # words that give nothing away
    UNSAID = "unsaid"  # what a child did not call safe is not used where parents must not know
    NONE = "none"


def how_we_reach(request) -> Reach:
    """How whoever asked can be told, as things are now."""
    ways = ways_of_whoever_asked(request)
    if ways:
        return Reach.SAFE if any(way.safety == "safe" for way in ways) else Reach.NEUTRAL
    return Reach.UNSAID if is_kept_from_parents(request) and _left_unsaid(request) else Reach.NONE


def _left_unsaid(request) -> bool:
    return any(
        point.safety == "unknown" and point.channel != "post"
        for person in request.contacts
        if person.who == who_asked(request)
        for point in person.points
    )
