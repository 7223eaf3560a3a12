"""Words that are nobody else's business, carried through the whole house: who may read them, and where they are not."""

from __future__ import annotations

import io
import json
import logging
import re
from html import unescape
from urllib.parse import unquote

import pytest
import structlog
from flask import session
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select, update

from forms.questions import ALL_PAGES
from ifd import create_app
from ifd.database import db
from ifd.jobs import tick, worker
from ifd.models import Allocation, AuditEntry, Draft, MailboxMessage, OutboxMessage, SupportRequest, Task
from ifd.web import codes
from tests import factories, whole_house
from tests.abuse import naughty
from tests.reviewing_client import ReviewingClient
from tests.servers.queue_contents import everything_in
from tests.settings import settings_for
from tests.web.intake.walk import begin, check, go_on, send, token_of
from tests.web.signed_in import sign_in

pytestmark = pytest.mark.engines("sqlite")

CANARIES = {
    "given_name": "Quillfeather",
    "family_name": "Zanzibarski",
    "preferred_name": "Wrenbeak",
    "parent_name": "Marmadukette",
    "parent_email": "canary.parent@example.org",
    "parent_phone": "07700 900987",
    "young_email": "canary.young@example.org",
    "story": "She said xyzzyplugh to nobody",
    "nhs_number": "9990000018",
    "postcode": "NR1 3JU",
    "address": "17 Canarygarth Lane",
    "school": "Canaryfield Academy",
    "known_to_services": "Canarycounselling",
}
# As they may turn up: spaces gone, or put elsewhere.
_TELLING = re.compile(
    r"quillfeather|zanzibarski|wrenbeak|marmadukette|canary|xyzzyplugh|900\s?987|999\s?000\s?0018|NR1\s?3JU",
    re.IGNORECASE,
)


def tells(text: str) -> list[str]:
    return _TELLING.findall(unescape(unquote(text)))


class Trail:
    """Every address, by link or by being sent on, that any page has led to, and every page that was an error."""

    def __init__(self, app) -> None:
        self.addresses: set[str] = set()
        self.pages = 0

        @app.after_request
        def note(response):
            self.pages += 1
            self.addresses.add(response.headers.get("Location", ""))
            if response.mimetype == "text/html" and not response.direct_passthrough:
                self.addresses |= set(re.findall(r"""(?:href|action|src)="([^"]*)""", response.get_data(as_text=True)))
            return response

        self._forget = lambda: app.after_request_funcs[None].remove(note)

    def forget(self) -> None:
        self._forget()


@pytest.fixture
def trail(app):
    app._got_first_request = False
    trail = Trail(app)
    yield trail
    trail.forget()


@pytest.fixture
def logged(caplog):
    """Everything that was logged so far, by us and by the libraries, whatever its level."""
    caplog.set_level(logging.DEBUG)
    ours, before = io.StringIO(), structlog.get_config()
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=ours))
    yield lambda: ours.getvalue() + caplog.text
    structlog.configure(**before)


def write_it_all(client) -> str:
    """A parent's form with a canary in every place that takes one; its token."""
    token = token_of(begin(client, "parent_carer"))
    for address in (f"/request/{token}/{name}" for name in every_page(client, token)):
        page = client.get(address)
        if page.status_code != 200 or not page.page.xpath("//main//form"):
            continue
        names = set(page.page.xpath("//main//form//*[@name]/@name"))
        known = {name: value for name, value in CANARIES.items() if name in names}
        for part, value in {"day": "4", "month": "5", "year": "2012"}.items():
            if f"birth_date-{part}" in names:
                known[f"birth_date-{part}"] = value
        if "knows_nhs_number" in names:
            known["knows_nhs_number"] = "yes"
        go_on(client, page, **known)
    return token


def every_page(client, token: str) -> list[str]:
    return [page.name for page in ALL_PAGES if page.name not in ("who", "call-me")]


