"""Signing in with two factors, and everything somebody might try instead."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from ifd import clock
from ifd.database import db
from ifd.models import AuditEntry
from ifd.queries import accounts as queries
from ifd.services import accounts, first_links, second_factor
from tests import factories
from tests.rate_limits import limited

EMAIL, PASSWORD = "ruth@example.org", "otter lantern gravel"
SECRET = pyotp.random_base32()
SIGN_IN, CODE = "/staff/sign-in", "/staff/second-factor"


@pytest.fixture
def ruth(db_session):
    """A clinician with a password and a telephone."""
    factories.area()
    person = accounts.create_staff(EMAIL, "Ruth Adeyemi", queries.front_door_or(""), ["clinician"], by="system",
                                   at=clock.now(), password=PASSWORD, totp_secret=SECRET)
    db_session.commit()
    return person


@pytest.fixture
def still(time_machine):
    """Time stands still until the test moves it."""
    time_machine.move_to(clock.now(), tick=False)
    return time_machine


def code_now() -> str:
    return pyotp.TOTP(SECRET).at(clock.now())


def give_password(client, email=EMAIL, password=PASSWORD):
    return client.submit(client.get(SIGN_IN), SIGN_IN, follow_redirects=False, email=email, password=password)


def give_code(client, code=None):
    return client.submit(client.get(CODE), CODE, follow_redirects=False, code=code or code_now())


def sign_out(client):
    return client.submit(client.get("/staff"), "/staff/sign-out", follow_redirects=False)


def is_in(client) -> bool:
    return client.get("/staff").status_code == 200


def test_password_and_code_lead_in(client, ruth):
    assert give_password(client).headers["Location"] == CODE
    assert give_code(client).headers["Location"] == "/staff"
    assert is_in(client)


def test_the_password_alone_leads_nowhere(client, ruth):
    give_password(client)

    assert not is_in(client)


def test_the_code_page_without_a_password_leads_back(client, ruth):
    assert client.get(CODE).headers["Location"] == SIGN_IN
    client.get(SIGN_IN)
    assert client.post(CODE, data={"code": code_now()}).headers["Location"] == SIGN_IN


def test_e_mail_may_be_typed_in_any_case_and_the_code_with_a_space(client, ruth):
    give_password(client, email=f"  {EMAIL.upper()} ")
    code = code_now()
    give_code(client, f" {code[:3]} {code[3:]} ")

    assert is_in(client)


def test_after_signing_in_the_page_that_was_wanted_opens(client, ruth):
    assert client.get("/clinic?view=mine").headers["Location"] == SIGN_IN
    give_password(client)

    assert give_code(client).headers["Location"] == "/clinic?view=mine"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
                                       "/\t/evil.example", "javascript:alert(1)", "/\n/evil.example", " /x", "", None])
def test_signing_in_never_leads_to_another_site(client, ruth, elsewhere):
    with client.session_transaction() as planted:
        planted["after_sign_in"] = elsewhere
    give_password(client)

    assert give_code(client).headers["Location"] == "/staff"


def test_paste_is_allowed_and_password_managers_are_helped(client, ruth):
    page = client.get(SIGN_IN)

    assert page.page.xpath("//input[@name='email']/@autocomplete") == ["username"]
    assert page.page.xpath("//input[@name='password']/@autocomplete") == ["current-password"]
    give_password(client)
    assert client.get(CODE).page.xpath("//input[@name='code']/@autocomplete") == ["one-time-code"]


# what attackers try


def test_a_wrong_password_an_unknown_person_and_a_closed_account_are_answered_alike(client, ruth, db_session):
    factories.staff("clinician", name="No Password")
    closed = accounts.create_staff("gone@example.org", "Gone", ruth.organisation, ["lead"], by="system",
                                   at=clock.now(), password=PASSWORD, totp_secret=SECRET)
    accounts.disable(closed, by="system", at=clock.now())
    answers = {body_without_tokens(give_password(client, email, password), email) for email, password in
               ((EMAIL, "wrong"), ("nobody@example.org", PASSWORD), ("gone@example.org", PASSWORD))}

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
    accounts.create_staff("maya@example.org", "Maya", ruth.organisation, ["lead"], by="system", at=clock.now(),
                          password=PASSWORD, totp_secret=SECRET)
    for _ in range(5):
        give_password(client, "maya@example.org", "wrong")

    assert give_password(client, "maya@example.org").status_code == 200


def test_wrong_codes_count_as_guesses(client, ruth, still):
    give_password(client)
    for _ in range(5):
        give_code(client, "000001")

    assert "code" in give_code(client).errors
    assert not is_in(client)


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

    assert [entry.action for entry in entries][-4:] == ["sign_in.refused", "sign_in.refused", "staff.signed_in",
                                                         "staff.signed_out"]
    assert not any(EMAIL in str(entry.detail) for entry in entries)


def test_too_many_tries_from_one_address_are_slowed(database_url, valkey_url, ruth):
    with limited(database_url, valkey_url) as app:
        client = app.test_client()
        client.get(SIGN_IN)
        answers = [client.post(SIGN_IN, data={"email": "", "password": ""}).status_code for _ in range(61)]

    assert answers == [200] * 60 + [429]


# setting up


def test_a_new_person_chooses_a_password_sets_up_a_telephone_and_is_in(client, db_session):
    factories.area()
    person = accounts.create_staff("new@example.org", "New Person", queries.front_door_or(""), ["lead"], by="system",
                                   at=clock.now())
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
    assert secret == "".join(client.get("/staff/set-up-second-factor").page.xpath("//code/text()")).replace(" ", "")
    entered = client.submit(page, "/staff/set-up-second-factor", code=pyotp.TOTP(secret).at(clock.now()))

    assert entered.request.path == "/staff"
    assert secret.encode() not in person.totp_secret
    assert not second_factor.use_code(person, pyotp.TOTP(secret).at(clock.now()), at=clock.now())


def test_a_wrong_code_does_not_set_up_a_telephone(client, db_session):
    factories.area()
    person = accounts.create_staff("new@example.org", "New Person", queries.front_door_or(""), ["lead"], by="system",
                                   at=clock.now(), password=PASSWORD)
    give_password(client, "new@example.org")
    page = client.submit(client.get("/staff/set-up-second-factor"), "/staff/set-up-second-factor", code="000000")

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


@pytest.mark.parametrize(("password", "says"), [
    ("short", "12 characters or more"), ("aaaaaaaaaaaaaaaa", "harder to guess"), ("password1234!", "harder to guess"),
    ("my name is ruth ok", "harder to guess"), ("x" * 201 + "abcdef", "200 characters or fewer"),
    ("", "Choose a password")])
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
    page = client.submit(client.get("/staff/change-password"), "/staff/change-password", now=PASSWORD,
                         password="heron biscuit tarmac", again="heron biscuit tarmac")

    assert page.request.path == "/staff"
    assert not is_in(other)
    assert give_password(app.test_client()).status_code == 200
    assert give_password(app.test_client(), password="heron biscuit tarmac").status_code == 303


@pytest.mark.parametrize(("now", "password", "again", "field"), [
    ("wrong", "heron biscuit tarmac", "heron biscuit tarmac", "now"),
    (PASSWORD, "heron biscuit tarmac", "heron biscuit", "again"), (PASSWORD, "short", "short", "password")])
def test_a_password_that_cannot_be_changed_says_why(client, ruth, now, password, again, field):
    give_password(client)
    give_code(client)
    page = client.submit(client.get("/staff/change-password"), "/staff/change-password", now=now, password=password,
                         again=again)

    assert list(page.errors) == [field]


# the demonstration


def test_the_code_is_shown_in_the_demonstration(client, ruth, demo):
    give_password(client)
    page = client.get(CODE)

    assert code_now() in page.words
    assert "only because this is a demonstration" in page.words


@pytest.mark.parametrize("environment", ["development", "test", "production"])
def test_the_code_is_shown_nowhere_else(app, client, ruth, environment, monkeypatch):
    monkeypatch.setattr(app.settings, "environment", environment)
    give_password(client)
    page = client.get(CODE)

    assert page.heading == "Your code"
    assert code_now() not in page.get_data(as_text=True)


@pytest.fixture
def demo(app, monkeypatch):
    monkeypatch.setattr(app.settings, "environment", "demo")


# what the tests do


def accounts_try(person) -> None:
    from ifd.services import signing_in

    signing_in.check_password(person.email, "wrong", at=clock.now())
    db.session.commit()


def body_without_tokens(page, email: str) -> str:
    import re

    return re.sub(r'(nonce|value)="[^"]{20,}"', "", page.get_data(as_text=True)).replace(email, "")


