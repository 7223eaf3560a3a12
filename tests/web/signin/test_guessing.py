"""What somebody learns and gains by guessing: nothing."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from ifd import clock
from ifd.database import db
from ifd.services import accounts
from tests import factories
from tests.rate_limits import limited
from tests.web.signin.steps import (
    CODE,
    EMAIL,
    PASSWORD,
    SECRET,
    SIGN_IN,
    body_without_tokens,
    code_now,
    give_code,
    give_password,
    is_in,
    sign_out,
)


def test_a_wrong_password_an_unknown_person_and_a_closed_account_are_answered_alike(client, ruth, db_session):
    factories.staff("clinician", name="No Password")
    closed = accounts.create_staff(
        "gone@example.org",
        "Gone",
        ruth.organisation,
        ["lead"],
        by="system",
        at=clock.now(),
        password=PASSWORD,
        totp_secret=SECRET,
    )
    accounts.disable(closed, by="system", at=clock.now())
    answers = {
        body_without_tokens(give_password(client, email, password), email)
        for email, password in (
            (EMAIL, "wrong"),
            ("nobody@example.org", PASSWORD),
            ("gone@example.org", PASSWORD),
        )
    }

    assert len(answers) == 1


def test_the_same_work_is_done_for_an_unknown_person(client, ruth, monkeypatch):
    from ifd.services import passwords

    done = []
    real = passwords._hasher

    class Counting:
        def verify(self, *args):
            done.append(args[0][:60])
            return real.verify(*args)

        hash = real.hash

    monkeypatch.setattr(passwords, "_hasher", Counting())
    give_password(client, EMAIL, "wrong")
    give_password(client, "nobody@example.org", "wrong")

    assert len(done) == 2
    assert done[0].split("$")[1:4] == done[1].split("$")[1:4]
    assert "m=19456,t=2,p=1" in done[0]


def test_a_code_is_good_once(app, client, ruth, still):
    give_password(client)
    give_code(client)
    thief = app.test_client()
    give_password(thief)
    page = give_code(thief)

    assert page.status_code == 200
    assert "was used already" in page.errors["code"]
    assert not is_in(thief)


def test_a_code_of_the_step_before_is_good_and_of_two_steps_before_is_not(app, client, ruth, still):
    early = code_now()
    still.shift(30)
    give_password(client)
    assert give_code(client, early).status_code == 303

    still.shift(600)
    late = pyotp.TOTP(SECRET).at(clock.now() - timedelta(seconds=60))
    other = app.test_client()
    give_password(other)
    assert "code" in give_code(other, late).errors


def test_an_older_code_is_not_good_after_a_newer_one(app, client, ruth, still):
    older = code_now()
    still.shift(30)
    give_password(client)
    give_code(client)
    other = app.test_client()
    give_password(other)

    assert "code" in give_code(other, older).errors


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "000000", "x" * 3000, "\x00"])
def test_what_is_not_the_code_is_a_message(client, ruth, code, still):
    give_password(client)
    page = client.submit(client.get(CODE), CODE, code=code)

    assert page.errors
    assert not is_in(client)


def test_guessing_is_slowed_and_even_the_right_password_waits(client, ruth, still):
    for _ in range(5):
        give_password(client, password="wrong")
    assert give_password(client).status_code == 200
    still.shift(6)
    assert give_password(client).status_code == 303


def test_guesses_made_while_slowed_make_nothing_longer(client, ruth, still):
    for _ in range(200):
        accounts_try(ruth)
    longest = ruth.slow_until - clock.now()

    assert longest <= timedelta(seconds=5)


def test_the_slowing_never_lasts_longer_than_five_minutes(ruth, still, app):
    from ifd.services import signing_in

    for _ in range(40):
        signing_in.check_password(EMAIL, "wrong", at=clock.now())
        db.session.commit()
        still.shift(600)

    assert signing_in.wait_after(ruth.failed_sign_ins) == timedelta(minutes=5)


def test_others_guesses_never_slow_a_browser_the_person_has_used(app, client, ruth, still):
    give_password(client)
    give_code(client)
    sign_out(client)
    thief = app.test_client()
    for _ in range(8):
        give_password(thief, password="wrong")
    assert give_password(thief).status_code == 200

    still.shift(30)
    assert give_password(client).status_code == 303
    for _ in range(8):
        give_password(thief, password="wrong")
    assert give_code(client).status_code == 303


def test_the_known_browser_of_one_person_does_not_help_with_another(app, client, ruth, still):
    give_password(client)
    give_code(client)
    sign_out(client)
    accounts.create_staff(
        "maya@example.org",
        "Maya",
        ruth.organisation,
        ["lead"],
        by="system",
        at=clock.now(),
        password=PASSWORD,
        totp_secret=SECRET,
    )
    for _ in range(5):
        give_password(client, "maya@example.org", "wrong")

    assert give_password(client, "maya@example.org").status_code == 200


def test_wrong_codes_count_as_guesses(client, ruth, still):
    give_password(client)
    for _ in range(5):
        give_code(client, "000001")

    assert "code" in give_code(client).errors
    assert not is_in(client)


def test_too_many_tries_from_one_address_are_slowed(database_url, valkey_url, ruth):
    with limited(database_url, valkey_url) as app:
        client = app.test_client()
        client.get(SIGN_IN)
        answers = [client.post(SIGN_IN, data={"email": "", "password": ""}).status_code for _ in range(61)]

    assert answers == [200] * 60 + [429]


def accounts_try(person) -> None:
    from ifd.services import signing_in

    signing_in.check_password(person.email, "wrong", at=clock.now())
    db.session.commit()
