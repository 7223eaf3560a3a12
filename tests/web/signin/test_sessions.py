"""When a session begins, and everything that ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ifd import clock
from ifd.models import AuditEntry
from ifd.services import accounts
from tests.web.signin.steps import (
    CODE,
    EMAIL,
    SIGN_IN,
    give_code,
    give_password,
    is_in,
    sign_out,
)


def test_a_session_planted_before_signing_in_is_worth_nothing_after(app, client, ruth):
    thief = app.test_client()
    thief.get(SIGN_IN)
    planted = thief.get_cookie("ifd")
    client.set_cookie("ifd", planted.value)
    give_password(client)
    give_code(client)

    assert is_in(client)
    assert client.get_cookie("ifd").value != planted.value
    assert not is_in(thief)


def test_nothing_of_the_session_before_is_kept(client, ruth):
    with client.session_transaction() as before:
        before["planted"] = "by somebody else"
    give_password(client)
    give_code(client)

    with client.session_transaction() as after:
        assert "planted" not in after
        assert "pending" not in after


def test_a_copy_of_the_cookie_is_worth_nothing_after_signing_out(app, client, ruth):
    give_password(client)
    give_code(client)
    copy = client.get_cookie("ifd").value
    sign_out(client)
    thief = app.test_client()
    thief.set_cookie("ifd", copy)

    assert not is_in(thief)


def test_signing_out_needs_a_post(client, ruth):
    give_password(client)
    give_code(client)

    assert client.get("/staff/sign-out").status_code == 405
    assert is_in(client)


@pytest.mark.parametrize("what", ["disable", "roles", "second factor", "password"])
def test_the_session_ends_at_once_when_the_account_changes(client, ruth, what):
    give_password(client)
    give_code(client)
    assert is_in(client)
    match what:
        case "disable":
            accounts.disable(ruth, by="system", at=clock.now())
        case "roles":
            accounts.set_roles(ruth, ["analyst"], by="system", at=clock.now())
        case "second factor":
            accounts.reset_second_factor(ruth, by="system", at=clock.now())
        case "password":
            accounts.set_password(ruth, "another long thing 9", by="system", at=clock.now())

    assert not is_in(client)


def test_the_account_closed_between_the_factors_stays_out(client, ruth):
    give_password(client)
    accounts.disable(ruth, by="system", at=clock.now())

    assert client.get(CODE).headers["Location"] == SIGN_IN


def test_the_first_factor_holds_for_ten_minutes(client, ruth, still):
    give_password(client)
    still.shift(601)

    assert client.get(CODE).headers["Location"] == SIGN_IN


def test_a_session_ends_when_unused_and_after_a_working_day(client, ruth, still, settings):
    give_password(client)
    give_code(client)
    still.shift(timedelta(minutes=settings.staff_idle_minutes - 1))
    assert is_in(client)
    still.shift(timedelta(minutes=settings.staff_idle_minutes))
    assert not is_in(client)

    give_password(client)
    give_code(client)
    for _ in range(settings.staff_session_hours * 2 - 1):
        still.shift(timedelta(minutes=30))
        assert is_in(client)
    still.shift(timedelta(minutes=30))
    assert not is_in(client)


@pytest.mark.parametrize("missing", ["second_factor", "began_at", "seen_at"])
def test_a_session_without_all_its_marks_is_no_session(client, ruth, missing):
    give_password(client)
    give_code(client)
    with client.session_transaction() as changed:
        changed.pop(missing)

    assert not is_in(client)


def test_every_sign_in_refusal_and_sign_out_is_written_down(client, ruth, db_session):
    give_password(client, password="wrong")
    give_password(client, "nobody@example.org")
    give_password(client)
    give_code(client)
    sign_out(client)
    entries = db_session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()

    assert [entry.action for entry in entries][-4:] == [
        "sign_in.refused",
        "sign_in.refused",
        "staff.signed_in",
        "staff.signed_out",
    ]
    assert not any(EMAIL in str(entry.detail) for entry in entries)
