"""Addresses that nobody of ours wrote: a page that is not there, a list from its start, never a broken page."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from sqlalchemy import select

from ifd.models import OutboxMessage
from ifd.web.signin.pending import is_local
from tests.abuse import naughty
from tests.whole_house import STRANGER

# PostgreSQL refuses what SQLite takes: NUL, halves of characters, numbers beyond its columns.
AWKWARD = (
    "\x00", "a\x00b", "\ud800", "2147483648", "9" * 400, "-1", "²", "٣", "' OR 1=1 --", "%", "a" * 3_000,
    "../../etc", "1e5", "2026-13-45T99:99:99+00:00_1", "2026-11-02T12:00:00+00:00_99999999999999999999",
    "0001-01-01T00:00:00+23:59_1", "nan~1", "inf~1", "1e400~1", "-99999999999999~1", "1~2147483648", "1~²",
    "9999-12-31T23:59:59-23:59_1", "1,99999999999999999999999,1", "0.1.1", "a:9:9",
    naughty.SCRIPT, "{{1337*1337}}",
)  # fmt: skip
QUERIES = {
    "everything": (
        *(f"/clinic?{name}=" for name in ("list", "after", "priority", "ages", "requester")),
        "/clinic?list=mine&after=", "/clinic?list=to-decide&after=", "/clinic/tasks?after=",
        *(f"/reports/waits?{name}=" for name in ("clock", "priority")), "/mailbox?before=", "/calls/1/crisis?back=",
        "/vignettes?show=", "/vignettes?category=", "/vignettes/next?after=",
    ),
    "partner": ("/partner?list=", "/partner?after=", "/partner?list=to-start&after="),
    STRANGER: (
        *(f"/self-care?{name}=" for name in ("need", "age", "who", "words")),
        *(f"/offers?{name}=" for name in ("need", "age", "place")), "/help-now?age=", "/help-now?who=",
    ),
}  # fmt: skip
PATHS = {
    "everything": (
        "/clinic/{}", "/clinic/{}/decide", "/clinic/{}/note", "/calls/request/{}", "/clinic/tasks/{}", "/calls/{}",
        "/calls/{}/check", "/calls/advice/{}", "/admin/staff/{}", "/admin/directory/{}", "/admin/calendar/text/{}",
        "/mailbox/{}", "/admin/directory/{}/capacity", "/vignettes/{}",
    ),
    "partner": ("/partner/{}", "/partner/{}/hand-back"),
    STRANGER: (
        "/offers/{}", "/self-care/{}", "/request/{}/story", "/request/{}/sent", "/request/come-back/{}",
        "/request/come-back/{}/check", "/staff/begin/{}", "/{}", "/assets/{}",
    ),
}  # fmt: skip
POSTS = {
    "everything": (
        "/clinic/{}/claim", "/clinic/{}/decide", "/admin/calendar/{}/remove", "/admin/directory/{}/restore",
        "/admin/staff/{}/disable",
    ),
    "partner": ("/partner/{}/accept", "/admin/directory/{}/capacity"),
    STRANGER: ("/request/{}/send", "/request/{}/unlock", "/request/come-back/{}/code", "/request/come-back/{}/check"),
}  # fmt: skip


def quoted(typed: str) -> str:
    return quote(typed.encode("utf-8", "surrogatepass"), safe="")


def look_at(answer, address: str, typed: str) -> None:
    assert answer.status_code < 500, address
    naughty.assert_tame(answer.get_data().decode("utf-8", "replace"), typed)
    location = answer.headers.get("Location", "/")
    assert re.match(r"/(?!/)", location), (address, location)


def test_any_address_is_answered(app, house):
    visitors = {who: house.visitor(app, who) for who in QUERIES}
    tried = 0
    for who, client in visitors.items():
        for typed in AWKWARD:
            for start in QUERIES[who]:
                look_at(client.get(start + quoted(typed)), start + ascii(typed), typed)
            for path in PATHS[who]:
                answer = client.get(path.format(quoted(typed)))
                look_at(answer, path + ascii(typed), typed)
                is_there = typed == "٣" or path.startswith("/request/come-back")  # a 3 in another script is a 3
                assert answer.status_code != 200 or is_there, (path, typed)
            for path in POSTS[who]:
                look_at(client.post(path.format(quoted(typed))), path + ascii(typed), typed)
            tried += len(QUERIES[who]) + len(PATHS[who]) + len(POSTS[who])
    assert tried > 1_000


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "https://evil.example", "/staff\r\nX: y"])
def test_nobody_is_led_elsewhere_after_signing_in(app, house, address):
    assert not is_local(address)


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"])
def test_a_header_cannot_change_the_address_in_a_message(app, house, header, db_session):
    """Links in messages go to the address of the settings, whatever a request pretends."""
    client, draft = house.family, house.ids["draft"]
    page = client.get(f"/request/{draft}/save")
    data = {**page.form(), "where": "email", "email": "zoe@example.org", "safe": "yes"}
    client.post(f"/request/{draft}/save", data=data, headers={header: "evil.example"})
    facts = db_session.scalars(select(OutboxMessage.facts).where(OutboxMessage.draft_id.is_not(None))).all()

    assert facts
    assert "evil" not in str(facts)
