"""Vignettes as a clinician reads them, and what clinicians have said of them, counted and written down."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from defusedcsv import csv

from ifd import clock
from ifd.models import Staff, VignetteOpinion
from ifd.permissions import roles
from ifd.presenters.time_left import age_words
from triage.suggestion import Suggestion
from triage.vignettes.answers import Answer
from triage.vignettes.scoring import Mark, mark
from triage.vignettes.vignette import Vignette
from triage.vocabulary import Channel, Priority

_REVIEWS = "review_vignettes"
_CHANNELS = {
    Channel.WEB: "by the web form",
    Channel.PHONE: "by telephone",
    Channel.API: "from another system",
    Channel.IMPORT: "from a file",
}


# One vignette


def who(vignette: Vignette) -> str:
    """'Age 7 months. A parent or carer asks, by telephone.'"""
    case = vignette.case
    age = f"age {case.age_months} months" if case.age_months is not None else age_words(case.years)
    asks = case.profession or (
        case.requester.label if case.requester else "somebody who did not say who they are"
    )
    channel = f", {_CHANNELS[case.channel]}" if case.channel else ""
    return f"{age.capitalize()}. Asked by: {asks[0].lower() if not asks.isupper() else asks[0]}{asks[1:]}{channel}."


def acceptable(vignette: Vignette) -> list[tuple[str, str]]:
    """What would be acceptable, a title and words for each thing that is bound."""
    within = vignette.acceptable
    are_the_same = set(within.offers_any_of) == set(within.offers_first_of)
    lines = [
        ("How soon", _range(within.most_urgent, within.least_urgent)),
        ("Offers at least one of", "" if are_the_same else _labels(within.offers_any_of)),
        ("Among the first three offers, one of", _labels(within.offers_first_of)),
        ("Must not offer", _labels(within.offers_must_not)),
        ("Must raise the red flags", _labels(within.flags)),
        ("Must raise a red flag of", _labels(within.flags_any_of)),
        ("Must not raise the red flags", _labels(within.flags_must_not)),
        ("THRIVE grouping", _labels(within.thrive)),
    ]
    return [(title, words) for title, words in lines if words]


def _range(most: Priority, least: Priority) -> str:
    if most is least:
        return most.label
    between = [each.label.lower() for each in Priority if most.rank <= each.rank <= least.rank]
    return f"{', '.join(between[:-1])} or {between[-1]}".capitalize()


def _labels(words: Iterable[StrEnum]) -> str:
    return ", ".join(word.label for word in words)


@dataclass(frozen=True)
class Suggested:
    """What the rules suggest for a vignette, and what of it is not acceptable."""

    priority: Priority
    offers: str
    flags: str
    mark: Mark


def suggested(vignette: Vignette, suggestion: Suggestion) -> Suggested:
    flags = dict.fromkeys(flag.flag for flag in suggestion.red_flags)
    return Suggested(
        priority=suggestion.priority,
        offers=_labels(offer.kind for offer in suggestion.offers),
        flags=_labels(flags) or "None",
        mark=mark(vignette, Answer.from_document(suggestion.to_document())),
    )


# What has been said of them


@dataclass(frozen=True)
class Count:
    """How many agree and disagree with some vignettes."""

    vignettes: int
    reviewed: int
    agree: int
    disagree: int


def count(vignettes: Iterable[Vignette], opinions: Iterable[VignetteOpinion]) -> Count:
    """Over these vignettes; opinions on others are passed over."""
    ids = {vignette.id for vignette in vignettes}
    about = [said for said in opinions if said.vignette in ids]
    agree = sum(said.agrees for said in about)
    return Count(len(ids), len({said.vignette for said in about}), agree, len(about) - agree)


def by_reviewer(opinions: Iterable[VignetteOpinion]) -> list[tuple[Staff, int, int]]:
    """Each reviewer with how often they agree and disagree, whoever reviewed most first."""
    found: dict[int, tuple[Staff, int, int]] = {}
    for said in opinions:
        staff, agree, disagree = found.get(said.staff_id, (said.staff, 0, 0))
        found[said.staff_id] = (staff, agree + said.agrees, disagree + (not said.agrees))
    return sorted(found.values(), key=lambda row: -(row[1] + row[2]))


def role_of(staff: Staff) -> str:
    """The reviewer's role, in the words of the service; they may hold more than one."""
    reviewing = [role for role in sorted(staff.roles) if role in roles() and _REVIEWS in roles()[role]["may"]]
    return ", ".join(roles()[role]["title"] for role in reviewing) or "No longer a reviewer"


def opinion_documents(opinions: Iterable[VignetteOpinion], with_names: bool = False) -> list[dict]:
    """Opinions to pass on: with the reviewer's role, and the name only where that is asked for."""
    return [
        {
            "vignette": said.vignette,
            "hash": said.vignette_hash,
            "agrees": said.agrees,
            "comment": said.comment,
            "role": role_of(said.staff),
            "given_on": clock.london_date(said.given_at).isoformat(),
            **({"name": said.staff.name} if with_names else {}),
        }
        for said in opinions
    ]


def as_csv(documents: list[dict]) -> str:
    """The same for a spreadsheet, in which no comment can start a formula."""
    columns = ["vignette", "agrees", "comment", "role", "given_on", "hash"]
    columns += ["name"] if documents and "name" in documents[0] else []
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(columns)
    rows.writerows([_cell(document[column]) for column in columns] for document in documents)
    return written.getvalue()


def _cell(value: str | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
