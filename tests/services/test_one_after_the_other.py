"""Two changes of one request in the same moment: nothing is counted twice, nothing is undone, no words are lost."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from sqlalchemy import select

from ifd.database import db
from ifd.models import RequestEvent, Staff, SupportRequest, Task, WaitClock
from ifd.queries import waits
from ifd.queries.said_later import GOT_WORSE
from ifd.services import clocks, life, partners, said_later, status_access, tasks
from ifd.services.said_later import Said
from tests import factories, with_partner
from tests.factories import NOON
from tests.services.at_once import at_once
from triage.lifecycle import Event

pytestmark = pytest.mark.usefixtures("db_session")
LATER = NOON + timedelta(days=3)


def tell_worse(request: SupportRequest, words: str = "It is worse"):
    return said_later.tell(request, Said(GOT_WORSE, words), at=LATER)


@pytest.mark.engines("postgresql")
def test_news_of_a_family_never_starts_a_clock_again_that_a_partner_is_stopping(app, monkeypatch):
    request = with_partner.accepted()
    tell_worse(request, "Not so good")  # so that the news below changes no column of the request
    request_id, partner_id = request.id, with_partner.partner_for(request).id
    db.session.commit()

    def record_contact():
        with app.app_context():
            found, partner = db.session.get(SupportRequest, request_id), db.session.get(Staff, partner_id)
            partners.record_first_contact(found, happened_at=LATER, by=partner, at=LATER)
            db.session.commit()

    contact, closures = Thread(target=record_contact), clocks.closures

    def while_the_clocks_are_read():
        if contact.ident is None:
            contact.start()
            contact.join(2)  # it waits for us, or has gone through by now
        return closures()

    monkeypatch.setattr(clocks, "closures", while_the_clocks_are_read)
    tell_worse(db.session.get(SupportRequest, request_id))
    db.session.commit()
    contact.join(10)

    db.session.expire_all()
    stopped = db.session.scalar(
        select(WaitClock.stopped_at).filter_by(request_id=request_id, clock="first_contact")
    )
    assert stopped == LATER
    assert waits.differences() == {}


def test_the_same_news_twice_at_once_is_written_once(app):
    request_id = factories.request().id
    db.session.commit()

    def news():
        return tell_worse(db.session.get(SupportRequest, request_id)).event.id

    first, second = at_once(app, news, news)
    assert first == second
    told = select(RequestEvent).filter_by(request_id=request_id, event=Event.ADDED_TO)
    assert len(db.session.scalars(told).all()) == 1


def test_of_two_who_finish_a_task_at_once_the_first_is_kept_and_the_other_told(app):
    task_id = tasks.open_task("late_clock", about="late:1", at=NOON).id
    db.session.commit()

    def finishing(outcome):
        def run():
            task = db.session.get(Task, task_id)
            return outcome if tasks.finish(task, by="system", at=NOON, outcome=outcome) else "told"

        return run

    results = at_once(app, finishing("Rang them"), finishing("Wrote to them"))
    db.session.expire_all()
    kept = db.session.get(Task, task_id).outcome
    assert sorted(results) == sorted([kept, "told"])


def test_asking_for_a_code_after_somebody_rang_is_asked_again():
    request = factories.request(people=(factories.parent(safety="never"),))
    kinds = select(Task).where(Task.about.like("new_code:%"), Task.done_at.is_(None))
    status_access.send_new_code(request.reference, at=NOON)
    status_access.send_new_code(request.reference, at=NOON)
    tasks.finish(db.session.scalars(kinds).one(), by="system", at=NOON, outcome="Rang")
    status_access.send_new_code(request.reference, at=NOON + timedelta(hours=1))
    assert db.session.scalars(kinds).one().made_at == NOON + timedelta(hours=1)


def test_two_who_open_the_same_task_at_once_open_one_and_lose_nothing_else(app, monkeypatch):
    request_id = factories.request().id
    db.session.commit()
    both_looked, look = Barrier(2), tasks._about

    def opening(note):
        def run():
            request = db.session.get(SupportRequest, request_id)
            life.record_event(request, Event.ADDED_TO, by="family", at=LATER, note=note)
            return tasks.open_task("late_clock", about="late:7", request=request, at=LATER).id

        return run

    def look_together(about):
        found = look(about)
        with suppress(BrokenBarrierError):  # the second look, and SQLite, where one waits for the other
            both_looked.wait(1)
        return found

    monkeypatch.setattr(tasks, "_about", look_together)
    first, second = at_once(app, opening("One"), opening("Two"))
    assert first == second
    noted = select(RequestEvent.note).filter_by(request_id=request_id, event=Event.ADDED_TO)
    assert set(db.session.scalars(noted)) == {"One", "Two"}


def test_of_two_who_see_to_a_task_at_once_one_has_it(app):
    task_id = tasks.open_task("late_clock", about="late:1", at=NOON).id
    people = [factories.clinician(name=name).id for name in ("Ivy Stone", "Bo Lund")]
    db.session.commit()

    def claiming(staff_id):
        return lambda: tasks.claim(db.session.get(Task, task_id), by=db.session.get(Staff, staff_id), at=NOON)

    assert sorted(at_once(app, *map(claiming, people))) == [False, True]
