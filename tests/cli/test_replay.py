"""`ifd rules replay`: over a file without any database, over the database, and never a word of anybody's."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from ifd import clock
from ifd.cli import commands
from ifd.database import db
from tests import factories, rule_texts
from tests.rule_texts import SHIPPED
from tests.settings import SECRET

SAID = "Zebra came to tea."
DANGER = {"id": "d", "age": 15, "text": SAID, "answers": {"safety": {"immediate_danger": "yes"}}}


@pytest.fixture
def files(tmp_path):
    """A rule set that raises less, and requests of which one is in danger."""
    less = tmp_path / "less.yaml"
    less.write_text(rule_texts.text_named().replace("raise: emergency", "raise: urgent"), encoding="utf-8")
    requests = tmp_path / "requests.jsonl"
    requests.write_text(json.dumps(DANGER) + "\n\n" + json.dumps({"id": "p", "age": 9}) + "\n", encoding="utf-8")
    return less, requests


def ifd(*arguments, input=None):
    return CliRunner().invoke(commands, list(map(str, arguments)), input=input)


def test_a_file_of_requests_is_replayed_without_a_database(monkeypatch, files):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:x@127.0.0.1:1/none")
    less, requests = files
    result = ifd("rules", "replay", SHIPPED, less, "--requests", requests)

    assert result.exit_code == 0, result.output
    assert "2 requests" in result.stdout
    assert "1 would be treated differently, 1 of them would get less" in result.stdout
    assert "Priority lower" in result.stdout
    assert "11-15" in result.stdout
    assert "Zebra" not in result.output


def test_the_same_rules_differ_for_nobody(files):
    _less, requests = files
    result = ifd("rules", "replay", SHIPPED, SHIPPED, "--requests", requests)

    assert result.exit_code == 0
    assert "0 would be treated differently" in result.stdout


def test_a_document_for_programs(files):
    less, requests = files
    result = ifd("rules", "replay", SHIPPED, less, "--requests", requests, "--json")
    document = json.loads(result.stdout)

    assert (document["requests"], document["different"], document["less"]) == (2, 1, 1)
    assert [one["request"] for one in document["shown"]] == ["d"]
    result = ifd("rules", "replay", less, SHIPPED, "--requests", "-", "--json", input=json.dumps(DANGER))
    back = json.loads(result.stdout)
    assert (back["less"], back["changes"]["priority_raised"]) == (0, 1)


def test_a_line_that_cannot_be_read_is_named_and_the_others_go_on(files):
    less, requests = files
    requests.write_text('{"id": "a", "age": "nine"}\n' + json.dumps(DANGER), encoding="utf-8")
    result = ifd("rules", "replay", SHIPPED, less, "--requests", requests)

    assert result.exit_code == 1
    assert "line 1: age" in result.stderr
    assert "1 request under" in result.stdout
    assert "1 could not be read" in result.stdout


@pytest.mark.parametrize(
    ("before", "said"),
    [("1999-01-01", "no file and no version called 1999-01-01"), ("broken", "things to put right")],
)
def test_rules_that_are_not_there_or_wrong_are_said_plainly(tmp_path, files, before, said):
    broken = tmp_path / "broken"
    broken.write_text("ruleset: x\nrules: []\n", encoding="utf-8")
    result = ifd("rules", "replay", broken if before == "broken" else before, SHIPPED, "--requests", files[1])

    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_the_requests_of_the_database_are_replayed_under_published_rules(db_session, database_url, files):
    first, second = factories.staff("lead"), factories.staff("lead")
    now = clock.now()
    rule_texts.published(first, second, name="2026-11-01-test", at=now)
    danger = factories.request(at=now, safety={"immediate_danger": "yes"}, text=SAID)
    factories.request(at=now)
    key = danger.id
    db.session.commit()
    done = subprocess.run(
        [sys.executable, "-m", "ifd", "rules", "replay", "2026-11-01-test", str(files[0]), "--json"],
        capture_output=True,
        text=True,
        env={**os.environ, "DATABASE_URL": database_url, "SECRET_KEY": SECRET},
    )

    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert (document["requests"], document["less"]) == (2, 1)
    assert [one["request"] for one in document["shown"]] == [key]
    assert "Zebra" not in done.stdout + done.stderr
