"""The rows that a new request is made of, from what was sent and what the engine concluded. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from forms.submission import PersonToContact, Submission
from ifd.models import Contact, ContactPoint, RedFlag, Suggestion, SupportRequest, YoungPerson
from ifd.search_words import search_name, search_value
from triage.lifecycle import Status
from triage.suggestion import RedFlag as FoundFlag
from triage.suggestion import Suggestion as Concluded


def young_person(submission: Submission, at: datetime) -> YoungPerson:
    facts = asdict(submission.about)
    return YoungPerson(
        **facts,
        created_at=at,
        given_name_search=search_name(submission.about.given_name),
        family_name_search=search_name(submission.about.family_name),
    )


def support_request(
    submission: Submission, concluded: Concluded, reference: str, at: datetime, **row
) -> SupportRequest:
    """The request itself, received at `at`; `row` holds its keys and who holds it."""
    return SupportRequest(
        reference=reference,
        received_at=at,
        channel=submission.channel,
        requester=submission.requester,
        profession=submission.profession,
        age_years=submission.document.get("age"),
        source_code=submission.answers.get("source_code", ""),
        document={"id": reference, **submission.document},
        answers=submission.answers,
        text=submission.text,
        status=Status.RECEIVED,
        priority=concluded.priority,
        priority_rank=concluded.priority.rank,
        thrive=concluded.thrive,
        due_at=at,
        next_news_at=at,
        hand_backs=0,
        **row,
    )


def contacts(submission: Submission, at: datetime) -> list[Contact]:
    """Whom we may speak to, each with every way to reach them; the request takes them as its own."""
    return [_contact(person, at) for person in submission.people]


def suggestion(concluded: Concluded, request_id: int, reference: str, at: datetime) -> Suggestion:
    return Suggestion(
        request_id=request_id,
        made_at=at,
        ruleset=concluded.ruleset,
        model=concluded.model,
        priority=concluded.priority,
        thrive=concluded.thrive,
        document={**concluded.to_document(), "id": reference},
    )


def red_flags(
    found: Iterable[FoundFlag], request_id: int, at: datetime, *, said_later: int | None = None
) -> list[RedFlag]:
    """The rows of these flags; `said_later` is the event whose words they rest on."""
    return [
        RedFlag(
            request_id=request_id,
            request_event_id=said_later,
            flag=flag.flag,
            source=flag.source,
            field=flag.field,
            start=flag.start,
            end=flag.end,
            reading=flag.reading,
            found_at=at,
        )
        for flag in found
    ]


def _contact(person: PersonToContact, at: datetime) -> Contact:
    return Contact(
        who=person.who,
        name=person.name,
        relationship_to_child=person.relationship,
        organisation=person.organisation,
        profession=person.profession,
        knows=person.knows,
        may_be_told=person.may_be_told,
        reason_missing=person.reason_missing,
        points=[
            ContactPoint(
                channel=way.channel,
                value=way.value,
                value_search=search_value(way.channel, way.value),
                safety=way.safety,
                voicemail=way.voicemail,
                good_times=way.good_times,
                is_preferred=way.is_preferred,
                changed_at=at,
            )
            for way in person.reach
        ],
    )
