"""Every route of the house: who may knock, whose it is, what needs a token, and that looking changes nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from ifd.database import db
from ifd.models import AuditEntry, Draft
from ifd.permissions import roles
from ifd.web.audience import audience_of
from tests import whole_house
from tests.rule_texts import SHIPPED
from tests.whole_house import STRANGER, rows
from triage import library
from triage.vignettes.loading import benchmark

CLINICAL = {"clinician", "lead"}
FRONT_DOOR = CLINICAL | {"call_handler"}
PARTNERS = {"partner", "partner elsewhere"}
WHO_HAS_IT = {"partner"}
EDITORS = {"administrator"}
RULE_WRITERS = {"lead"}
CAPACITY = {"administrator", "lead"}
EVERYONE = {*roles(), "partner elsewhere", "bystander"}

# Written out by hand, not read from the code: a route that is opened to more people must be opened here too.
STAFF_ROUTES = {
    "home.staff_home": EVERYONE,
    "signin.change_password": EVERYONE,
    "signin.sign_out": EVERYONE,
    **dict.fromkeys(
        [f"clinic.{name}" for name in ("worklist", "request", "add_note", "raise_priority", "reopen")],
        FRONT_DOOR,
    ),
    **dict.fromkeys([f"clinic.{name}" for name in ("claim", "release", "take_over")], FRONT_DOOR),
    **dict.fromkeys(["clinic.tasks", "clinic.finish_task", "clinic.claim_task"], FRONT_DOOR),
    **dict.fromkeys(
        [
            f"clinic.{name}"
            for name in (
                *("agree", "decide", "close", "accepted", "first_contact", "help_started"),
                *("call_wrong", "call_right", "say_same_person", "opinion_wrong", "opinion_right"),
            )
        ],
        CLINICAL,
    ),
    **dict.fromkeys(
        [
            f"calls.{name}"
            for name in (
                *("desk", "new_call", "take", "section", "check", "crisis", "send", "sent", "set_aside"),
                *("advice", "advice_given", "advice_to_request", "search", "where"),
            )
        ],
        FRONT_DOOR,
    ),
    "partner.inbox": PARTNERS,
    **dict.fromkeys(
        [f"partner.{name}" for name in ("request", "accept", "first_contact", "help_started", "hand_back")],
        WHO_HAS_IT,
    ),
    "reports.waits": CLINICAL | PARTNERS | {"call_handler", "analyst", "administrator", "bystander"},
    **dict.fromkeys(
        [f"vignettes.{name}" for name in ("overview", "next_one", "vignette", "as_json", "as_csv")], CLINICAL
    ),
    **dict.fromkeys(
        [f"rules.{name}" for name in ("room", "rule", "offers", "words", "versions", "changes", "check")],
        CLINICAL | EDITORS,
    ),
    **dict.fromkeys(
        [
            f"rules.{name}"
            for name in (
                *("drafts", "draft", "draft_changes", "set_aside", "text", "edit_rule", "add_one", "remove_one"),
                *("examples", "try_it", "proof", "difference", "replay", "propose", "publish", "go_back", "rename"),
            )
        ],
        RULE_WRITERS,
    ),
    **dict.fromkeys(
        [f"models.{name}" for name in ("room", "version", "watched", "history", "work")],
        CLINICAL | EDITORS | {"analyst", "bystander"},
    ),
    **dict.fromkeys(
        [f"models.{name}" for name in ("switch", "challenger", "promote", "roll_back", "train", "compare")],
        RULE_WRITERS | EDITORS,
    ),
    "admin.directory": CAPACITY | PARTNERS,
    "admin.preview_offer": CAPACITY | PARTNERS,
    "admin.set_capacity": CAPACITY | {"partner"},
    **dict.fromkeys(
        [
            f"admin.{name}"
            for name in (
                *("add_offer", "edit_offer", "withdraw_offer", "restore_offer"),
                *("staff", "add_person", "edit_person", "disable_person", "enable_person", "new_link"),
                *("reset_second_factor", "calendar", "remove_closure", "write_text"),
            )
        ],
        EDITORS,
    ),
    # For everyone in the demonstration alone; the view asks.
    "mailbox.inbox": CAPACITY,
    "mailbox.message": CAPACITY,
}
PUBLIC_DOORS = ("public", "intake", "status", "ops")
PUBLIC_ROUTES = {"signin.sign_in", "signin.second_factor", "signin.set_up_second_factor", "signin.begin"}
# A page that is being left cannot send a token; the lock takes nothing away that its owner cannot open again.
NEEDS_NO_TOKEN = {"intake.lock"}
NOT_THERE = "not there"


@pytest.fixture
def house(app, db_session):
    return whole_house.build(app)


def all_rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def is_public(endpoint: str) -> bool:
    return endpoint.partition(".")[0] in PUBLIC_DOORS or endpoint in PUBLIC_ROUTES


def address(app, house, rule, **other) -> str:
    """The address of the route, about something that is there."""
    ids, endpoint = {**house.ids, **other}, rule.endpoint
    door = endpoint.partition(".")[0]
    values = {
        "reference": ids["own"] if door == "partner" else ids["waiting"],
        "identity": ids["advice"]
        if "advice" in endpoint
        else ids["call"]
        if door == "calls"
        else ids[f"task {ids.get('role', 'clinician')}"],
        "slug": ids["offer"] if endpoint != "public.resource" else library.library()[0].slug,
        "staff_id": ids["staff"],
        "message_id": ids["message"],
        "vignette_id": benchmark()[0].id,
        "number": ids["red flag"],
        "day": ids["day"],
        "token": ids["link"] if endpoint == "signin.begin" else ids["draft"],
        "name": {
            "calls": "safety",
            "admin": "out_of_hours",
            "rules": SHIPPED,
            "models": ids["version"],
        }.get(door, "story"),
        "other": ids["own"],
        "rule_id": "danger-now",
        "draft_id": ids["rule draft"],
        "check_id": ids["rule check"],
        "opinion_id": ids["opinion"],
        "training_id": ids["training"],
    }
    return app.url_map.bind("localhost").build(endpoint, {name: values[name] for name in rule.arguments})


def tries(app, house, **ids):
    """Each route with each of its methods: (endpoint, method, address)."""
    for rule in all_rules(app):
        for method in sorted(rule.methods & {"GET", "POST"}):
            yield rule.endpoint, method, address(app, house, rule, **ids)


def knock(client, method: str, path: str, **data):
    return client.post(path, data=data) if method == "POST" else client.get(path)


def verdict(answer) -> str:
    if answer.status_code in (302, 303):
        return "sign in" if answer.headers["Location"] == "/staff/sign-in" else "opens"
    return {403: "forbidden", 404: NOT_THERE}.get(
        answer.status_code, "opens" if answer.status_code < 500 else "breaks"
    )


def test_the_lists_above_name_every_route(app):
    for rule in all_rules(app):
        assert is_public(rule.endpoint) != (rule.endpoint in STAFF_ROUTES), rule.endpoint
    assert set(STAFF_ROUTES) <= {rule.endpoint for rule in all_rules(app)}


def test_every_route_states_its_audience(app):
    for rule in all_rules(app):
        assert audience_of(app, rule.endpoint), f"{rule.endpoint} states no audience"
        may_anyone = audience_of(app, rule.endpoint) == "everyone"
        assert may_anyone == (is_public(rule.endpoint) or rule.endpoint.startswith("mailbox.")), rule.endpoint


def test_a_stranger_opens_no_staff_page_and_changes_nothing(app, house):
    stranger, before = house.visitor(app, STRANGER), rows()
    found = {}
    for endpoint, method, path in tries(app, house):
        if endpoint in STAFF_ROUTES:
            found[f"{method} {endpoint}"] = verdict(knock(stranger, method, path))

    assert {key: value for key, value in found.items() if value != "sign in"} == {}
    assert rows() == before


@pytest.mark.parametrize("who", sorted(EVERYONE - {"bystander"}))
def test_each_role_opens_its_own_routes_and_no_other(app, house, who):
    ids = {"role": who} if f"task {who}" in house.ids else {}
    client, before, denied, wrong = house.visitor(app, who), rows(), 0, {}
    own = []
    for endpoint, method, path in tries(app, house, **ids):
        if endpoint not in STAFF_ROUTES:
            continue
        if who in STAFF_ROUTES[endpoint]:
            own.append((endpoint, method, path))
            continue
        answer = verdict(knock(client, method, path))
        denied += 1
        is_anothers = who in PARTNERS and endpoint.startswith(("partner.", "admin.set_capacity"))
        if answer != (NOT_THERE if is_anothers else "forbidden"):
            wrong[f"{method} {endpoint}"] = answer
    assert wrong == {}
    assert denied > 20
    assert rows() == before, "a refusal changed something"

    for endpoint, method, path in sorted(own, key=lambda each: (each[1], each[0] == "signin.sign_out")):
        answer = verdict(knock(client, method, path))
        if answer != "opens" and endpoint != "signin.sign_out":
            wrong[f"{method} {endpoint}"] = answer
    assert wrong == {}


@pytest.mark.parametrize("whose", ["elsewhere", "once own", "waiting", "closed"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_partner_finds_nobody_elses_request(app, house, whose, method):
    client, before = house.visitor(app, "partner"), rows()
    about = [rule for rule in all_rules(app) if rule.endpoint.startswith("partner.") and "reference" in rule.arguments]
    for rule in about:
        if method in rule.methods:
            path = address(app, house, rule, own=house.ids[whose])
            assert knock(client, method, path, reason="wrong_age", version="1").status_code == 404, path

    assert len(about) == 5
    assert rows() == before


def test_a_reference_nobody_has_and_one_that_is_not_theirs_read_alike(app, house):
    client = house.visitor(app, "partner")

    def page(reference):
        text = client.get(f"/partner/{reference}").get_data(as_text=True)
        return text.replace(reference, "").partition("<main")[2]

    assert page(house.ids["elsewhere"]) == page("2222-2222")


def test_a_partner_sets_no_other_capacity(app, house):
    client, before = house.visitor(app, "partner"), rows()
    theirs = house.ids["offer elsewhere"]
    assert client.get(f"/admin/directory/{theirs}/capacity").status_code == 404
    assert client.post(f"/admin/directory/{theirs}/capacity", data={"capacity": "closed"}).status_code == 404
    assert rows() == before


@pytest.mark.parametrize("who", ["clinician", "call_handler"])
def test_a_task_of_another_list_is_not_there(app, house, who):
    client, before = house.visitor(app, who), rows()
    for role in {"clinician", "call_handler", "lead", "administrator"} - {who, "call_handler"}:
        path = f"/clinic/tasks/{house.ids[f'task {role}']}"
        assert client.get(path).status_code == 404, role
        assert client.post(path, data={"outcome": "done"}).status_code == 404, role
    assert rows() == before


def test_a_form_opens_only_in_the_browser_that_wrote_it(app, house):
    """The address alone, from a history or over a shoulder, shows nothing and changes nothing."""
    stranger, before = house.visitor(app, STRANGER), rows()
    opened = {}
    for token in (house.ids["draft"], house.ids["sent"]):
        for endpoint, method, path in tries(app, house, draft=token):
            if not path.startswith(f"/request/{token}") or endpoint == "intake.unlock":
                continue
            typed = {"story": "Changed", "where": "email", "email": "thief@example.org", "safe": "yes"}
            answer = knock(stranger, method, path, **typed)
            if answer.status_code != 403:
                opened[f"{method} {endpoint}"] = answer.status_code
            assert "Only mine to read" not in answer.get_data(as_text=True)
    assert opened == {}
    assert rows() == before


def test_the_desk_opens_calls_alone(app, house):
    """The number of a form that a family writes by themselves opens nothing there."""
    handler = house.visitor(app, "call_handler")
    calls = {house.ids["call"]}
    for identity in set(db.session.scalars(select(Draft.id))) - calls:
        for step in ("", "/check", "/section/safety", "/sent", "/set-aside"):
            assert handler.get(f"/calls/{identity}{step}").status_code == 404


@pytest.mark.parametrize("token", [None, "", "x", "foreign"])
def test_nothing_is_changed_without_the_token_of_ones_own_page(app, house, token):
    if token == "foreign":
        token = house.visitor(app, "lead").csrf_token
        assert token
    staff, stranger = house.visitor(app, "everything"), house.visitor(app, STRANGER)
    before, answered = rows(), {}
    for endpoint, method, path in tries(app, house):
        if method != "POST" or endpoint in NEEDS_NO_TOKEN:
            continue
        client = staff if endpoint in STAFF_ROUTES else house.family if endpoint.startswith("intake.") else stranger
        client.csrf_token = None
        data = {"story": "Changed", "reason": "Changed", "note": "Changed", "requester": "young_person"}
        answer = client.post(path, data=data if token is None else {**data, "csrf_token": token})
        answered[endpoint] = answer.status_code

    assert {endpoint: status for endpoint, status in answered.items() if status != 400} == {}
    assert len(answered) > 45
    assert rows() == before


def test_what_needs_no_token_changes_no_row(app, house):
    before = rows()
    for rule in all_rules(app):
        if rule.endpoint in NEEDS_NO_TOKEN:
            house.family.csrf_token = None
            assert house.family.post(address(app, house, rule)).status_code == 204
    assert rows() == before


def test_looking_changes_nothing_but_the_record_of_who_looked(app, house):
    """Every GET and HEAD, by those it opens to; with a visit to 'My request' too."""
    visitors = {who: house.visitor(app, who) for who in ("everything", "partner", STRANGER)}
    before, viewed = rows(), views()
    opened = 0
    for endpoint, method, path in tries(app, house):
        if method != "GET":
            continue
        door = endpoint.partition(".")[0]
        who = "partner" if door == "partner" else "everything" if endpoint in STAFF_ROUTES else STRANGER
        client = house.family if door == "intake" else visitors[who]
        for method_ in ("get", "head"):
            answer = getattr(client, method_)(path)
            assert answer.status_code < 400, (endpoint, method_, answer.status_code)
            opened += answer.status_code == 200
    after = rows()

    assert {table for table in before if before[table] != after[table]} == {"audit_entry"}
    assert views() > viewed
    assert others() <= {"draft.viewed", "advice.viewed"}
    assert opened > 80


def views() -> int:
    return _count(AuditEntry.action == "request.viewed")


def others() -> set[str]:
    """What else was recorded of looking."""
    looking = select(AuditEntry.action).where(AuditEntry.action.like("%viewed%"))
    return set(db.session.scalars(looking)) - {"request.viewed"}


def _count(*which) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(*which))
