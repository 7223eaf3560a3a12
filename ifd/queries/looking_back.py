"""Whether suggestions were right, as clinicians saw it when they closed. The newest answer on a request counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ifd.database import db
from ifd.models import LookingBack, Suggestion
from ifd.offer_kinds import help_first
from triage.vocabulary import Hindsight, OfferKind


@dataclass(frozen=True)
class LookedBack:
    """An answer, and which kind of help was named as right where it was not the suggested one."""

    answer: Hindsight
    named: OfferKind | None
    suggested: OfferKind | None
    said_at: datetime

    @property
    def right_kind(self) -> OfferKind | None:
        """The kind that was right, as far as they said: what was suggested, or the one that was named."""
        return self.suggested if self.answer is Hindsight.YES else self.named


@dataclass(frozen=True)
class _Line:
    kind: OfferKind


def suggested_kind(suggestion: dict) -> OfferKind | None:
    """The kind of help a suggestion document comes down to; not one that only keeps safe, where help is there too."""
    lines = [_Line(OfferKind(line["kind"])) for line in suggestion["offers"]]
    return next((line.kind for line in help_first(lines)), None)


def newest_answers(request_ids: Collection[int]) -> dict[int, LookedBack]:
    """By request, the newest answer. Where nobody said anything there is none."""
    found = db.session.execute(
        select(
            LookingBack.request_id,
            LookingBack.answer,
            LookingBack.right_kind,
            LookingBack.said_at,
            Suggestion.document,
        )
        .join(Suggestion, Suggestion.id == LookingBack.suggestion_id)
        .where(LookingBack.request_id.in_(request_ids))
        .order_by(LookingBack.id)
    )
    return {
        request_id: LookedBack(answer, named, suggested_kind(document), said_at)
        for request_id, answer, named, said_at, document in found
    }
