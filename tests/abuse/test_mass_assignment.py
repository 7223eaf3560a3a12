"""Names of columns typed into forms that do not ask for them: nothing of it is kept anywhere."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text

from ifd.database import db
from ifd.models import Staff, SupportRequest
from tests.abuse.typing import Form, fields_of, filled, form_of

pytestmark = pytest.mark.engines("sqlite")
CANARY = "424242"


def columns() -> list[str]:
    return sorted({column for table in db.metadata.tables.values() for column in table.columns.keys()})  # noqa: SIM118 a collection, not a dictionary


def everything_stored() -> str:
    db.session.rollback()
    tables = inspect(db.session.connection()).get_table_names()
    found = [repr(tuple(row)) for table in tables for row in db.session.execute(text(f'SELECT * FROM "{table}"'))]
    db.session.rollback()
    return "\n".join(found)


def test_no_form_takes_what_it_does_not_ask(app, house, put_back):
    ids = house.ids
    forms = {
        "everything": [
            Form("/calls", "/calls/new"),
            Form("/calls/advice"),
            Form("/calls/search"),
            Form(f"/calls/request/{ids['waiting']}"),
            Form(f"/calls/{ids['call']}/section/safety"),
            Form(f"/calls/{ids['call']}/set-aside"),
            Form(f"/calls/{ids['call']}/check", f"/calls/{ids['call']}/send"),
            *(Form(f"/clinic/{ids['waiting']}/{step}") for step in ("decide", "agree", "note", "raise", "close")),
            Form(f"/clinic/{ids['waiting']}", f"/clinic/{ids['waiting']}/claim"),
            Form(f"/clinic/tasks/{ids['task lead']}"),
            Form("/admin/directory/add"),
            Form(f"/admin/directory/{ids['offer']}"),
            Form(f"/admin/directory/{ids['offer']}/capacity"),
            Form("/admin/staff/add"),
            Form(f"/admin/staff/{ids['staff']}"),
            Form("/admin/calendar"),
            Form("/admin/calendar/text/out_of_hours", well=(("text", "Call 999 or 111"),)),
        ],
        "partner": [
            Form(f"/partner/{ids['own']}", f"/partner/{ids['own']}/accept"),
            Form(f"/partner/{ids['own']}/hand-back"),
        ],
        "family": [
            Form(f"/request/{ids['draft']}/story"),
            Form(f"/request/{ids['draft']}/save", well=(("safe", "yes"),)),
            Form(f"/request/{ids['draft']}/check", f"/request/{ids['draft']}/send"),
            Form("/request/come-back"),
        ],
    }
    names, stored = columns(), 0
    assert len(names) > 100
    for who, theirs in forms.items():
        client = house.family if who == "family" else house.visitor(app, who)
        for form in theirs:
            page = client.get(form.page)
            assert page.status_code == 200, form.page
            shown = form_of(page, form.sent_to)
            asked = fields_of(shown)
            extra = {name: CANARY for name in names if name not in asked}
            answer = client.post(form.sent_to, data={**filled(shown, dict(form.well)), **extra})
            assert answer.status_code < 500, form
            stored += answer.status_code == 303
            assert CANARY not in everything_stored(), f"{form.sent_to} kept what it does not ask"
            put_back()
    assert stored > 15


def test_nobody_gives_themselves_a_role(app, house, db_session):
    """Fields of an account that only other forms change."""
    client = house.visitor(app, "administrator")
    person, address = house.ids["staff"], f"/admin/staff/{house.ids['staff']}"
    client.submit(
        client.get(address), address, is_enabled="", totp_secret="x", password_hash="x", email="new@example.org",
        session_epoch="99", id="1", organisation_id="1",
    )  # fmt: skip
    db_session.expire_all()
    found = db_session.get(Staff, person)

    assert (found.is_enabled, found.totp_secret, found.password_hash) == (True, None, "")
    assert found.email != "new@example.org"


def test_a_decision_moves_only_what_it_says(app, house, db_session):
    client, reference = house.visitor(app, "lead"), house.ids["waiting"]
    note = f"/clinic/{reference}/note"
    typed = {"status": "closed", "priority": "routine", "priority_rank": "9", "is_synthetic": "1", "holder_id": "2"}
    client.post(note, data={**typed, "closed_at": "2026-01-01", "hand_backs": "5", "note": "Rang"})
    found = db_session.query(SupportRequest).filter_by(reference=reference).one()

    assert (found.status, found.is_synthetic, found.hand_backs, found.closed_at) == ("received", False, 0, None)
