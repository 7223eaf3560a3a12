"""Each page of sign-in and administration tried by each role, and as a stranger."""

from __future__ import annotations

import pytest

from ifd.permissions import roles
from tests import factories
from tests.web.signed_in import sign_in

# Page, and the roles for which it opens.
EDITORS = {"administrator"}
CAPACITY = {"administrator", "lead"}
PAGES = {
    "/admin/directory": {"administrator", "lead", "partner"},
    "/admin/directory/add": EDITORS,
    "/admin/directory/single-session": EDITORS,
    "/admin/directory/single-session/withdraw": EDITORS,
    "/admin/directory/single-session/preview": {"administrator", "lead", "partner"},
    "/admin/directory/single-session/capacity": CAPACITY,
    "/admin/staff": EDITORS,
    "/admin/staff/add": EDITORS,
    "/admin/staff/1": EDITORS,
    "/admin/calendar": EDITORS,
    "/admin/calendar/text/out_of_hours": EDITORS,
    "/staff/change-password": set(roles()),
}
POSTS = [
    "/admin/directory/single-session/restore",
    "/admin/directory/single-session/withdraw",
    "/admin/directory/add",
    "/admin/staff/1/disable",
    "/admin/staff/1/enable",
    "/admin/staff/1/link",
    "/admin/staff/1/reset-second-factor",
    "/admin/calendar/2027-01-04/remove",
]


@pytest.fixture
def someone(db_session):
    factories.area()
    factories.staff("clinician")


@pytest.mark.parametrize("role", roles())
def test_each_page_opens_for_its_roles_alone(app, someone, role, db_session):
    client = app.test_client()
    organisation = "tidewater-counselling" if role == "partner" else None
    sign_in(client, factories.staff(role, organisation=organisation))
    opened = {address for address in PAGES if client.get(address).status_code == 200}

    assert opened == {address for address, allowed in PAGES.items() if role in allowed}


@pytest.mark.parametrize("role", sorted(set(roles()) - EDITORS))
def test_no_other_role_can_do_what_administrators_do(client, someone, role):
    organisation = "tidewater-counselling" if role == "partner" else None
    sign_in(client, factories.staff(role, organisation=organisation))
    client.get("/staff/change-password")

    assert {address: client.post(address).status_code for address in POSTS} == dict.fromkeys(POSTS, 403)


@pytest.mark.parametrize("address", [*PAGES, *POSTS])
def test_a_stranger_is_asked_to_sign_in(client, someone, address):
    client.get("/staff/sign-in")
    for answer in ([client.get(address)] if address in PAGES else []) + [client.post(address)]:
        assert answer.status_code in (302, 405)
        assert answer.status_code == 405 or answer.headers["Location"] == "/staff/sign-in"


def test_the_list_above_forgets_no_page(app):
    tried = {*PAGES, *POSTS}
    adapter = app.url_map.bind("localhost")
    endpoints = {
        adapter.match(address, method=method)[0]
        for address in tried
        for method in ("GET", "POST")
        if adapter.test(address, method=method)
    }
    administrative = {
        rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("admin.")
    }

    assert administrative <= endpoints
