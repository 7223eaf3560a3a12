"""Everything one screen shows of one request, in a fixed number of reads."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from ifd.database import db
from ifd.models import (
    Allocation,
    Decision,
    LookingBack,
    OutboxMessage,
    RedFlag,
    RequestEvent,
    ScreenCorrection,
    ServiceOffer,
    Staff,
    Suggestion,
    SupportRequest,
    Task,
    WaitClock,
)
from ifd.queries import corrections, said_later
from ifd.queries.scope import requests_visible_to

# A screen, not an archive: nobody reads further back than this on one page, and the page says so.
MOST_EVENTS = 200


@dataclass(frozen=True)
class SuggestedLine:
    """One suggested offer with its entry in the directory, None when the directory has none."""

    kind: str
    why: str
    offer: ServiceOffer | None


@dataclass(frozen=True)
class RequestView:
    """One request with all that belongs to it."""

    request: SupportRequest
    suggestion: Suggestion | None
    suggested: tuple[SuggestedLine, ...]
    red_flags: tuple[RedFlag, ...]
    decisions: tuple[Decision, ...]
    allocations: tuple[Allocation, ...]
    events: tuple[RequestEvent, ...]
    said_later: tuple[RequestEvent, ...]
    clocks: tuple[WaitClock, ...]
    messages: tuple[OutboxMessage, ...]
    tasks: tuple[Task, ...]
    corrections: tuple[ScreenCorrection, ...]
    looked_back: tuple[LookingBack, ...]

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.done_at is None)

    def correction_of(self, flag: RedFlag) -> ScreenCorrection | None:
        """What a clinician says the screen should have understood, where they called this hit wrong."""
        return next((said for said in self.corrections if said.red_flag_id == flag.id), None)

    @property
    def current_allocation(self) -> Allocation | None:
        return next((allocation for allocation in self.allocations if allocation.ended_at is None), None)

    @property
    def hides_holder(self) -> bool:
        """Whether it is with a service that the family may not be told of."""
        return bool(self.allocations) and self.allocations[0].hides_holder(self.request)

    @property
    def last_decision(self) -> Decision | None:
        return self.decisions[0] if self.decisions else None


def look_at(staff: Staff, reference: str) -> RequestView | None:
    """The request with this reference and all of it, if `staff` may see it."""
    request = db.session.scalar(
        requests_visible_to(staff)
        .where(SupportRequest.reference == reference.upper())
        .options(
            joinedload(SupportRequest.young_person),
            joinedload(SupportRequest.claimed_by),
            joinedload(SupportRequest.holder),
            selectinload(SupportRequest.contacts),
        )
    )
    if request is None:
        return None
    suggestion = latest_suggestion(request)
    return RequestView(
        request=request,
        suggestion=suggestion,
        suggested=_suggested(suggestion),
        red_flags=_all(request, RedFlag, RedFlag.start, RedFlag.id),
        decisions=_all(
            request,
            Decision,
            Decision.id.desc(),
            options=[
                joinedload(Decision.decided_by),
                joinedload(Decision.offer),
                joinedload(Decision.starts_now_offer),
            ],
        ),
        allocations=_all(request, Allocation, Allocation.id.desc()),
        events=_all(
            request, RequestEvent, RequestEvent.recorded_at.desc(), RequestEvent.id.desc(), limit=MOST_EVENTS
        ),
        said_later=said_later.of(request),
        clocks=_all(request, WaitClock, WaitClock.id),
        messages=_all(request, OutboxMessage, OutboxMessage.id.desc(), limit=MOST_EVENTS),
        tasks=_all(request, Task, Task.due_at, Task.id, options=[joinedload(Task.done_by)]),
        corrections=corrections.standing_of(request),
        looked_back=_all(request, LookingBack, LookingBack.id.desc(), options=[joinedload(LookingBack.said_by)]),
    )


def latest_suggestion(request: SupportRequest) -> Suggestion | None:
    """The newest suggestion: what a decision is compared with."""
    return db.session.scalar(
        select(Suggestion).where(Suggestion.request_id == request.id).order_by(Suggestion.id.desc()).limit(1)
    )


def _suggested(suggestion: Suggestion | None) -> tuple[SuggestedLine, ...]:
    lines = suggestion.document["offers"] if suggestion else []
    slugs = [line["offer"] for line in lines if line.get("offer")]
    known = (
        {
            offer.slug: offer
            for offer in db.session.scalars(select(ServiceOffer).where(ServiceOffer.slug.in_(slugs)))
        }
        if slugs
        else {}
    )
    return tuple(SuggestedLine(line["kind"], line["why"], known.get(line.get("offer"))) for line in lines)


def _all(request: SupportRequest, thing, *order, limit: int | None = None, options=()) -> tuple:
    return tuple(
        db.session.scalars(
            select(thing)
            .where(thing.request_id == request.id)
            .order_by(*order)
            .options(*options)
            .limit(limit)
        )
    )
