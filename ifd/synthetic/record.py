"""What became of a made-up request: the rows that the services would have written, step by step.

How it came is in `arrival`. Rows are made without asking the database anything, so that ten thousand histories
take a minute or two. The clocks are read by the same pure functions as in earnest, and a test follows them again and
finds no change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from forms.submission import Submission
from ifd.models import (
    Allocation,
    AuditEntry,
    Decision,
    OutboxMessage,
    RequestEvent,
    ServiceOffer,
    SupportRequest,
    Task,
    WaitClock,
)
from ifd.offer_kinds import is_named_on_a_clinicians_word
from ifd.services import clocks, intake, messages, tasks
from ifd.synthetic.arrival import STATUS_CODE, Arrival, Arrivals
from ifd.synthetic.cast import Cast, offers_to_send_to
from ifd.synthetic.stories import Step, minutes_to_decide
from triage import clocks as pure_clocks
from triage import lifecycle
from triage.clocks import Happening
from triage.lifecycle import Actor, Event, Status
from triage.suggestion import Suggestion as Concluded
from triage.waits import Key, tally_key

# What the family hears of a step. A closing sends nothing.
_NEWS = {
    "allocated": "allocated",
    "accepted": "accepted",
    "first_contact": "first_contact",
    "help_started": "help_started",
    "handed_back": "looking_again",
}


@dataclass
class Recorder:
    """Makes rows with keys of its own, counting the waits as it goes. Only for a database nobody else writes to."""

    cast: Cast
    now: datetime
    random: Random
    tally: Counter[Key] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._arrivals = Arrivals(self.cast.front_door_id)
        self._ids = {model: count(1) for model in (Decision, Allocation, Task)}

    def rows_of(
        self, submission: Submission, concluded: Concluded, steps: list[Step], received: datetime
    ) -> Iterator[object]:
        """Every row of one request, its own first."""
        arrival = self._arrivals.receive(submission, concluded, received)
        request = arrival.request
        yield from arrival.rows()
        happenings = [Happening(Event.RECEIVED, received)]
        came_by = {"channel": submission.channel.value, "requester": submission.requester.value}
        yield self._event(request, Event.RECEIVED, received, Actor.FAMILY, None, came_by)
        self._look_ahead(request, happenings)
        yield from self._told(arrival, "received", received, STATUS_CODE)
        yield from self._went_on(arrival, steps, happenings)
        yield from self._clocks(request, happenings)
        yield from self._tasks(arrival)

    def _went_on(self, arrival: Arrival, steps: list[Step], happenings: list[Happening]) -> Iterator[object]:
        """What each step wrote; `happenings` grows with them for the clocks."""
        request, offer, allocation = arrival.request, None, None
        offers = iter(offers_to_send_to(arrival.concluded, self.cast))
        for step in steps:
            if step.kind == "allocated":
                # After a hand-back the next best offer is tried, or the same again when it was the only one.
                offer = next(offers, offer)
                decision, allocation = self._decided(arrival, offer, step.at)
                yield self._claimed(arrival, decision)
                yield decision
                yield allocation
                yield self._decided_event(request, decision, offer)
                happenings.append(Happening(Event.ALLOCATED, step.at, offer.id, offer.kind))
            else:
                happenings.append(Happening(Event(step.kind), step.at))
            yield self._take(request, allocation, offer, step)
            self._look_ahead(request, happenings)
            yield from self._told(arrival, _NEWS.get(step.kind), step.at, offer=offer)

    # Each part below mirrors one service.

    def _claimed(self, arrival: Arrival, decision: Decision) -> AuditEntry:
        """Taken in hand by whoever decided, as long before as reading and deciding took."""
        took = minutes_to_decide(
            len(arrival.request.text), len({flag.flag for flag in arrival.red_flags}), decision.id
        )
        return AuditEntry(
            at=max(arrival.request.received_at, decision.decided_at - timedelta(minutes=took)),
            actor="staff",
            staff_id=decision.decided_by_id,
            action="request.claimed",
            subject="support_request",
            subject_id=arrival.request.id,
            detail={},
        )

    def _decided_event(
        self, request: SupportRequest, decision: Decision, offer: ServiceOffer
    ) -> RequestEvent:
        said = {
            "agrees": decision.agrees,
            "overridden": decision.overridden,
            "offer": offer.name,
            "priority": decision.priority.value,
        }
        by = decision.decided_by_id
        return self._event(
            request, Event.DECIDED, decision.decided_at, Actor.FRONT_DOOR, by, said, note=decision.reason
        )

    def _decided(self, arrival: Arrival, offer: ServiceOffer, at: datetime) -> tuple[Decision, Allocation]:
        request, concluded = arrival.request, arrival.concluded
        differs = self.random.random() < 0.12
        decision = Decision(
            id=next(self._ids[Decision]),
            request_id=request.id,
            suggestion_id=arrival.suggestion.id,
            decided_by_id=self.random.choice(self.cast.clinicians).id,
            decided_at=at,
            agrees=not differs,
            overridden=["thrive"] if differs else [],
            offer_id=offer.id,
            priority=concluded.priority,
            reason="Talked it through with the family; they see it differently." if differs else "",
            thrive=concluded.thrive,
            primary_reason=self.random.choice(("05", "04", "24", "25", "15", "16", "19", "21")),
        )
        allocation = Allocation(
            id=next(self._ids[Allocation]),
            request_id=request.id,
            decision_id=decision.id,
            offer_id=offer.id,
            organisation_id=offer.organisation_id,
            allocated_at=at,
        )
        request.primary_reason, request.holder_id = decision.primary_reason, offer.organisation_id
        return decision, allocation

    def _take(
        self, request: SupportRequest, allocation: Allocation, offer: ServiceOffer, step: Step
    ) -> RequestEvent:
        at = step.at
        match step.kind:
            case "accepted":
                allocation.accepted_at = at
            case "first_contact":
                allocation.first_contact_at = at
            case "help_started":
                allocation.help_started_at = at
            case "handed_back" | "closed":
                allocation.ended_at, allocation.end_kind, allocation.end_reason = at, step.kind, step.reason
        if step.kind == "handed_back":
            request.hand_backs += 1
            request.holder_id = self.cast.front_door_id
        if step.kind == "closed":
            request.closed_at = at
        is_front_door = step.kind in ("allocated", "closed")
        event, actor = Event(step.kind), Actor.FRONT_DOOR if is_front_door else Actor.PARTNER
        request.status = lifecycle.after(request.status, event, actor)
        staff = (
            self.random.choice(self.cast.clinicians)
            if is_front_door
            else self.cast.partners[offer.organisation_id]
        )
        return self._event(
            request,
            event,
            at,
            actor,
            staff.id,
            {"offer": offer.name, "offer_slug": offer.slug, "organisation": offer.organisation.name},
            note=step.reason,
        )

    def _look_ahead(self, request: SupportRequest, happenings: list[Happening]) -> None:
        readings = pure_clocks.read(happenings, priority=request.priority, age=request.age_years)
        allocated = next(
            (one.at for one in reversed(happenings) if one.event is Event.ALLOCATED), request.received_at
        )
        clocks.say_what_is_next(request, readings, allocated, (), happenings[-1].at)

    def _clocks(self, request: SupportRequest, happenings: list[Happening]) -> Iterator[WaitClock]:
        readings = pure_clocks.read(happenings, priority=request.priority, age=request.age_years)
        for reading in readings:
            key = tally_key(reading, request.priority.value)
            if key is not None:
                self.tally[key] += 1
            yield WaitClock(
                request_id=request.id,
                clock=reading.clock.value,
                started_at=reading.started_at,
                due_at=reading.due_at,
                stopped_at=reading.stopped_at,
                offer_id=reading.offer,
                priority=request.priority.value,
            )

    def _told(
        self,
        arrival: Arrival,
        news: str | None,
        at: datetime,
        code: str = "",
        offer: ServiceOffer | None = None,
    ) -> Iterator[OutboxMessage]:
        if news is None:
            return
        request = arrival.request
        facts = {
            "reference": request.reference,
            "status_code": code,
            "by_date": messages.day_in_words(request.next_news_at.date()),
            **({"offer": offer.name, "organisation": offer.organisation.name} if offer else {}),
        }
        is_old = at < self.now - timedelta(days=2)
        # Nobody has ticked for a made-up family that it may be told of every service.
        is_named = offer is None or not is_named_on_a_clinicians_word(offer.kind)
        said = messages.as_may_be_told(news, is_named=is_named)
        for person in arrival.contacts:
            for row in messages.rows_for(
                person, request, said, facts, at, about=f"{news}:synthetic:{request.id}:{at:%s}"
            ):
                # What was to be said long ago has been said; what is recent goes out when the worker starts.
                row.state, row.sent_at = ("sent", at) if is_old else ("pending", None)
                row.attempts = 1 if is_old else 0
                yield row

    def _tasks(self, arrival: Arrival) -> Iterator[Task]:
        request, received = arrival.request, arrival.request.received_at
        is_done = request.status is not Status.RECEIVED
        for kind, n, title in intake.what_to_do(arrival.submission, arrival.concluded, request):
            yield Task(
                id=next(self._ids[Task]),
                kind=kind,
                about=f"{kind}:{request.id}:{n}",
                title=title,
                request_id=request.id,
                role=tasks.kinds()[kind].role,
                priority_rank=request.priority_rank,
                made_at=received,
                due_at=request.due_at if not is_done else received + timedelta(hours=4),
                done_at=received + timedelta(hours=3) if is_done else None,
                done_by_id=self.random.choice(self.cast.clinicians).id if is_done else None,
                outcome="Spoke with the family." if is_done else "",
            )

    def _event(
        self,
        request: SupportRequest,
        event: Event,
        at: datetime,
        actor: Actor,
        staff_id: int | None,
        detail: dict,
        note: str = "",
    ) -> RequestEvent:
        return RequestEvent(
            request_id=request.id,
            event=event,
            status=request.status,
            happened_at=at,
            recorded_at=at,
            actor=actor,
            staff_id=staff_id,
            detail=detail,
            note=note,
        )


def audit_of(event: RequestEvent) -> AuditEntry:
    """The audit entry that an event is written with."""
    actor = "staff" if event.staff_id else "family" if event.actor is Actor.FAMILY else "system"
    return AuditEntry(
        at=event.recorded_at,
        actor=actor,
        staff_id=event.staff_id,
        action=f"request.{event.event.value}",
        subject="support_request",
        subject_id=event.request_id,
        detail={"status": event.status.value},
    )