def go_all_the_way(app, client, db_session) -> tuple[SupportRequest, list[str]]:
    """Written, sent, found by telephone, decided, accepted, started, handed back; wrong turns on the way."""
    token = write_it_all(client)
    wrong = client.get(f"/request/{token}/about")
    go_on(client, wrong, **{"birth_date-day": "99", "given_name": CANARIES["given_name"] * 40})
    client.post(f"/request/{token}/story", data={"csrf_token": "stale", "story": CANARIES["story"]})
    saved = client.get(f"/request/{token}/save")
    go_on(client, saved, where="email", email=CANARIES["parent_email"], safe="yes")
    client.post("/self-care", data={"words": CANARIES["story"]})
    sent = send(client, check(client, token))
    assert sent.status_code == 200
    code = re.search(r"\b(\d{6})\b", sent.words)[1]
    client.get(f"/request/{token}/copy")
    found = db.session.scalars(select(SupportRequest)).one()
    reference = found.reference
    client.submit(client.get("/my-request"), reference=CANARIES["family_name"], code="000000")
    client.submit(client.get("/my-request"), reference=reference, code=code)
    client.submit(client.get("/my-request/got-worse"), words=CANARIES["story"], call="no")

    staff = app.test_client()
    sign_in(staff, factories.staff("lead"))
    for words in (*(CANARIES[name] for name in ("family_name", "parent_email", "parent_phone")), "Zanzibarskij"):
        found_page = staff.submit(staff.get("/calls/search"), words=words)
        assert found_page.status_code == 200
    for address in ("", "/decide", "/agree", "/note"):
        assert staff.get(f"/clinic/{reference}{address}").status_code in (200, 303)
    where = staff.get(f"/calls/request/{reference}")
    staff.submit(where, **{name: values for name, values in where.form().items() if name != "caller"})
    staff.post(f"/clinic/{reference}/note", data={"note": ""})
    offer = factories.offer()
    decide = staff.get(f"/clinic/{reference}/decide")
    decided = staff.submit(
        decide, offer="other", other_offer=offer.slug, reason=CANARIES["story"], note=CANARIES["story"], has_spoken="y",
        primary_reason="05",
    )  # fmt: skip
    assert db.session.scalars(select(Allocation)).all(), decided.errors

    partner = app.test_client()
    sign_in(partner, factories.partner_of(offer))
    page = partner.get(f"/partner/{reference}")
    partner.submit(page, action=f"/partner/{reference}/accept")
    back = partner.get(f"/partner/{reference}/hand-back")
    partner.submit(back, reason=CANARIES["story"])
    staff.get(f"/clinic/{reference}")
    staff.get("/clinic/tasks")
    return found, [code]


def test_only_the_record_holds_what_was_told(app, client, db_session, valkey, trail, logged):
    factories.area()
    db_session.commit()
    found, [code] = go_all_the_way(app, client, db_session)
    queued = everything_in(valkey)
    tick.once()
    worker.run(app.settings, burst=True)
    after = everything_in(valkey)
    broken(app, db_session, found)
    logs = logged()
    figures = client.get("/metrics").get_data(as_text=True)
    audit = json.dumps([[e.action, e.subject, e.detail] for e in db.session.scalars(select(AuditEntry))])

    assert len(set(tells(json.dumps(found.document) + json.dumps(found.answers)))) > 6, "nothing to find"
    assert db_session.scalars(select(MailboxMessage)).all()
    assert "ifd.jobs.deliver.drain" in queued
    assert trail.pages > 60
    assert len(logs.splitlines()) > 60
    for place, text in {
        "logs": logs,
        "queue": queued + after,
        "figures": figures,
        "audit": audit,
        "addresses": "\n".join(trail.addresses),
        "titles of tasks": "\n".join(db_session.scalars(select(Task.title))),
    }.items():
        assert tells(text) == [], place
    for place, text in {"logs": logs, "audit": audit, "addresses": "\n".join(trail.addresses)}.items():
        assert code not in text, f"the code is in the {place}"
    sent = db_session.scalars(select(OutboxMessage).where(OutboxMessage.state == "sent")).all()
    assert code not in str([message.facts for message in sent])


def broken(app, db_session, found) -> None:
    """Pages and jobs that break with the words in hand: neither the page nor the log repeats them."""
    app.testing = False
    client = app.test_client()
    sign_in(client, factories.staff("clinician"))
    original = app.view_functions["clinic.request"]

    def falls(reference):
        raise ValueError(f"cannot show {CANARIES['story']} of {CANARIES['family_name']}")

    falls.audience = original.audience
    app.view_functions["clinic.request"] = falls
    try:
        page = client.get(f"/clinic/{found.reference}")
    finally:
        app.view_functions["clinic.request"] = original
        app.testing = True
    assert page.status_code == 500
    assert tells(page.get_data(as_text=True)) == []


