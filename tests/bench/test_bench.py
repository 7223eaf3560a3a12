"""Each bench runs at a tiny size and reports what it names. How fast is nobody's business here."""

from __future__ import annotations

import json

import psycopg
import pytest
from click.testing import CliRunner

from ifd.bench import BENCHES
from ifd.bench.figures import Figure, Goal
from ifd.cli import commands

MEASURED = {
    "decide": [
        "rules alone, with reasons",
        "rules alone, in itself",
        "rules with the full trace",
        "whole suggestion with text, JSON to JSON",
        "whole suggestion with text, in memory",
    ],
    "submit": ["sending a request, sqlite"],
    "worklist": [
        "worklist, first page, sqlite, 40 requests",
        "worklist, deep page, sqlite, 40 requests",
        "opening a request, sqlite, 40 requests",
        "reading the first page, sqlite, 40 requests",
        "reading the deep page, sqlite, 40 requests",
        "searching by name, sqlite, 40 requests",
    ],
    "screen": [
        "ordinary writing, at 20,000 characters",
        "nothing but alarming phrases, at 20,000 characters",
    ],
    "classifier": [
        "learning from 200 short texts",
        "loading a model and its encoder",
        "one opinion on a short text",
        "a thousand, each on a short text",
        "one opinion on a text of a request",
        "a thousand, each on a text of a request",
    ],
    "waits": [
        "waits for every offer, sqlite, 40 requests",
        "waits for every offer, sqlite, 40 requests, in itself",
    ],
}


def run(name: str, **environment: str):
    return CliRunner().invoke(commands, ["bench", name, "--json", "--requests", "40"], env=environment)


def test_every_bench_is_tried_here():
    assert set(MEASURED) == set(BENCHES)


@pytest.mark.parametrize("name", BENCHES)
def test_a_bench_reports_its_figures_each_beside_a_limit(name, tmp_path):
    untouched = tmp_path / "mine.sqlite3"
    answer = run(name, DATABASE_URL=f"sqlite:///{untouched}")
    assert answer.exit_code == 0, answer.output
    figures = json.loads(answer.stdout)["benches"][name]
    assert len(figures) == len(MEASURED[name])
    for figure, expected in zip(figures, MEASURED[name], strict=True):
        assert figure["name"].startswith(expected)
        assert figure["value"] > 0
        assert figure["limit"] > 0
        assert figure["ratio"] == pytest.approx(figure["value"] / figure["limit"])
        assert figure["limit_name"]
        assert figure["goal"]
        assert isinstance(figure["is_reached"], bool)
    assert not untouched.exists()


def test_on_postgresql_the_scratch_database_is_gone_afterwards_and_mine_untouched(postgres_url):
    answer = run("submit", DATABASE_URL=postgres_url)
    assert answer.exit_code == 0, answer.output
    names = [figure["name"] for figure in json.loads(answer.stdout)["benches"]["submit"]]
    assert [name.split(" (")[0] for name in names] == [
        "sending a request, sqlite",
        "sending a request, postgresql",
    ]
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        databases = [name for (name,) in connection.execute("select datname from pg_database")]
        mine = connection.execute("select count(*) from support_request").fetchone()
    assert not [name for name in databases if name.startswith("ifd_bench")]
    assert mine == (0,)


def test_a_table_is_printed_for_people():
    answer = CliRunner().invoke(commands, ["bench", "decide", "--requests", "20"])
    assert answer.exit_code == 0, answer.output
    assert "rules alone, with reasons" in answer.stdout
    assert "reached" in answer.stdout


def test_an_unknown_bench_is_named_with_those_there_are():
    answer = CliRunner().invoke(commands, ["bench", "speed"])
    assert answer.exit_code == 2
    assert "decide" in answer.output


@pytest.mark.parametrize(
    ("goal", "value", "is_reached"),
    [
        (Goal(at_most=1.5), 15, True),
        (Goal(at_most=1.5), 15.1, False),
        (Goal(at_least=2), 20, True),
        (Goal(at_least=2), 19.9, False),
        (Goal(at_most=50, of="value"), 50, True),
        (Goal(at_most=50, of="value"), 51, False),
    ],
)
def test_a_goal_holds_up_to_its_own_number(goal, value, is_reached):
    assert Figure("it", value, "ms", "the least", 10, goal).is_reached is is_reached
