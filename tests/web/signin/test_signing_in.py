"""Signing in with two factors, and what the demonstration shows."""

from __future__ import annotations

import pytest

from tests.web.signin.steps import (
    CODE,
    EMAIL,
    SIGN_IN,
    code_now,
    give_code,
    give_password,
    is_in,
)


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


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/\n/evil.example",
        " /x",
        "",
        None,
    ],
)
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
