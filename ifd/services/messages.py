"""Telling people what happened: outbox rows written in the transaction of the change they tell of.

Who may be told (`ifd.safe_contact`) is asked here, and again at the moment of sending (`ifd.services.outbox`).
Where the family cannot safely be written to, a person calls them, or decides with a lead: that is a task.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from flask import current_app
from sqlalchemy import func, select

from ifd import clock
from ifd.database import db
from ifd.models import Allocation, Contact, ContactPoint, Draft, OutboxMessage, RequestEvent, SupportRequest
from ifd.safe_contact import FAMILY, ways_to_tell
from ifd.services import bell
from ifd.services.calling import ask_for_call
from ifd.services.wording import ALWAYS, wording

# News that names the service; where the family may not be told of it, this is said instead.
_NAMES_THE_SERVICE = ("allocated", "accepted", "first_contact", "help_started")
_WITHOUT_ITS_NAME = "looking_into_it"
# What each way of sending can carry; where texts cannot be sent, a telephone number alone means a call.
_CARRIED = {"mailbox": ("email", "sms"), "notify": ("email", "sms"), "smtp": ("email",)}


def tell(request: SupportRequest, news: str, *, at: datetime, **facts: object) -> list[OutboxMessage]:
    """Write one message for each person who may be told and each way that suits them; do not commit.

    `news` is one of received, allocated, accepted, first_contact, help_started, looking_again. Facts that are
    not given (the organisation, the offer, the date of the next news) are taken from the request.
    """
    about = _what_it_tells_of(request, news)
    if news != "received" and db.session.scalar(
        select(OutboxMessage.id).where(OutboxMessage.about == about).limit(1)
    ):
        return []
    sent_to = None if news == "received" else _sent_to(request)  # it has been sent to nobody yet
    known = {**_facts_of(request, sent_to), **facts}
    said = as_may_be_told(news, is_named=sent_to is None or sent_to.is_named_to_family)
    rows = [
        row for person in request.contacts for row in rows_for(person, request, said, known, at, about=about)
    ]
    told = {row.contact_point_id for row in rows}
    if not any(
        point.id in told for person in request.contacts if person.who in FAMILY for point in person.points
    ):
        ask_for_call(
            request,
            f"we cannot safely write of '{said.replace('_', ' ')}'",
            about=f"call_family:{about}",
            due_at=request.due_at if request.due_at > at else None,
            at=at,
        )
    return _post(rows)


def as_may_be_told(news: str, *, is_named: bool) -> str:
    """The news itself; or, of a service that the family may not be told of, that our team looks into what helps."""
    return _WITHOUT_ITS_NAME if news in _NAMES_THE_SERVICE and not is_named else news


def rows_for(
    person: Contact, request: SupportRequest, news: str, known: dict, at: datetime, *, about: str
) -> list[OutboxMessage]:
    """One message for each way that suits this person; none when they may not be told. Nothing is stored."""
    template = f"{news}.{_audience(person, request)}"
    return _each(template, request, ways_to_tell(person, request, carried()), known, at, about)


def write(
    template: str,
    request: SupportRequest,
    points: Iterable[ContactPoint],
    *,
    at: datetime,
    about: str,
    **facts: object,
) -> list[OutboxMessage]:
    """Write what somebody asked for about their request to each of these ways; do not commit."""
    known = {"reference": request.reference, **facts}
    return _post(_each(template, request, points, known, at, about))


def send_link(
    draft: Draft, channel: str, address: str, *, at: datetime, url: str, by_date: date
) -> OutboxMessage:
    """Send the link to come back to a draft to an address somebody typed. The words are neutral."""
    return _post_asked_for(
        "come_back_link", draft, channel, address, at, url=url, by_date=day_in_words(by_date)
    )


def send_code(
    draft: Draft, channel: str, address: str, *, at: datetime, code: str, minutes: int
) -> OutboxMessage:
    """Send the code that opens a link."""
    return _post_asked_for("come_back_code", draft, channel, address, at, code=code, minutes=minutes)


def day_in_words(day: date) -> str:
    """'Monday 3 August'."""
    return f"{day:%A} {day.day} {day:%B}"


def _audience(person: Contact, request: SupportRequest) -> str:
    is_child = request.age_years is not None and request.age_years < 13
    return "young_person_under_13" if person.who == "young_person" and is_child else person.who


def carried() -> tuple[str, ...]:
    """The channels that messages can go by here."""
    return _CARRIED[current_app.settings.sender]


def _what_it_tells_of(request: SupportRequest, news: str) -> str:
    """The event this is news of, so that one event never tells one person twice by one channel."""
    if news == "received":
        return f"received:{request.id}"
    db.session.flush()
    last = select(func.max(RequestEvent.id)).where(RequestEvent.request_id == request.id)
    return f"{news}:{db.session.scalar(last)}"


def _sent_to(request: SupportRequest) -> Allocation | None:
    return db.session.scalar(
        select(Allocation).where(Allocation.request_id == request.id, Allocation.ended_at.is_(None))
    )


def _facts_of(request: SupportRequest, sent_to: Allocation | None) -> dict[str, str]:
    facts = {
        "reference": request.reference,
        "by_date": day_in_words(clock.london_date(request.next_news_at)),
    }
    if sent_to:
        facts |= {"offer": sent_to.offer.name, "organisation": sent_to.offer.organisation.name}
    return facts


def _each(
    template: str, request: SupportRequest, points: Iterable[ContactPoint], facts: dict, at: datetime, about: str
) -> list[OutboxMessage]:
    return [
        _message(
            template,
            point.channel,
            facts,
            at,
            about=about,
            request_id=request.id,
            contact_point_id=point.id,
        )
        for point in points
    ]


def _message(template: str, channel: str, facts: dict, at: datetime, **row: object) -> OutboxMessage:
    """A row with the facts its words need; KeyError when one is missing, before anything is promised."""
    words = wording().words(template, channel)
    return OutboxMessage(
        template=template,
        channel=channel,
        due_at=at,
        written_at=at,
        **row,
        facts={
            "reference": facts.get("reference", ""),
            **{name: str(facts[name]) for name in words.fields - ALWAYS},
        },
    )


def _post_asked_for(
    what: str, draft: Draft, channel: str, address: str, at: datetime, **facts: object
) -> OutboxMessage:
    row = _message(
        what, channel, facts, at, about=f"{what}:{draft.id}", draft_id=draft.id, to_address=address
    )
    return _post([row])[0]


def _post(rows: list[OutboxMessage]) -> list[OutboxMessage]:
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        bell.ring("deliver", row.id)
    return rows
