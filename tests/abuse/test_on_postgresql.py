"""What PostgreSQL refuses where SQLite takes it, in every field of the forms that store something."""

from __future__ import annotations

import pytest

from tests.abuse.typing import Form, Sweep, fields_of, filled, form_of

pytestmark = pytest.mark.engines("postgresql")
REFUSED = ("a\x00b", "\ud800", "2147483648", "9" * 400, "\udfff\x00")


@pytest.mark.parametrize("who", ["everything", "partner", "family"])
def test_nothing_typed_reaches_it_as_it_cannot_be(app, house, who):
    ids = house.ids
    forms = {
        "everything": [
            Form("/calls", "/calls/new"),
            Form("/calls/advice"),
            Form("/calls/search"),
            Form(f"/calls/request/{ids['waiting']}"),
            Form(f"/calls/{ids['call']}/section/safety"),
            Form(f"/calls/{ids['call']}/section/about"),
            *(Form(f"/clinic/{ids['waiting']}/{step}") for step in ("raise", "note", "decide", "agree")),
            Form(f"/clinic/tasks/{ids['task lead']}"),
            Form("/admin/directory/add"),
            Form(f"/admin/directory/{ids['offer']}"),
            Form(f"/admin/directory/{ids['offer']}/capacity"),
            Form("/admin/staff/add"),
            Form(f"/admin/staff/{ids['staff']}"),
            Form("/admin/calendar"),
            Form("/admin/calendar/text/out_of_hours"),
        ],
        "partner": [Form(f"/partner/{ids['own']}/hand-back")],
        "family": [
            *(Form(f"/request/{ids['draft']}/{name}") for name in ("story", "about", "reach-you", "needs")),
            Form(f"/request/{ids['draft']}/save"),
            Form("/request/come-back"),
            Form("/request/come-back/any-token/check"),
            Form("/my-request"),
            Form("/my-request/new-code"),
            Form("/staff/sign-in"),
        ],
    }
    client = house.family if who == "family" else house.visitor(app, who)
    sweep = Sweep(client, each=0)
    for form in forms[who]:
        page = client.get(form.page)
        if page.status_code != 200:
            continue  # no longer asked, after what was typed before
        shown = form_of(page, form.sent_to)
        kinds, fine = fields_of(shown), filled(shown, {})
        for name in kinds:
            for typed in REFUSED[:2]:
                sweep.send(form, {**fine, name: typed}, name, typed, kinds)
                if client.get(form.page).status_code != 200:
                    break
        for typed in REFUSED:
            answer = sweep.post(form.sent_to, dict.fromkeys(kinds, typed))
            assert answer.status_code < 500, (form, ascii(typed)[:30])
    assert sweep.posts >= 8
