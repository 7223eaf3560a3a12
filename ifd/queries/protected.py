"""What must not make a difference, and is never learned from: told only to see whether it does."""

from __future__ import annotations

from dataclasses import dataclass

from ifd.models import SupportRequest, YoungPerson
from triage.vocabulary import Requester

_ANSWERS = SupportRequest.document["answers"]
PROTECTED = (SupportRequest.age_years, SupportRequest.requester, YoungPerson.gender, YoungPerson.ethnic_category,
             YoungPerson.deprivation_decile, YoungPerson.language, _ANSWERS["looked_after"].label("looked_after"),
             _ANSWERS["sen_or_disability"].label("disability"))  # fmt: skip


@dataclass(frozen=True)
class Protected:
    """Of one request, and of whom it is about."""

    age: int | None
    gender: str
    ethnic_category: str
    deprivation_decile: int | None
    language: str
    voice: Requester
    looked_after: str
    disability: str


def protected_of(row) -> Protected:
    """From a row that has the columns `PROTECTED`."""
    return Protected(
        age=row.age_years,
        gender=row.gender,
        ethnic_category=row.ethnic_category,
        deprivation_decile=row.deprivation_decile,
        language=row.language,
        voice=row.requester,
        looked_after=row.looked_after or "",
        disability=row.disability or "",
    )
