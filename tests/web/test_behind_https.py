"""Forms over https. Our pages tell browsers to send no referrer, so none may be needed."""

from __future__ import annotations

from ifd import create_app
from tests.reviewing_client import ReviewingClient
from tests.settings import settings_for

DOOR = "https://door.example.org"


def test_a_form_is_taken_though_browsers_say_nothing_of_where_they_come_from(databases):
    app = create_app(settings_for(databases.fresh("sqlite"), public_url=DOOR))
    client = ReviewingClient(app)
    page = client.get("/self-care", base_url=DOOR)
    assert page.headers["Referrer-Policy"] == "no-referrer"

    found = client.post("/self-care", base_url=DOOR, data={**page.form(), "words": "sleep"})
    assert found.status_code == 200
    forged = client.post("/self-care", base_url=DOOR, data={"words": "sleep", "csrf_token": "x"})
    assert forged.status_code == 400
