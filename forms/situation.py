"""Who is asking about whom, as far as the answers say: what wording and skipping turn on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from forms.born import age_in, months_in
from forms.typed import whole_number
from forms.voices import Voice
from triage.vocabulary import Requester

OLDEST_HERE = 25


@dataclass(frozen=True)
class Situation:
    """The answers so far and the day they are read on. An age nobody gave is None, never a guess."""

    answers: Mapping[str, object]
    today: date

    @cached_property
    def requester(self) -> Requester | None:
        value = self.answers.get("requester")
        return Requester(value) if isinstance(value, str) and value in set(Requester) else None

    @cached_property
    def birth_date(self) -> date | None:
        try:
            return date.fromisoformat(str(self.answers.get("birth_date") or ""))
        except ValueError:
            return None

    @cached_property
    def age(self) -> int | None:
        """Whole years: from the date of birth when there is one, else as given."""
        if self.birth_date:
            return max(0, self.months_old // 12)
        told = age_in(self.answers.get("birth_date"))
        return self.told_age if told is None else told

    @cached_property
    def told_age(self) -> int | None:
        """Whole years as they said, whatever the date of birth makes of it."""
        return age_in(self.answers.get("age"))

    @cached_property
    def age_months(self) -> int | None:
        """For a child under 2: months, where the date of birth or the parent says."""
        if self.birth_date:
            return self.months_old if self.months_old < 24 else None
        if (told := months_in(self.answers.get("birth_date"))) is not None:
            return told
        months = whole_number(self.answers.get("age_months"))
        return months if months is not None and months // 12 == self.age else None

    @cached_property
    def months_old(self) -> int:
        born = self.birth_date
        months = (self.today.year - born.year) * 12 + self.today.month - born.month
        return max(0, months - (self.today.day < born.day))

    @cached_property
    def voice(self) -> Voice:
        if self.requester is Requester.PROFESSIONAL:
            return Voice.PROFESSIONAL
        if self.requester is Requester.PARENT_CARER:
            return Voice.BABY if self.is_about_a_baby else Voice.PARENT
        if self.age is None:
            return Voice.TEEN
        return Voice.CHILD if self.age < 13 else Voice.TEEN if self.age < 16 else Voice.ADULT

    @property
    def is_about_a_baby(self) -> bool:
        return self.age is not None and self.age < 2

    @property
    def is_over_25(self) -> bool:
        return self.age is not None and self.age > OLDEST_HERE

    def is_aged(self, lowest: int = 0, highest: int = 200) -> bool:
        """Whether they are of this age, or could be: an age nobody knows rules nothing out."""
        return self.age is None or lowest <= self.age <= highest

    def said(self, name: str) -> object:
        """The answer to a question, or None when it was not asked or left empty."""
        return self.answers.get(name) or None

    def listed(self, name: str) -> list[str]:
        """The answers ticked of a question where any may be."""
        value = self.answers.get(name)
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def is_young_person(situation: Situation) -> bool:
    """Whether they ask for themselves."""
    return situation.requester is Requester.YOUNG_PERSON


def is_parent(situation: Situation) -> bool:
    return situation.requester is Requester.PARENT_CARER


def is_professional(situation: Situation) -> bool:
    return situation.requester is Requester.PROFESSIONAL


def is_family(situation: Situation) -> bool:
    """Whether the long way fits: also where nobody has said who asks."""
    return not is_professional(situation)
