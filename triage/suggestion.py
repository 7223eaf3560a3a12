"""What the engine answers: a suggestion, with every reason it rests on. A person decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from triage.facts import Facts
from triage.vocabulary import Flag, FlagSource, OfferKind, Priority, Thrive


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One red flag, with the answer's field or the exact characters of the text it rests on."""

    flag: Flag
    source: FlagSource
    field: str = ""
    start: int | None = None
    end: int | None = None
    reading: str = ""

    @property
    def evidence(self) -> str | list[int]:
        return self.field if self.source is FlagSource.ANSWER else [self.start, self.end]

    def to_document(self) -> dict[str, Any]:
        document = {"flag": self.flag, "source": self.source, "evidence": self.evidence}
        return {**document, "reading": self.reading} if self.reading else document


@dataclass(frozen=True, slots=True)
class SuggestedOffer:
    """One offer of the package. `offer` is its slug in the directory, None where it has no entry."""

    kind: OfferKind
    offer: str | None
    why: str

    def to_document(self) -> dict[str, Any]:
        return {"kind": self.kind, "offer": self.offer, "why": self.why}


@dataclass(frozen=True, slots=True)
class StartsNow:
    """Something that can start today: `kind` is contact or resource."""

    kind: str
    id: str
    title: str
    how: str

    def to_document(self) -> dict[str, Any]:
        return {"kind": self.kind, "id": self.id, "title": self.title, "how": self.how}


@dataclass(frozen=True, slots=True)
class Reason:
    """Which rule, and why, as a clinician would say it."""

    rule: str
    because: str

    def to_document(self) -> dict[str, Any]:
        return {"rule": self.rule, "because": self.because}


@dataclass(frozen=True, slots=True)
class Missing:
    """A question a triager would still have to put."""

    field: str
    question: str


@dataclass(frozen=True, slots=True)
class Unmet:
    """A kind of offer that would have come first, and why it cannot be given now."""

    kind: OfferKind
    why: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The whole suggestion. `unmet` and `facts` are for the front door team, not part of the document."""

    id: str
    red_flags: tuple[RedFlag, ...]
    priority: Priority
    thrive: Thrive
    offers: tuple[SuggestedOffer, ...]
    starts_now: tuple[StartsNow, ...]
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    ruleset: str
    unmet: tuple[Unmet, ...] = ()
    facts: Facts | None = None
    model: str | None = None

    def to_document(self) -> dict[str, Any]:
        """The suggestion document of the contract."""
        return {
            "id": self.id,
            "red_flags": [flag.to_document() for flag in self.red_flags],
            "priority": self.priority,
            "thrive": self.thrive,
            "offers": [offer.to_document() for offer in self.offers],
            "starts_now": [item.to_document() for item in self.starts_now],
            "reasons": [reason.to_document() for reason in self.reasons],
            "missing": [missing.question for missing in self.missing],
            "ruleset": self.ruleset,
            "model": self.model,
        }
