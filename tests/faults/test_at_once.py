"""The same form sent ten times in one moment, by every door that takes it: one request."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask.testing import FlaskClient
from sqlalchemy import func, select

from ifd import clock
from ifd.database import db
from ifd.models import Draft, Staff, SupportRequest, YoungPerson
from ifd.services import calls, intake
from tests import factories
from tests.services.at_once import at_once
from tests.web.intake.walk import begin, check, token_of

TEN = 10


def how_many(*models) -> list[int]:
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(model)) for model in models]


def test_ten_threads_with_one_key_store_one_request(app, db_session):
    factories.area()
    db_session.commit()
    given = factories.submission()
    results = at_once(
        app,
        *[
            lambda: intake.receive(given, submission_key="same", by="family", at=clock.now()).request.reference
            for _ in range(TEN)
        ],
    )

    assert [one for one in results if not isinstance(one, str)] == []
    assert len(set(results)) == 1
    assert how_many(SupportRequest, YoungPerson) == [1, 1]


def test_ten_taps_on_send_are_one_request_and_ten_confirmations(app, client, db_session):
    factories.area()
    db_session.commit()
    token = token_of(begin(client, "parent_carer"))
    data = check(client, token).form(f"/request/{token}/send")
    cookie = client.get_cookie("ifd").value
    db_session.remove()
    start = Barrier(TEN)

    def tap(_n):
        browser = FlaskClient(app, app.response_class)
        browser.set_cookie("ifd", cookie)
        start.wait(10)
        return browser.post(f"/request/{token}/send", data=data)

    with ThreadPoolExecutor(TEN) as pool:
        answers = list(pool.map(tap, range(TEN)))

    assert {(answer.status_code, answer.headers.get("Location")) for answer in answers} == {
        (303, f"/request/{token}/sent")
    }
    assert how_many(SupportRequest, YoungPerson) == [1, 1]
    [reference] = db_session.scalars(select(SupportRequest.reference))
    assert reference in client.get(f"/request/{token}/sent").words


def test_ten_handlers_send_one_call_once(app, db_session):
    handler = factories.staff("call_handler")
    draft = calls.begin({"requester": "parent_carer", "age": "9"}, by=handler, at=clock.now())
    db_session.commit()
    handler_id, draft_id = handler.id, draft.id
    db_session.remove()  # what was just read must not keep the ten from writing

    def send():
        call, by = db.session.get(Draft, draft_id), db.session.get(Staff, handler_id)
        return calls.send(call, postcode_areas=("NR",), by=by, at=clock.now()).request.reference

    results = at_once(app, *[send] * TEN)
    assert [one for one in results if not isinstance(one, str)] == []
    assert len(set(results)) == 1
    assert how_many(SupportRequest) == [1]
