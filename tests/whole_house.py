"""One of everything: a request at each stage, forms, calls, tasks, messages, and somebody of each role.

For tests that go through every route, whoever knocks.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import inspect, select, text

from ifd import clock
from ifd.database import db
from ifd.models import MailboxMessage, RedFlag, Staff, SupportRequest
from ifd.permissions import roles
from ifd.services import calendar, calls, first_links, review, rules_room, second_opinion, tasks
from ifd.services.calls import Advice
from tests import factories, rule_texts, second_opinions, with_partner
from tests.web.intake.walk import begin, check, go_on, send, token_of
from tests.web.signed_in import sign_in
from triage.vocabulary import FlagSource, OfferKind, Requester

STRANGER = "stranger"
OWN, ELSEWHERE = OfferKind.COUNSELLING, OfferKind.BEREAVEMENT
A_CLOSED_DAY = date(2031, 3, 4)


@dataclass
class House:
    """Ids for the parts of an address, and people to knock with."""

    ids: dict[str, object] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    family: object = None
    """The browser that writes one form and has sent another."""

    def person(self, who: str) -> Staff:
        return db.session.get(Staff, self.people[who])

    def visitor(self, app, who: str):
        """A browser of its own, signed in as `who`."""
        client = app.test_client()
        if who != STRANGER:
            sign_in(client, self.person(who))
        client.get("/staff/change-password" if who != STRANGER else "/staff/sign-in")
        return client


def build(app) -> House:
    """Everything, committed."""
    house = House()
    factories.area()
    _requests(house)
    _people(house)
    _desk(house)
    _rules(house)
    _models(house)
    house.ids["link"] = first_links.make(
        house.person("bystander"), by="system", at=clock.now()
    ).rpartition("/")[2]
    calendar.close_on(A_CLOSED_DAY, "Training", by="system", at=clock.now())
    house.ids["day"] = A_CLOSED_DAY.isoformat()
    db.session.commit()
    house.family = _family(app, house)
    return house


def rows() -> dict[str, str]:
    """What every table holds, as one short word a table: the same word, the same rows."""
    db.session.rollback()
    found = {}
    for table in sorted(inspect(db.session.connection()).get_table_names()):
        lines = sorted(repr(tuple(row)) for row in db.session.execute(text(f'SELECT * FROM "{table}"')))
        found[table] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    db.session.rollback()
    return found


def _requests(house: House) -> None:
    at = clock.now() - timedelta(days=4)
    ids = house.ids
    waiting = factories.request(at=at, text="I want to die.")
    ids["waiting"] = waiting.reference
    ids["red flag"] = db.session.scalar(
        select(RedFlag.id).filter_by(request_id=waiting.id, source=FlagSource.TEXT)
    )
    own = with_partner.allocated(OWN, at=at)
    ids["own"] = own.reference
    ids["elsewhere"] = with_partner.allocated(ELSEWHERE, at=at).reference
    once = with_partner.allocated(OWN, at=at)
    ids["once own"] = once.reference
    with_partner.send_to(once, factories.offer(ELSEWHERE), at=at + timedelta(days=1))
    closed = factories.request(at=at)
    ids["closed"] = closed.reference
    review.close(closed, "It ended well.", version=closed.version, by=factories.clinician(), at=clock.now())
    ids["offer"], ids["offer elsewhere"] = factories.offer(OWN).slug, factories.offer(ELSEWHERE).slug


def _people(house: House) -> None:
    own, elsewhere = (factories.offer(kind).organisation.slug for kind in (OWN, ELSEWHERE))
    assert own != elsewhere
    for role in roles():
        if role != "partner":
            house.people[role] = factories.staff(role).id
    house.people["partner"] = factories.staff("partner", organisation=own).id
    house.people["partner elsewhere"] = factories.staff("partner", organisation=elsewhere).id
    house.people["bystander"] = factories.staff("analyst", name="Bo Stander").id
    house.people["everything"] = factories.staff(*roles()).id
    house.ids["staff"] = house.people["bystander"]


def _desk(house: House) -> None:
    at, handler = clock.now(), house.person("call_handler")
    house.ids["call"] = calls.begin({"requester": "parent_carer", "age": "9"}, by=handler, at=at).id
    said = Advice(Requester.PARENT_CARER, "Sleep routine", "asked_no_concern")
    house.ids["advice"] = calls.record_advice(said, submission_key="advice", by=handler, at=at).id
    request = db.session.scalar(select(SupportRequest).where(SupportRequest.reference == house.ids["waiting"]))
    for role in ("call_handler", "clinician", "lead", "administrator"):
        task = tasks.open_task(
            "missing_information", about=f"house:{role}", title="Ask", request=request, role=role, at=at
        )
        house.ids[f"task {role}"] = task.id
    message = MailboxMessage(
        outbox_id=1, channel="email", to_address="maja@example.org", body="Hello", received_at=at
    )
    db.session.add(message)
    db.session.flush()
    house.ids["message"] = message.id


def _rules(house: House) -> None:
    lead = house.person("lead")
    draft = rules_room.start_draft("Sleep sooner", base=rule_texts.SHIPPED, by=lead, at=clock.now())
    house.ids["rule draft"] = draft.id
    house.ids["rule check"] = rule_texts.proof_of(draft.text, lead).id


def _models(house: House) -> None:
    """A version in shadow, what it thinks of a request, and a training that was asked for."""
    version = second_opinions.version("m-3f9a1c20d4e5")
    second_opinions.stand("shadow", version)
    request = db.session.scalar(select(SupportRequest).where(SupportRequest.reference == house.ids["waiting"]))
    house.ids["version"] = version.name
    house.ids["opinion"] = second_opinions.opinion(request, version).id
    house.ids["training"] = second_opinion.ask_for_training(by=house.person("lead"), at=clock.now()).id


def _family(app, house: House):
    client = app.test_client()
    sent = begin(client, "parent_carer")
    house.ids["sent"] = token_of(sent)
    done = send(client, check(client, house.ids["sent"]))
    assert done.status_code == 200
    draft = begin(client, "young_person")
    house.ids["draft"] = token_of(draft)
    go_on(client, client.get(f"/request/{house.ids['draft']}/story"), story="Only mine to read")
    saved = client.get(f"/request/{house.ids['draft']}/save")
    go_on(client, saved, where="email", email="zoe@example.org", safe="yes")
    return client
