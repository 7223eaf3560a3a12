"""What a finished form says, ready for one service to store: the same from the web, the telephone and imports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from triage.vocabulary import Channel, Requester


@dataclass(frozen=True)
class ReachBy:
    """One way to reach a person. `safety`: safe, neutral_only, never, unknown."""

    channel: str  # email, sms, phone, post
    value: str
    safety: str = "unknown"
    voicemail: str = "unknown"
    good_times: str = ""
    is_preferred: bool = False


@dataclass(frozen=True)
class PersonToContact:
    """Somebody we may speak to. `who`: young_person, parent_carer, referrer, other; yes/no/unknown for the rest."""

    who: str
    name: str = ""
    relationship: str = ""
    organisation: str = ""
    profession: str = ""
    knows: str = "unknown"
    may_be_told: str = "unknown"
    reason_missing: str = ""
    reach: tuple[ReachBy, ...] = ()


@dataclass(frozen=True)
class WhoItIsAbout:
    """The young person, as far as anyone has said; empty text is not known."""

    given_name: str = ""
    family_name: str = ""
    preferred_name: str = ""
    pronouns: str = ""
    birth_date: date | None = None
    nhs_number: str = ""
    postcode: str = ""
    address: str = ""
    gender: str = ""
    ethnic_category: str = ""
    deprivation_decile: int | None = None
    gp_practice: str = ""
    school: str = ""
    language: str = ""
    needs_interpreter: bool = False
    access_needs: str = ""


@dataclass(frozen=True)
class Submission:
    """One finished request. `document` is the contract's request document without its id."""

    channel: Channel
    requester: Requester
    document: dict
    answers: dict
    about: WhoItIsAbout
    people: tuple[PersonToContact, ...]
    text: str = ""
    profession: str = ""
    wants_call: bool = False          # asked to be called, at a danger page or in the preferences
    # Plain sentences of what a professional left out: each becomes a task, never a reason to bounce.
    left_out: tuple[str, ...] = field(default=())
