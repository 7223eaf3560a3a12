"""`ifd staff`: the first administrator, and a way back in."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from ifd import cli
from ifd.database import db
from ifd.services import accounts, first_links, second_factor


@pytest.fixture
def run(app, monkeypatch):
    """Runs `ifd staff ...` on the application under test."""

    @contextmanager
    def front_door():
        with app.app_context():
            yield app

    monkeypatch.setattr("ifd.cli.application.front_door", front_door)
    return lambda *words: CliRunner().invoke(cli.commands, ["staff", *words])


def test_the_first_administrator_is_added_to_an_empty_database(app, run):
    result = run("add", "Ada@Example.org", "Ada Min", "--role", "administrator", "--role", "lead")

    assert result.exit_code == 0, result.output
    with app.app_context():
        person = accounts.find_by_email("ada@example.org")
        assert person.roles == {"administrator", "lead"}
        assert person.organisation.kind == "front_door"
        assert first_links.whose(result.output.rsplit("/", 1)[1].strip()) is person


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "ada", "Ada", "--role", "lead"), "is not an e-mail address"),
        (("add", "a@example.org", "Ada", "--role", "emperor"), "emperor"),
        (("add", "a@example.org", "Ada"), "--role"),
        (
            ("add", "a@example.org", "Ada", "--role", "lead", "--organisation", "nowhere"),
            "no organisation 'nowhere'",
        ),
        (("link", "nobody@example.org"), "Nobody has an account"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_done(app, run, words, says):
    result = run(*words)

    assert result.exit_code != 0
    assert says in result.output
    with app.app_context():
        assert accounts.find_by_email("a@example.org") is None


def test_the_same_person_twice_is_told(run):
    run("add", "ada@example.org", "Ada", "--role", "lead")
    result = run("add", "ADA@example.org", "Ada", "--role", "lead")

    assert result.exit_code == 1
    assert "has an account already" in result.output


def test_a_lost_telephone_ends_both_factors(app, run):
    run("add", "ada@example.org", "Ada", "--role", "lead")
    with app.app_context():
        person = accounts.find_by_email("ada@example.org")
        person.totp_secret = second_factor.seal(person.id, second_factor.new_secret())
        person.password_hash = "x"
        db.session.commit()

    assert "/staff/begin/" in run("link", "ada@example.org").output
    with app.app_context():
        assert accounts.find_by_email("ada@example.org").totp_secret
    run("link", "ada@example.org", "--lost-telephone")
    with app.app_context():
        person = accounts.find_by_email("ada@example.org")
        assert (person.totp_secret, person.password_hash) == (None, "")
