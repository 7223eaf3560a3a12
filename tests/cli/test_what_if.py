"""`ifd what-if`: an answer in one sentence and a table, a document for programs, and sentences for what cannot be."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from click.testing import CliRunner

from ifd import cli, clock
from ifd.database import db
from ifd.models import WaitTally
from tests import factories
from triage.waits import RUNNING

OFFER_WEEKS = 40


@pytest.fixture
def run(app, monkeypatch):
    """Runs `ifd what-if ...` on the application under test."""

    @contextmanager
    def front_door():
        with app.app_context():
            yield app

    monkeypatch.setattr("ifd.cli.application.front_door", front_door)
    return lambda *words: CliRunner().invoke(cli.commands, ["what-if", *words])


@pytest.fixture
def slug(app):
    """An offer to which ten people were sent each week, eight of whom started; forty wait."""
    with app.app_context():
        return a_past(weeks=OFFER_WEEKS)


def a_past(weeks: int, started: int = 8) -> str:
    offer, today = factories.offer(), clock.london_date(clock.now())
    for week in range(weeks):
        day = today - timedelta(days=7 * week + 2)
        count(offer, "allocation", "soon" if week % 5 == 0 else "routine", day, 1, 10 + week % 3)
        if started:
            count(offer, "help_started", "routine", day, 50, started)
    count(offer, "help_started", "routine", today - timedelta(days=30), RUNNING, 40)
    db.session.commit()
    return offer.slug


def count(offer, clock_name, priority, day, days, n) -> None:
    facts = {"clock": clock_name, "priority": priority, "day": day, "days": days, "n": n}
    db.session.add(WaitTally(offer_id=offer.id, **facts))


def test_the_answer_is_a_sentence_a_table_and_what_it_does_not_know(run, slug):
    result = run(slug, "--demand", "+20%", "--weeks", "6")

    assert result.exit_code == 0, result.output
    said = result.output.splitlines()
    assert said[0].startswith("If 20% more requests came, one more request sent to ")
    assert "in week 6 (priority: routine) would wait about" in said[0]
    assert said[0].endswith("This is a forecast, not a promise: tell no family a date from it.")
    assert "things are" in result.output
    assert "knows nothing of school terms" in result.output
    assert "left the list before help started" in result.output


def test_nothing_changed_tells_how_it_goes_on(run, slug):
    result = run(slug)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("If things go on as they are, one more request")
    assert "things are │" not in result.output
    assert re.search(
        r"│ +12 │ +\d+ \(\d+ to \d+\) │ +\d+ \(\d+ to \d+\) │ +\d+ \([\d a-z]+\) │", result.output
    )
    assert "It goes by how many came lately" in result.output


def test_a_document_for_programs_is_the_same_each_time(run, slug):
    words = (slug, "--staff", "+1", "--starts-each", "1.5", "--leave", "6", "--weeks", "4", "--json")
    first, again, other = run(*words), run(*words), run(*words, "--seed", "3")

    assert first.exit_code == 0, first.output
    found = json.loads(first.output)
    assert first.output == again.output != other.output
    assert "if it had 1 person more (each starting 1.5 a week when there)" in found["answer"].lower()
    assert [len(found[part]) for part in ("as_it_is", "changed")] == [4, 4]
    assert found["changed"][3]["waiting"]["median"] < found["as_it_is"][3]["waiting"]["median"]
    assert set(found["changed"][0]["wait_weeks"]) == {"soon", "routine"}
    assert found["weeks_of_history"] >= OFFER_WEEKS - 1
    assert 0 <= found["looked_back"]["held"] <= 1


def test_who_is_never_reached_waits_longer_than_was_looked_and_no_number_is_made_up(run, slug):
    result = run(slug, "--starts-a-week", "0", "--weeks", "4", "--json")
    found = json.loads(result.output)
    assert "would wait more than 104 weeks for help to start" in found["answer"]
    assert found["changed"][0]["wait_weeks"]["routine"] == {"low": None, "median": None, "high": None}


def test_an_offer_that_is_not_there_is_said(run, slug):
    result = run("nowhere")
    assert result.exit_code == 1
    assert "No offer is called 'nowhere'." in result.output


def test_too_little_history_is_said(app, run):
    with app.app_context():
        short = a_past(weeks=12)
    result = run(short)
    assert result.exit_code == 1
    assert "There is too little history to forecast from" in result.output


def test_where_nobody_started_it_asks_how_many_could(app, run):
    with app.app_context():
        idle = a_past(weeks=OFFER_WEEKS, started=0)
    assert run(idle).exit_code == 1
    assert "say with --starts-a-week" in run(idle).output
    assert run(idle, "--starts-a-week", "9").exit_code == 0


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--demand", "lots"), "such as +20%"),
        (("--demand", "20"), "such as +20%"),
        (("--demand", "-101%"), "from -100%"),
        (("--demand", "+500%"), "to +400%"),
        (("--starts-a-week", "nan"), "not a number"),
        (("--starts-a-week", "-1"), "0<=x<=1000"),
        (("--starts-a-week", "many"), "'many' is not a valid"),
        (("--weeks", "3"), "4<=x<=26"),
        (("--weeks", "27"), "4<=x<=26"),
        (("--staff", "1"), "--starts-each"),
        (("--staff", "1.5", "--starts-each", "1"), "1.5"),
        (("--leave", "53"), "0<=x<=52"),
    ],
)
def test_what_is_no_number_for_it_is_said(run, words, says):
    result = run("any", *words)
    assert result.exit_code == 2
    assert says in result.output
    assert "Traceback" not in result.output
