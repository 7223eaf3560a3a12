"""Filling an empty database with a made-up area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from random import Random

from sqlalchemy import func, select, text

from ifd.clock import london_date
from ifd.database import db
from ifd.models import Organisation, RequestEvent, ServiceOffer, Staff, SupportRequest, WaitTally
from ifd.queries.directory import offers_for_triage
from ifd.queries.rule_sets import rules_in_force
from ifd.services import accounts, audit, directory
from ifd.synthetic.cast import Cast, offers_to_send_to
from ifd.synthetic.people import make_person, synthetic_nhs_numbers
from ifd.synthetic.record import Recorder, audit_of
from ifd.synthetic.stories import arrivals, tell_story
from ifd.synthetic.submissions import submission_of
from triage import Case, suggest

_DAYS_OF_HISTORY = 300
_AT_ONCE = 100  # requests a flush

PASSWORD = "a front door for everyone"
# Demo people: e-mail, name, role, and whose they are (None is the front door).
PEOPLE = (
    ("clinician@demo.example", "Priya Nair", "clinician", None),
    ("clinician2@demo.example", "Tom Larter", "clinician", None),
    ("lead@demo.example", "Grace Adeyemi", "lead", None),
    # Rules are proposed by one lead and published by another.
    ("lead2@demo.example", "Martha Quantrill", "lead", None),
    ("calls@demo.example", "Jo Sayer", "call_handler", None),
    ("analyst@demo.example", "Lee Wymer", "analyst", None),
    ("admin@demo.example", "Sam Catchpole", "administrator", None),
)


class NotEmpty(Exception):
    """The database holds requests of people who may be real, or a made-up area already."""


@dataclass(frozen=True)
class SignIn:
    """One way into the demo."""

    email: str
    name: str
    role: str
    organisation: str


def is_filled() -> bool:
    """Whether a made-up area is here already."""
    return (
        db.session.scalar(select(SupportRequest.id).where(SupportRequest.is_synthetic).limit(1)) is not None
    )


def refuse_real_data() -> None:
    """Raise NotEmpty unless the database holds no request and nobody who signs in."""
    if (
        db.session.scalar(select(SupportRequest.id).where(SupportRequest.is_synthetic.is_(False)).limit(1))
        is not None
    ):
        raise NotEmpty("This database holds requests that are not made up. The demo will not touch it.")
    if is_filled():
        raise NotEmpty("This database holds a made-up area already. Use a new database to make another.")
    if db.session.scalar(select(Staff.id).limit(1)) is not None:
        raise NotEmpty("People sign in to this database. The demo only fills an empty one.")


def fill(
    requests: int, seed: int, now: datetime, said: Callable[[int], None] = lambda _n: None
) -> list[SignIn]:
    """Make the area, its people and `requests` requests with their histories; commit at the end, so that it
    is there whole or not at all.

    The same seed and moment make the same area. `said` is told how many requests are done.
    """
    refuse_real_data()
    random = Random(seed)
    # The cast is read once and looked at ten thousand times.
    db.session().expire_on_commit = False
    directory.seed_directory(by="system", at=now)
    cast = _cast(now, random)
    db.session.flush()
    recorder = Recorder(cast, now, random)
    ruleset, offers = rules_in_force(london_date(now)), offers_for_triage()
    numbers = synthetic_nhs_numbers()
    moments = iter(arrivals(requests, now, _DAYS_OF_HISTORY, random))
    done = 0
    while batch := list(islice(moments, _AT_ONCE)):
        rows = []
        for received in batch:
            submission = submission_of(make_person(random, london_date(received), next(numbers)), random)
            case = Case.from_document({"id": "synthetic", **submission.document})
            concluded = suggest(case, offers, ruleset)
            offers_to = offers_to_send_to(concluded, cast)
            steps = tell_story(
                received, now, concluded.priority, offers_to[0].kind if offers_to else None, random
            )
            rows += recorder.rows_of(submission, concluded, steps, received)
        _store(rows)
        done += len(batch)
        said(done)
    _count_waits(recorder)
    _leave_keys_in_order()
    audit.record("demo.filled", "area", None, by="system", at=now, requests=requests, seed=seed)
    db.session.commit()
    return sign_ins()


def sign_ins() -> list[SignIn]:
    """Who can sign in to the demo, in the order a visitor would try them."""
    order = {
        "clinician": 0,
        "lead": 1,
        "call_handler": 2,
        "partner": 3,
        "administrator": 4,
        "analyst": 5,
        "professional": 6,
    }
    people = db.session.scalars(select(Staff).where(Staff.email.like("%@demo.example")))
    found = [
        SignIn(person.email, person.name, next(iter(sorted(person.roles))), person.organisation.name)
        for person in people
    ]
    return sorted(found, key=lambda one: (order.get(one.role, 9), one.email))


def _cast(now: datetime, random: Random) -> Cast:
    front_door = db.session.scalars(select(Organisation).where(Organisation.kind == "front_door")).first()
    people = [_person(email, name, role, front_door, now, random) for email, name, role, _home in PEOPLE]
    offers = {offer.slug: offer for offer in db.session.scalars(select(ServiceOffer))}
    homes = {offer.organisation_id: offer.organisation for offer in offers.values()}
    names = iter(
        (
            "Alex Fulcher",
            "Noor Hussain",
            "Kim Beck",
            "Dana Ringer",
            "Ruth Mace",
            "Ola Nowicka",
            "Ben Kett",
            "Una Leeder",
            "Ade Mensah",
            "Liz Pye",
            "Ian Howes",
            "Eva Santos",
            "Max Bunn",
            "Pat Utting",
            "Mo Rahman",
            "Sue Gedge",
            "Rob Starling",
            "Ana Popescu",
            "Kit Mallett",
            "Joy Campbell",
            "Cal Youngs",
            "Bea Fraser",
            "Hal Thaxter",
        )
    )
    partners = {}
    for home in sorted(homes.values(), key=lambda one: one.slug):
        # Offers of the front door itself, and national ones, are in its own people's hands.
        if home.kind == "partner":
            partners[home.id] = _person(
                f"{home.slug}@demo.example", next(names), "partner", home, now, random
            )
        else:
            partners[home.id] = people[0]
    deciders = [person for person in people if person.roles & {"clinician", "lead"}]
    return Cast(offers, deciders, partners, front_door.id)


def _person(email: str, name: str, role: str, home: Organisation, now: datetime, random: Random) -> Staff:
    secret = "".join(random.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for _ in range(32))
    return accounts.create_staff(
        email, name, home, [role], by="system", at=now, password=PASSWORD, totp_secret=secret
    )


def _store(rows: list[object]) -> None:
    rows += [audit_of(row) for row in rows if isinstance(row, RequestEvent)]
    # Table by table, each before those that point at it.
    for table in db.metadata.sorted_tables:
        db.session.add_all(row for row in rows if row.__table__ is table)
        db.session.flush()
    db.session.expunge_all()


def _count_waits(recorder: Recorder) -> None:
    db.session.add_all(
        WaitTally(offer_id=offer, clock=clock, priority=priority, day=day, days=days, n=n)
        for (offer, clock, priority, day, days), n in sorted(recorder.tally.items())
    )
    db.session.flush()


def _leave_keys_in_order() -> None:
    """PostgreSQL counts keys apart from rows; rows that brought their own must move the count on."""
    if db.engine.dialect.name != "postgresql":
        return
    for table in db.metadata.sorted_tables:
        if "id" in table.c and table.c.id.autoincrement is not False:
            highest = db.session.scalar(select(func.max(table.c.id)))
            if highest:
                db.session.execute(
                    text("select setval(pg_get_serial_sequence(:name, 'id'), :n)"),
                    {"name": table.name, "n": highest},
                )
