"""The life cycle of a request for support: one table of moves, with who may make each.

There is no rejected state and no move that leads to one. A partner may hand a request back to the front
door; only a named person may close one, and closing keeps the way back open.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a request is. A conclusion from events, kept beside them for the worklist."""

    RECEIVED = "received"  # waiting for a clinician of the front door
    ALLOCATED = "allocated"  # with a partner, who has not yet accepted it
    ACCEPTED = "accepted"  # the partner has it and will make contact
    IN_CONTACT = "in_contact"  # first contact has happened
    BEING_HELPED = "being_helped"  # help has really started
    CLOSED = "closed"  # ended, by a named person, with a reason; can be opened again

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_open(self) -> bool:
        return self is not Status.CLOSED


_LABELS = {
    Status.RECEIVED: "With the front door",
    Status.ALLOCATED: "Sent to a service",
    Status.ACCEPTED: "Accepted by a service",
    Status.IN_CONTACT: "First contact made",
    Status.BEING_HELPED: "Help has started",
    Status.CLOSED: "Closed",
}


class Event(StrEnum):
    """What happens to a request. Each is stored once, with who and when, and never changed."""

    RECEIVED = "received"
    DECIDED = "decided"  # a clinician has decided, without or before an allocation
    ALLOCATED = "allocated"
    ACCEPTED = "accepted"
    FIRST_CONTACT = "first_contact"
    HELP_STARTED = "help_started"
    HANDED_BACK = "handed_back"
    ADDED_TO = "added_to"  # new information from anyone
    PRIORITY_RAISED = "priority_raised"
    CLOSED = "closed"
    REOPENED = "reopened"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Actor(StrEnum):
    """Who may make a move."""

    FAMILY = "family"
    FRONT_DOOR = "front_door"
    PARTNER = "partner"
    SYSTEM = "system"


@dataclass(frozen=True)
class Move:
    """From `before`, `event` leads to `after`, and only `actors` may make it happen."""

    before: Status | None
    event: Event
    after: Status
    actors: frozenset[Actor]


def _moves() -> tuple[Move, ...]:
    everyone = frozenset(Actor)
    front_door, partner = frozenset({Actor.FRONT_DOOR}), frozenset({Actor.PARTNER, Actor.FRONT_DOOR})
    moves = [Move(None, Event.RECEIVED, Status.RECEIVED, everyone)]
    # The front door may allocate again at any time: to another offer, or when a first choice did not work out.
    moves += [
        Move(status, Event.ALLOCATED, Status.ALLOCATED, front_door) for status in Status if status.is_open
    ]
    moves += [Move(status, Event.DECIDED, status, front_door) for status in Status if status.is_open]
    moves += [
        Move(Status.ALLOCATED, Event.ACCEPTED, Status.ACCEPTED, partner),
        Move(Status.ACCEPTED, Event.FIRST_CONTACT, Status.IN_CONTACT, partner),
        Move(Status.IN_CONTACT, Event.HELP_STARTED, Status.BEING_HELPED, partner),
    ]
    moves += [
        Move(status, Event.HANDED_BACK, Status.RECEIVED, partner)
        for status in (Status.ALLOCATED, Status.ACCEPTED, Status.IN_CONTACT, Status.BEING_HELPED)
    ]
    moves += [
        Move(status, event, status, everyone)
        for status in Status
        if status.is_open
        for event in (Event.ADDED_TO, Event.PRIORITY_RAISED)
    ]
    # What is said after closing is never lost: it opens the request again.
    moves += [
        Move(Status.CLOSED, Event.ADDED_TO, Status.RECEIVED, everyone),
        Move(Status.CLOSED, Event.PRIORITY_RAISED, Status.RECEIVED, everyone),
        Move(Status.CLOSED, Event.REOPENED, Status.RECEIVED, everyone),
    ]
    moves += [Move(status, Event.CLOSED, Status.CLOSED, front_door) for status in Status if status.is_open]
    return tuple(moves)


MOVES = _moves()
_BY_MOVE = {(move.before, move.event): move for move in MOVES}


class NotAllowedNow(Exception):
    """The event cannot happen from where the request is, or not by this actor."""

    def __init__(self, status: Status | None, event: Event, actor: Actor):
        self.status, self.event, self.actor = status, event, actor
        where = status.label.lower() if status else "not yet received"
        super().__init__(
            f"'{event.label}' cannot be done by the {actor.value.replace('_', ' ')} "
            f"while the request is {where}."
        )


def is_allowed(status: Status | None, event: Event, actor: Actor) -> bool:
    """Is it allowed now? The button and the action both ask this."""
    move = _BY_MOVE.get((status, event))
    return move is not None and actor in move.actors


def after(status: Status | None, event: Event, actor: Actor) -> Status:
    """The status that `event` leads to; NotAllowedNow when it may not happen."""
    if not is_allowed(status, event, actor):
        raise NotAllowedNow(status, event, actor)
    return _BY_MOVE[status, event].after
