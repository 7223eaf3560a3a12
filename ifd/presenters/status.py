"""Where a request is, what comes next and what happened, in words for the family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ifd.queries.status import StatusView
from triage.lifecycle import Actor, Event, Status

_WHERE = {
    Status.RECEIVED: "We have your request. A clinician reads it.",
    Status.ALLOCATED: "We chose an offer with you in mind, and sent your request there.",
    Status.ACCEPTED: "The service has said yes. They will get in touch with you.",
    Status.IN_CONTACT: "The service has been in touch. Help has not started yet.",
    Status.BEING_HELPED: "Help has started.",
    Status.CLOSED: "Your request is closed. You can open it again at any time.",
}
_NEXT = {
    Status.RECEIVED: "A clinician decides what could help, and we tell you.",
    Status.ALLOCATED: "{holder} looks at your request and gets in touch.",
    Status.ACCEPTED: "{holder} gets in touch with you.",
    Status.IN_CONTACT: "{holder} starts to help you.",
    Status.BEING_HELPED: "You plan the next steps together with {holder}.",
    Status.CLOSED: "Nothing more is planned. Tell us if you need us again.",
}
_HAPPENED = {
    Event.RECEIVED: "We got your request",
    Event.ALLOCATED: "We sent it to {organisation}",
    Event.ACCEPTED: "The service said yes",
    Event.FIRST_CONTACT: "The service was in touch for the first time",
    Event.HELP_STARTED: "Help started",
    Event.HANDED_BACK: "Your request came back to us. We look for something that fits better",
    Event.CLOSED: "Your request was closed",
    Event.REOPENED: "Your request was opened again",
}
# Of a service that the family may not be told of: the same at every step, and one line of what happened.
_LOOKING_INTO_IT = "Our team is looking into what helps."
_NEXT_OF_OURS = "We tell you when there is more to say. You can call us at any time."
_OURS = "Our team"
_STEPS_OF_A_SERVICE = (Event.ACCEPTED, Event.FIRST_CONTACT, Event.HELP_STARTED, Event.HANDED_BACK)
_CHANNELS = {"email": "an e-mail", "sms": "a text message", "post": "a letter", "phone": "a call"}


@dataclass(frozen=True)
class Happened:
    words: str
    at: datetime


def where(view: StatusView) -> str:
    """One or two sentences: where it is."""
    return _LOOKING_INTO_IT if _is_with_unnamed(view) else _WHERE[view.request.status]


def holder(view: StatusView) -> str:
    """Whose turn it is, by name where the family may be told it."""
    return _OURS if view.hides_holder else view.request.holder.name


def what_is_next(view: StatusView) -> str:
    if _is_with_unnamed(view):
        return _NEXT_OF_OURS
    return _NEXT[view.request.status].format(holder=holder(view))


def is_waiting(view: StatusView) -> bool:
    """Whether help is still to start. With a service that is not named to them it reads the same at every step."""
    return _is_with_unnamed(view) or view.request.status not in (Status.BEING_HELPED, Status.CLOSED)


def next_by(view: StatusView) -> datetime | None:
    """By when, as the family was promised. Nothing is due once help has started or it is closed."""
    if view.request.status in (Status.BEING_HELPED, Status.CLOSED):
        return None
    return view.request.next_news_at


def history(view: StatusView) -> list[Happened]:
    """What happened, newest first. What staff noted for each other is not here."""
    return [
        Happened(_said(event, is_named), event.happened_at)
        for event in view.events
        for is_named in [_is_named(view, event)]
        if _is_shown(event, is_named)
    ]


def letters(view: StatusView) -> list[Happened]:
    """The messages we sent: how and when, never to whom."""
    return [
        Happened(f"We sent {_CHANNELS.get(channel, 'a message')}", at) for channel, at in view.messages if at
    ]


def _is_with_unnamed(view: StatusView) -> bool:
    return view.hides_holder and view.request.status is not Status.CLOSED


def _is_named(view: StatusView, event) -> bool:
    """Whether the family may be told of the service that this was about, if it was about one."""
    about = view.allocation_at(event.recorded_at)
    return about is None or about.is_named_to_family


def _is_shown(event, is_named: bool) -> bool:
    if event.event in _STEPS_OF_A_SERVICE:
        return is_named
    return event.event is not Event.ADDED_TO or event.actor is Actor.FAMILY


def _said(event, is_named: bool) -> str:
    if event.event is Event.ALLOCATED and not is_named:
        return _LOOKING_INTO_IT.removesuffix(".")
    if event.event is Event.ADDED_TO:
        return (
            "You told us that things have got worse"
            if event.detail.get("what") == "got_worse"
            else "You told us more"
        )
    return _HAPPENED[event.event].format(organisation=event.detail.get("organisation") or "a service")
