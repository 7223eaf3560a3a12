"""Choosing a password by a link, setting up a telephone, and changing the password."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from ifd import clock
from ifd.queries import accounts as queries
from ifd.services import accounts, first_links, second_factor
from tests import factories
from tests.web.signin.steps import (
    PASSWORD,
    SIGN_IN,
    give_code,
    give_password,
    is_in,
)


def test_a_new_person_chooses_a_password_sets_up_a_telephone_and_is_in(client, db_session):
    factories.area()
    person = accounts.create_staff(
        "new@example.org", "New Person", queries.front_door_or(""), ["lead"], by="system", at=clock.now()
    )
    link = first_links.make(person, by="system", at=clock.now())
    path = link.partition("//")[2].partition("/")[2]
    for _ in range(2):
        page = client.get(f"/{path}")  # a mail scanner opens it first
        assert page.heading == "Choose your password"
    client.submit(page, f"/{path}", password=PASSWORD, again=PASSWORD)
    assert client.get(f"/{path}").status_code == 404

    assert give_password(client, "new@example.org").headers["Location"] == "/staff/set-up-second-factor"
    page = client.get("/staff/set-up-second-factor")
    assert page.page.xpath("//*[@role='img']//*[local-name()='svg']")
    secret = "".join(page.page.xpath("//code/text()")).replace(" ", "")
    assert secret == "".join(client.get("/staff/set-up-second-factor").page.xpath("//code/text()")).replace(
        " ", ""
    )
    entered = client.submit(page, "/staff/set-up-second-factor", code=pyotp.TOTP(secret).at(clock.now()))

    assert entered.request.path == "/staff"
    assert secret.encode() not in person.totp_secret
    assert not second_factor.use_code(person, pyotp.TOTP(secret).at(clock.now()), at=clock.now())


def test_a_wrong_code_does_not_set_up_a_telephone(client, db_session):
    factories.area()
    person = accounts.create_staff(
        "new@example.org",
        "New Person",
        queries.front_door_or(""),
        ["lead"],
        by="system",
        at=clock.now(),
        password=PASSWORD,
    )
    give_password(client, "new@example.org")
    page = client.submit(
        client.get("/staff/set-up-second-factor"), "/staff/set-up-second-factor", code="000000"
    )

    assert "code" in page.errors
    assert person.totp_secret is None
    assert not is_in(client)


def test_who_has_a_telephone_cannot_set_up_another_with_the_password(client, ruth):
    give_password(client)

    assert client.get("/staff/set-up-second-factor").headers["Location"] == SIGN_IN


@pytest.mark.parametrize("token", ["x", "WzEsMF0.xx.yy", "%00", "x" * 3000])
def test_a_forged_link_opens_nothing(client, ruth, token):
    assert client.get(f"/staff/begin/{token}").status_code == 404


def test_a_link_lasts_three_days_and_ends_with_a_newer_start(client, ruth, still):
    path = "/" + first_links.make(ruth, by="system", at=clock.now()).partition("//")[2].partition("/")[2]
    still.shift(timedelta(hours=71))
    assert client.get(path).status_code == 200
    still.shift(timedelta(hours=2))
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "12 characters or more"),
        ("aaaaaaaaaaaaaaaa", "harder to guess"),
        ("password1234!", "harder to guess"),
        ("my name is ruth ok", "harder to guess"),
        ("x" * 201 + "abcdef", "200 characters or fewer"),
        ("", "Choose a password"),
    ],
)
def test_a_weak_password_is_told_how_to_be_better(client, ruth, password, says):
    path = "/" + first_links.make(ruth, by="system", at=clock.now()).partition("//")[2].partition("/")[2]
    page = client.submit(client.get(path), path, password=password, again=password)

    assert says in page.errors["password"]
    assert password == "" or password not in page.get_data(as_text=True)


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(app, client, ruth, still):
    give_password(client)
    give_code(client)
    still.shift(30)
    other = app.test_client()
    give_password(other)
    give_code(other)
    page = client.submit(
        client.get("/staff/change-password"),
        "/staff/change-password",
        now=PASSWORD,
        password="heron biscuit tarmac",
        again="heron biscuit tarmac",
    )

    assert page.request.path == "/staff"
    assert not is_in(other)
    assert give_password(app.test_client()).status_code == 200
    assert give_password(app.test_client(), password="heron biscuit tarmac").status_code == 303


@pytest.mark.parametrize(
    ("now", "password", "again", "field"),
    [
        ("wrong", "heron biscuit tarmac", "heron biscuit tarmac", "now"),
        (PASSWORD, "heron biscuit tarmac", "heron biscuit", "again"),
        (PASSWORD, "short", "short", "password"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(client, ruth, now, password, again, field):
    give_password(client)
    give_code(client)
    page = client.submit(
        client.get("/staff/change-password"),
        "/staff/change-password",
        now=now,
        password=password,
        again=again,
    )

    assert list(page.errors) == [field]
