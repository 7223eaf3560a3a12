"""`ifd rules prove` and `ifd rules diff`, as somebody at a terminal meets them."""

from __future__ import annotations

import json
import sys

import pytest
from click.testing import CliRunner

from ifd.cli import proof
from ifd.cli.rules import rules
from tests.triage.proof.broken import text_with
from triage.proof import Difference, Failure, Proof, Property

BROKEN = ("    raise: emergency\n", "    raise: urgent\n")


@pytest.fixture
def run():
    return lambda *words: CliRunner().invoke(rules, [str(word) for word in words])


@pytest.fixture
def broken(tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text(text_with(BROKEN), encoding="utf-8")
    return file


def test_a_broken_promise_is_shown_on_one_person_and_ends_with_1(run, broken):
    result = run("prove", broken)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert any(line.startswith("4. FAILS  Danger is always answered (") for line in lines)
    assert "   * With immediate danger the priority is not always at least emergency." in lines
    assert (
        "       Somebody whose age nobody knows; immediate danger: yes; everything else not known." in lines
    )
    assert "6 of 7 promises hold for every possible person" in lines[-1]
    assert sum(line.split(".")[0].isdigit() and " s)" in line for line in lines) == 7


def test_the_proof_as_one_document(run, monkeypatch):
    failure = Failure("It is broken.", {"age": 3}, ("A 3-year-old.",))
    found = Proof("v", (Property(1, "Name", "Sentence.", False, 0.5, (failure,)),))
    monkeypatch.setattr(proof, "prove", lambda *_: found)
    result = run("prove", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["properties"][0]["failures"][0]["person"] == {"age": 3}


def test_what_changed_in_text_and_for_whom(run, broken):
    result = run("diff", "2026-11-22", broken)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "Rule 'danger-now' is changed in: raise."
    assert "The priority is lower: emergency before, urgent after." in result.stdout
    assert "       By: 'danger-now'." in result.stdout


def test_nobody(run, monkeypatch):
    monkeypatch.setattr(proof, "differences", lambda *_: ())
    result = run("diff", "2026-11-22", "2026-11-22")
    assert result.stdout == "The rules say the same.\n\nNobody would be treated differently.\n"


def test_the_differences_as_one_document(run, monkeypatch):
    found = (Difference("It differs.", {}, (), {"priority": "soon"}, {"priority": "urgent"}, ("a",)),)
    monkeypatch.setattr(proof, "differences", lambda *_: found)
    document = json.loads(run("diff", "2026-11-22", "2026-11-22", "--json").stdout)
    assert document["differences"][0]["after"] == {"priority": "urgent"}
    assert document["text"]["changed"] == {}


@pytest.mark.parametrize("words", [["prove"], ["diff", "2026-11-22", "2026-11-22"]])
def test_without_the_solver_a_sentence_says_how_to_install_it(run, monkeypatch, words):
    monkeypatch.setitem(sys.modules, "z3", None)
    result = run(*words)
    assert result.exit_code == 1
    assert "needs the solver z3, which is not installed. Install it with: pip install" in result.stderr


def test_a_version_that_is_not_there(run):
    assert "no file and no version called 1999-01-01" in run("diff", "1999-01-01", "2026-11-22").stderr
