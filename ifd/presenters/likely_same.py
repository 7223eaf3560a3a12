"""Other requests that may be about the same person, in words: how sure, why, and how far each has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from triage.lifecycle import Status
from triage.likely_same import Likeness, Sure

_SURE = {
    Sure.ALMOST_CERTAIN: "Almost certainly the same person",
    Sure.LIKELY: "Likely the same person",
    Sure.POSSIBLE: "Possibly the same person",
    Sure.SIBLING: "May be a {kin}",
}
_SAME_SAID = "The same person"
_SOMEBODY_ELSE_SAID = "Somebody else"
_FAMILY = "a brother, sister or twin"


class Found(Protocol):
    """What `ifd.queries.likely_same` finds."""

    status: Status
    holder: str
    closed_at: datetime | None
    likeness: Likeness | None
    is_same: bool
    is_somebody_else: bool
    is_sibling: bool


@dataclass(frozen=True)
class Line:
    """One other request; `why` and `how_far` are half sentences."""

    other: Found
    sure: str
    why: str
    how_far: str


@dataclass(frozen=True)
class Shown:
    """Those to look at, and those that somebody said are about somebody else."""

    lines: tuple[Line, ...]
    somebody_else: tuple[Line, ...]

    @property
    def heading(self) -> str:
        """Of the surest, and whether others are of the family."""
        siblings = [line for line in self.lines if line.other.is_sibling]
        if any(line.other.is_same for line in self.lines):
            begins = "Other requests about the same person"
            return f"{begins}, and maybe {_FAMILY}" if siblings else begins
        if len(siblings) == len(self.lines):
            sure = {line.sure for line in siblings}
            return sure.pop() if len(sure) == 1 else f"May be {_FAMILY}"
        return f"May be about the same person, or {_FAMILY}" if siblings else "May be about the same person"


def likely_same_of(others: Sequence[Found]) -> Shown:
    """In the order they come."""
    lines = [_line(other) for other in others]
    return Shown(
        tuple(line for line in lines if not line.other.is_somebody_else),
        tuple(line for line in lines if line.other.is_somebody_else),
    )


def _line(other: Found) -> Line:
    return Line(other, _sure(other), _why(other.likeness), _how_far(other))


def _sure(other: Found) -> str:
    if other.is_same:
        return _SAME_SAID
    if other.is_somebody_else:
        kin = other.likeness.kin if other.likeness else ""
        return f"{_SOMEBODY_ELSE_SAID}, maybe a {kin}" if kin else _SOMEBODY_ELSE_SAID
    return _SURE[other.likeness.sure].format(kin=other.likeness.kin)


def _why(found: Likeness | None) -> str:
    if found is None:
        return ""
    could_be = f". Could also be a {found.kin}" if found.kin and found.sure is not Sure.SIBLING else ""
    agrees, differs = ", ".join(found.agrees), ", ".join(found.differs)
    return " but ".join(part for part in (agrees, differs) if part) + could_be


def _how_far(other: Found) -> str:
    if other.status is Status.CLOSED:
        return "closed"
    if other.status is Status.RECEIVED:
        return "open: waits for a decision"
    return f"open: decided, {other.status.label[0].lower()}{other.status.label[1:]} ({other.holder})"
