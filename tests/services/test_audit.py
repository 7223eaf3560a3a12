"""Who did what: each step leaves its line in the record, of the one it is about and by whoever took it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ifd.database import db
from ifd.jobs import deliver
from ifd.models import AuditEntry, Staff
from ifd.queries.said_later import GOT_WORSE
from ifd.services import accounts, partners, review, said_later, status_access, tasks
from ifd.services.intake import receive
from ifd.services.said_later import Said
from tests import factories, with_partner
from tests.factories import NOON
from tests.services.test_review import agreeing
from triage.vocabulary import Priority

pytestmark = pytest.mark.usefixtures("db_session")
LATER = NOON + timedelta(hours=2)


class Record:
    """What the audit says of what was done since this was made, as (by whom, what, of which row)."""

    def __init__(self) -> None:
        db.session.flush()
        self._from = db.session.scalar(select(func.max(AuditEntry.id))) or 0

    def lines(self) -> list[tuple[str, str, int | None]]:
        db.session.flush()
        names = dict(db.session.execute(select(Staff.id, Staff.name)).all())
        found = db.session.scalars(select(AuditEntry).where(AuditEntry.id > self._from).order_by(AuditEntry.id))
        return [(names.get(entry.staff_id, entry.actor), entry.action, entry.subject_id) for entry in found]


def test_the_arrival_of_a_request_from_a_family_and_by_telephone():
    family = factories.request()
    record = Record()
    by_telephone = factories.request(by=factories.staff("call_handler", name="Bo Lund"))

    assert ("Bo Lund", "request.received", by_telephone.id) in record.lines()
    assert family.entered_by_id is None
    [arrival] = db.session.scalars(
        select(AuditEntry).filter_by(action="request.received", subject_id=family.id)
    )
    assert (arrival.actor, arrival.staff_id) == ("family", None)


def test_each_step_of_the_front_door_and_of_a_partner():
    request = factories.request()
    ines, grace = factories.clinician(name="Ines"), factories.staff("lead", name="Grace")
    steps = {
        ("Ines", "request.claimed"): lambda: review.claim(request, by=ines, at=LATER),
        ("Ines", "request.released"): lambda: review.release(request, by=ines, at=LATER),
        ("Ines", "request.added_to"): lambda: review.add_note(request, "Rang.", by=ines, at=LATER),
        ("Ines", "request.priority_raised"): lambda: review.raise_priority(
            request, Priority.VERY_URGENT, "Worse.", by=ines, at=LATER
        ),
        ("Grace", "request.taken_over"): lambda: (
            review.claim(request, by=ines, at=LATER),
            review.take_over(request, "She is ill.", by=grace, at=LATER),
        ),
        ("Grace", "request.decided"): lambda: review.decide(
            request, agreeing(request), version=request.version, by=grace, at=LATER
        ),
        ("Kim", "request.accepted"): lambda: partners.accept(request, by=kim(), at=LATER),
        ("Kim", "request.first_contact"): lambda: partners.record_first_contact(
            request, happened_at=LATER, by=kim(), at=LATER
        ),
        ("Kim", "request.handed_back"): lambda: partners.hand_back(request, "Full.", by=kim(), at=LATER),
        ("Ines", "request.closed"): lambda: review.close(
            request, "Moved away.", version=request.version, by=ines, at=LATER
        ),
        ("Ines", "request.reopened"): lambda: review.reopen(request, "Back.", by=ines, at=LATER),
    }

    def kim() -> Staff:
        return factories.partner_of(with_partner.allocation.current(request).offer, name="Kim")

    for (who, what), step in steps.items():
        record = Record()
        step()
        db.session.flush()
        assert (who, what, request.id) in record.lines(), what


def test_a_task_that_is_done():
    request = factories.request()
    task = tasks.open_task("call_back", about="call_back:x", request=request, at=NOON)
    record = Record()
    tasks.finish(task, by=factories.clinician(name="Ines"), at=LATER, outcome="Rang.")

    assert record.lines() == [("Ines", "task.finished", task.id)]


def test_each_message_that_went_or_could_not_go():
    factories.request()
    unsafe = factories.request()
    record = Record()
    for person in unsafe.contacts:
        person.may_be_told = "no"
    db.session.commit()
    deliver.drain()

    assert sorted(what for who, what, _id in record.lines() if who == "system") == [
        "message.sent",
        "message.unsendable",
        "task.opened",
    ]


def test_a_family_that_looks_guesses_and_asks_for_a_code():
    factories.area()
    found = receive(factories.submission(), submission_key="k", by="family", at=NOON)
    request, wrong = found.request, "000000" if found.status_code != "000000" else "111111"
    record = Record()
    status_access.open_request(request.reference, found.status_code, at=LATER)
    status_access.open_request(request.reference, wrong, at=LATER)
    status_access.open_request("2222-2222", wrong, at=LATER)
    status_access.send_new_code(request.reference, at=LATER)
    said_later.tell(request, Said(GOT_WORSE, "Worse."), at=LATER)

    assert [line for line in record.lines() if line[0] == "family"] == [
        ("family", "status.opened", request.id),
        ("family", "status.refused", request.id),
        ("family", "status.refused", None),
        ("family", "status.new_code_asked", request.id),
        ("family", "request.added_to", request.id),
        ("family", "request.priority_raised", request.id),
    ]


def test_each_change_to_an_account():
    factories.staff("administrator", name="Other")
    sam, person = factories.staff("administrator", name="Sam"), factories.staff("clinician", name="Ines")
    facts = {"name": "Ines", "job_title": "Nurse", "organisation": person.organisation}
    steps = {
        "staff.edited": lambda: accounts.edit_staff(person, **facts, by=sam, at=LATER),
        "staff.roles_set": lambda: accounts.set_roles(person, ["lead"], by=sam, at=LATER),
        "staff.disabled": lambda: accounts.disable(person, by=sam, at=LATER),
        "staff.enabled": lambda: accounts.enable(person, by=sam, at=LATER),
        "staff.second_factor_reset": lambda: accounts.reset_second_factor(person, by=sam, at=LATER),
        "staff.password_set": lambda: accounts.set_password(person, "otter lantern gravel", by=sam, at=LATER),
    }
    for what, step in steps.items():
        record = Record()
        step()
        assert record.lines() == [("Sam", what, person.id)]
