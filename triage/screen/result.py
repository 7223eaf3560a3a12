"""What the screen says: each passage it saw, how it read it, and how soon a person must look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from triage.vocabulary import Flag, Priority


class Reading(StrEnum):
    """How a passage was read in its sentence. The first four raise a flag; the others only show."""

    NOW_SELF = "now_self"
    PAST = "past"
    OTHER_PERSON = "other_person"
    UNCLEAR = "unclear"

    NEGATED = "negated"
    CONDITIONAL = "conditional"
    IDIOM = "idiom"
    TITLE_OR_SERVICE = "title_or_service"
    HYPOTHETICAL = "hypothetical"
    FICTION = "fiction"
    FAINT = "faint"
    """A turn of phrase that says too little on its own: two different ones in a text raise."""

    @property
    def is_raised(self) -> bool:
        return self in _RAISED


_RAISED = frozenset({Reading.NOW_SELF, Reading.PAST, Reading.OTHER_PERSON, Reading.UNCLEAR})


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage: `text[start:end]` of the text exactly as it was sent."""

    flag: Flag
    start: int
    end: int
    reading: Reading
    priority: Priority
    phrase: str
    """The lexicon entry that matched, so that a clinician's 'wrong' reaches the right line."""


@dataclass(frozen=True, slots=True)
class ScreenResult:
    hits: tuple[Hit, ...] = ()
    quiet: tuple[Hit, ...] = ()
    is_unreadable: bool = False
    """In a language or script the screen cannot read: a person reads it today."""

    @property
    def priority(self) -> Priority | None:
        """How soon a person must look for what was found, or None when nothing asks for it."""
        found = [hit.priority for hit in self.hits]
        if self.is_unreadable:
            found.append(Priority.URGENT)
        return Priority.most_urgent(*found) if found else None

    @property
    def flags(self) -> tuple[Flag, ...]:
        """Each raised flag once, in the vocabulary's order."""
        raised = {hit.flag for hit in self.hits}
        return tuple(flag for flag in Flag if flag in raised)
