"""One set of questions, said in the words of whoever is asking."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Voice(StrEnum):
    """Who reads the words, and about whom."""

    CHILD = "child"  # a young person under 13, asking for themselves
    TEEN = "teen"  # 13 to 15, or an age we do not know
    ADULT = "young_adult"  # 16 and over
    PARENT = "parent"  # a parent or carer
    BABY = "baby"  # a parent or carer of a child under 2: it is asked of the parent as well
    PROFESSIONAL = "professional"

    @property
    def is_young(self) -> bool:
        return self in YOUNG


YOUNG = frozenset({Voice.CHILD, Voice.TEEN, Voice.ADULT})
PARENTS = frozenset({Voice.PARENT, Voice.BABY})


@dataclass(frozen=True)
class Words:
    """The same thing in each voice. What is not said for a voice is as for the one beside it.

    A child and a young adult read what young people read, unless given words of their own; the parent of
    a baby reads what parents read.
    """

    young: str
    parent: str | None = None
    professional: str | None = None
    child: str | None = None
    adult: str | None = None
    baby: str | None = None

    def __getitem__(self, voice: Voice) -> str:
        parent = self.young if self.parent is None else self.parent
        said = {
            Voice.CHILD: self.child,
            Voice.TEEN: self.young,
            Voice.ADULT: self.adult,
            Voice.PARENT: parent,
            Voice.BABY: parent if self.baby is None else self.baby,
            Voice.PROFESSIONAL: parent if self.professional is None else self.professional,
        }[voice]
        return self.young if said is None else said


NOTHING = Words("")
