"""Accounts, second factors and first links, on each engine."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifd import clock
from ifd.database import db
from ifd.models import Staff
from ifd.permissions import Forbidden
from ifd.queries import accounts as queries
from ifd.services import accounts, first_links, passwords, second_factor, signing_in
from tests import factories

PASSWORD = "otter lantern gravel"


@pytest.fixture
def ruth(db_session):
    factories.area()
    person = accounts.create_staff(
        "ruth@example.org",
        "Ruth",
        queries.front_door_or(""),
        ["clinician"],
        by="system",
        at=clock.now(),
        password=PASSWORD,
        totp_secret=second_factor.new_secret(),
    )
    db_session.commit()
    return person


def test_a_secret_is_sealed_for_its_person_alone(ruth):
    secret = second_factor.unseal(ruth.id, ruth.totp_secret)

    assert secret
    assert secret.encode() not in ruth.totp_secret
    assert second_factor.unseal(ruth.id + 1, ruth.totp_secret) is None
    assert second_factor.unseal(ruth.id, ruth.totp_secret[:-1] + b"\x00") is None
    assert second_factor.unseal(ruth.id, b"") is None


def test_of_many_who_send_the_same_code_at_once_one_gets_in(app, ruth):
    at = clock.now()
    code, key, won, start = second_factor.current_code(ruth, at=at), ruth.id, [], threading.Barrier(4)
    db.session.commit()

    def try_it():
        with app.app_context():
            person = db.session.get(Staff, key)
            db.session.rollback()
            start.wait()
            won.append(second_factor.use_code(db.session.get(Staff, person.id), code, at=at))
            db.session.commit()

    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(won) == [False, False, False, True]


@given(failures=st.integers(0, 10_000))
def test_waiting_grows_and_ends(failures):
    wait = signing_in.wait_after(failures)

    assert timedelta(0) <= wait <= signing_in.wait_after(failures + 1) <= timedelta(minutes=5)
    assert bool(wait) == (failures >= 5)


@given(password=st.text(max_size=300))
def test_what_is_accepted_is_long_and_not_one_letter(password):
    if not passwords.what_is_wrong(password):
        assert 12 <= len(password) <= 200
        assert len(set(password.casefold())) >= 5


def test_an_empty_password_is_never_right():
    assert not passwords.is_right("", "")
    assert not passwords.is_right("not a hash", "x")


def test_the_last_administrator_stays(db_session, ruth):
    first = factories.staff("administrator")
    with pytest.raises(accounts.LastAdministrator):
        accounts.set_roles(first, ["lead"], by="system", at=clock.now())
    with pytest.raises(accounts.LastAdministrator):
        accounts.disable(first, by="system", at=clock.now())

    second = factories.staff("administrator")
    accounts.disable(first, by=second, at=clock.now())
    with pytest.raises(accounts.LastAdministrator):
        accounts.set_roles(second, [], by="system", at=clock.now())


@pytest.mark.parametrize("role", ["clinician", "lead", "call_handler", "partner", "professional", "analyst"])
def test_nobody_else_makes_or_changes_accounts(db_session, ruth, role):
    person = factories.staff(role)
    attempts = [
        lambda: accounts.create_staff(
            "x@example.org", "X", ruth.organisation, ["lead"], by=person, at=clock.now()
        ),
        lambda: accounts.set_roles(person, ["administrator"], by=person, at=clock.now()),
        lambda: accounts.disable(ruth, by=person, at=clock.now()),
        lambda: accounts.enable(ruth, by=person, at=clock.now()),
        lambda: accounts.reset_second_factor(ruth, by=person, at=clock.now()),
        lambda: first_links.make(ruth, by=person, at=clock.now()),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()


def test_an_unknown_role_is_refused(db_session, ruth):
    with pytest.raises(ValueError, match="emperor"):
        accounts.set_roles(ruth, ["emperor"], by="system", at=clock.now())


def test_an_e_mail_address_has_one_account_however_it_is_written(db_session, ruth):
    with pytest.raises(accounts.EmailTaken):
        accounts.create_staff(
            " RUTH@example.ORG ", "R", ruth.organisation, ["lead"], by="system", at=clock.now()
        )


def test_a_link_is_used_up_by_the_password_it_sets(db_session, ruth):
    token = first_links.make(ruth, by="system", at=clock.now()).rpartition("/")[2]
    assert first_links.whose(token) is ruth
    accounts.set_password(ruth, "heron biscuit tarmac", by=ruth, at=clock.now())

    assert first_links.whose(token) is None


def test_a_link_of_a_closed_account_opens_nothing(db_session, ruth):
    token = first_links.make(ruth, by="system", at=clock.now()).rpartition("/")[2]
    accounts.disable(ruth, by="system", at=clock.now())
    accounts.enable(ruth, by="system", at=clock.now())

    assert first_links.whose(token) is None