def test_cookies_can_be_read_and_hold_nothing_to_read(app, client, db_session):
    """A session is signed, not secret: whoever sits at the screen next can read it."""
    factories.area()
    db_session.commit()
    token = write_it_all(client)
    sent = send(client, check(client, token))
    code = re.search(r"\b(\d{6})\b", sent.words)[1]
    staff = app.test_client()
    sign_in(staff, factories.staff("call_handler"))
    staff.submit(staff.get("/calls"), "/calls/new", requester="parent_carer", age="9")
    call = max(db.session.scalars(select(Draft.id)))
    told = staff.submit(staff.get(f"/calls/{call}/check"), f"/calls/{call}/send")
    said = re.search(r"\b(\d{6})\b", told.words)[1]
    for browser, secret in ((client, code), (staff, said)):
        cookie = browser.get_cookie("ifd").value
        inside = json.dumps(SecureCookieSessionInterface().get_signing_serializer(app).loads(cookie))
        assert tells(inside) == []
        assert secret not in inside
    assert said in staff.get(f"/calls/{call}/sent").words


def test_a_long_day_of_calls_never_outgrows_the_session(app, db_session):
    """A browser drops a cookie above 4,096 bytes, and its person is signed out in the middle of a call."""
    staff = app.test_client()
    sign_in(staff, factories.staff("call_handler"))
    with app.test_request_context():
        for form in range(10**9, 10**9 + 200):
            codes.remember(form, "123456")
        assert codes.recall(form) == "123456"
        assert codes.recall(10**9) == ""
        held = dict(session)
    with staff.session_transaction() as kept:
        kept.update(held)
        kept["drafts"] = ["f" * 24] * 5

    assert len(staff.get_cookie("ifd").value) < 3_000


def test_what_families_write_is_never_alive_on_a_staff_page(app, client, db_session):
    """Markup in every text, read by clinicians, partners, the desk, the family and the mailbox."""
    factories.area()
    db_session.commit()
    alive = "<ifd-alive>" + naughty.SCRIPT
    token = token_of(begin(client, "parent_carer"))
    for name in every_page(client, token):
        page = client.get(f"/request/{token}/{name}")
        if page.status_code == 200 and page.page.xpath("//main//form"):
            boxes = page.page.xpath("//main//textarea/@name | //main//input[@type='text']/@name")
            go_on(client, page, **{box: alive for box in boxes if not box.startswith("birth_date")})
    sent = send(client, check(client, token))
    found = db.session.scalars(select(SupportRequest)).one()
    with_words = found.reference
    db_session.execute(update(SupportRequest).values(text=alive))
    staff = app.test_client()
    sign_in(staff, factories.staff("lead", "administrator", name=alive))
    staff.submit(staff.get(f"/clinic/{with_words}/note"), note=alive)
    staff.post(f"/clinic/{with_words}/claim")
    pages = [sent, client.get(f"/request/{token}/copy")]
    pages += [staff.get(address) for address in (
        "/clinic", "/clinic?list=mine", f"/clinic/{with_words}", f"/clinic/{with_words}/decide", "/clinic/tasks",
        "/calls", f"/calls/request/{with_words}", "/admin/staff", "/mailbox", "/staff",
    )]  # fmt: skip
    pages.append(staff.submit(staff.get("/calls/search"), words=with_words))
    for page in pages:
        assert page.status_code == 200, page.request.path
        assert page.page.xpath("//ifd-alive") == [], page.request.path
        assert naughty.SCRIPT not in page.get_data(as_text=True), page.request.path
    assert sum("ifd-alive" in page.words for page in pages) >= 5


def test_personal_pages_are_kept_by_nobody(app, db_session):
    house = whole_house.build(app)
    staff, partner = house.visitor(app, "everything"), house.visitor(app, "partner")
    ids = house.ids
    for client, address in (
        (house.family, f"/request/{ids['draft']}/story"),
        (house.family, f"/request/{ids['sent']}/sent"),
        (house.family, f"/request/{ids['draft']}/nowhere"),
        (staff, f"/clinic/{ids['waiting']}"),
        (staff, "/clinic/2222-2222"),
        (partner, f"/partner/{ids['own']}"),
        (staff, "/calls/search"),
    ):
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "no-store", address
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy


@pytest.mark.parametrize("is_secure", [True, False])
def test_cookies_are_for_us_alone(databases, is_secure):
    address = "https://door.example.org" if is_secure else ""
    app = create_app(settings_for(databases.fresh("sqlite"), public_url=address))
    app.test_client_class = ReviewingClient
    answer = app.test_client().get("/request", base_url="https://door.example.org" if is_secure else None)
    cookie = answer.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain=" not in cookie
    assert cookie.startswith("__Host-ifd=") == is_secure
    assert ("; Secure" in cookie) == is_secure
    assert ("Strict-Transport-Security" in answer.headers) == is_secure
