"""Any state in a line, made by the same services as in earnest."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime

from sqlalchemy import select

from forms.submission import PersonToContact, ReachBy, Submission, WhoItIsAbout
from ifd.database import db
from ifd.models import Organisation, RoleGrant, ServiceOffer, Staff, SupportRequest
from ifd.services import directory, intake
from triage.vocabulary import Channel, OfferKind, Requester

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)  # a Monday


def area(at: datetime = NOON) -> None:
    """The reference directory, once a database."""
    if db.session.scalar(select(Organisation.id).limit(1)) is None:
        directory.seed_directory(by="system", at=at)
        db.session.flush()


def staff(
    *roles: str, name: str = "Sam Okafor", organisation: str | None = None, at: datetime = NOON
) -> Staff:
    """A person with `roles`, of the front door or of the organisation with this slug."""
    area(at)
    home = (
        select(Organisation).where(Organisation.slug == organisation)
        if organisation
        else select(Organisation).where(Organisation.kind == "front_door")
    )
    person = Staff(
        email=f"{secrets.token_hex(4)}@example.org",
        name=name,
        organisation_id=db.session.scalars(home).first().id,
        created_at=at,
        password_hash="",
        grants=[RoleGrant(role=role, granted_at=at) for role in roles],
    )
    db.session.add(person)
    db.session.flush()
    return person


def clinician(**facts) -> Staff:
    return staff("clinician", **facts)


def partner_of(offer: ServiceOffer, **facts) -> Staff:
    return staff("partner", organisation=offer.organisation.slug, **facts)


def offer(kind: OfferKind = OfferKind.COUNSELLING) -> ServiceOffer:
    """An offer of this kind that takes requests, from the reference directory."""
    area()
    return db.session.scalars(
        select(ServiceOffer)
        .where(ServiceOffer.kind == kind, ServiceOffer.takes_requests)
        .order_by(ServiceOffer.id)
    ).first()


def submission(
    *,
    requester: Requester = Requester.PARENT_CARER,
    channel: Channel = Channel.WEB,
    age: int | None = 14,
    text: str = "She worries a lot about school and does not sleep.",
    safety: dict | None = None,
    people: tuple[PersonToContact, ...] | None = None,
    about: WhoItIsAbout | None = None,
    answers: dict | None = None,
    **document,
) -> Submission:
    """A finished form; safety questions answered no unless said otherwise."""
    questions = (
        "suicidal_thoughts_now",
        "suicide_plan_or_intent",
        "self_harm_last_month",
        "feels_unsafe_or_being_hurt",
        "risk_to_others",
        "unusual_experiences",
        "rapid_weight_loss_or_fainting",
        "immediate_danger",
    )
    given = {
        "safety": {**dict.fromkeys(questions, "no"), **(safety or {})},
        "needs": ["anxiety"],
        "duration": "2_weeks_to_3_months",
        "postcode_area": "in_area",
        "place": "norwich",
        "consent": "both",
        **document.pop("given", {}),
    }
    return Submission(
        channel=channel,
        requester=requester,
        text=text,
        answers=answers or {},
        people=people if people is not None else (parent(),),
        about=about
        or WhoItIsAbout(
            given_name="Ada", family_name="Lindqvist", birth_date=date(2012, 5, 4), postcode="NR1 3JU"
        ),
        document={
            "age": age,
            "requester": requester.value,
            "channel": channel.value,
            "text": text,
            "answers": given,
            **document,
        },
    )


def parent(safety: str = "safe", may_be_told: str = "yes", **facts) -> PersonToContact:
    return PersonToContact(
        who="parent_carer",
        name="Maja Lindqvist",
        relationship="Mother",
        knows="yes",
        may_be_told=may_be_told,
        reach=(
            ReachBy("email", "maja@example.org", safety=safety, is_preferred=True),
            ReachBy("sms", "07700 900123", safety=safety),
        ),
        **facts,
    )


def request(
    *, at: datetime = NOON, by: Staff | str = "family", key: str | None = None, **facts
) -> SupportRequest:
    """A received request, stored by the intake service."""
    area(at)
    received = intake.receive(submission(**facts), submission_key=key or secrets.token_hex(16), by=by, at=at)
    db.session.flush()
    return received.request
