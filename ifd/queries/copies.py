"""What somebody wrote, for them to read again: shown with the code only while nobody else was ever sent one."""

from __future__ import annotations

from sqlalchemy import or_, select

from forms import journey
from forms.situation import Situation
from ifd.clock import london_date
from ifd.database import db
from ifd.models import Contact, ContactPoint, OutboxMessage, SupportRequest
from triage.vocabulary import Channel, Requester

WRITER = {
    Requester.YOUNG_PERSON: "young_person",
    Requester.PARENT_CARER: "parent_carer",
    Requester.PROFESSIONAL: "referrer",
}


def has_copy(request: SupportRequest) -> bool:
    """Whether whoever holds the code may read what was written: they wrote it, on the web, and nobody else has it.

    A parent who may be told where a request is was not thereby given what a young person wrote in it.
    """
    return request.channel is Channel.WEB and bool(request.answers) and not _was_code_sent_to_others(request)


def copy_of(request: SupportRequest) -> list[tuple[journey.Section, list[journey.Answer]]]:
    """Their answers as they gave them, read on the day they were sent."""
    return journey.answers_to_check(Situation(request.answers, london_date(request.received_at)))


def safe_emails(request: SupportRequest) -> list[ContactPoint]:
    """The e-mail addresses of whoever wrote it that they said are safe."""
    return [
        point
        for person in request.contacts
        if person.who == WRITER[request.requester] and person.may_be_told != "no"
        for point in person.points
        if point.channel == "email" and point.safety == "safe"
    ]


def _was_code_sent_to_others(request: SupportRequest) -> bool:
    """By any message that can hold a code, also one that went in neutral words: rather too careful."""
    sent = (
        select(OutboxMessage.id)
        .join(ContactPoint, ContactPoint.id == OutboxMessage.contact_point_id)
        .join(Contact, Contact.id == ContactPoint.contact_id)
        .where(
            OutboxMessage.request_id == request.id,
            or_(
                OutboxMessage.template.startswith("received."),
                OutboxMessage.template == "status_code_again",
            ),
            Contact.who.not_in(("referrer", WRITER[request.requester])),
        )
    )
    return db.session.scalar(sent.limit(1)) is not None
