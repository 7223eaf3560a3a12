"""`ifd decide` and `ifd rules`, as somebody at a terminal meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from ifd.cli import commands
from triage.rules.versions import in_force

GOOD = {"id": "a", "age": 15, "answers": {"needs": ["anxiety"], "safety": {"immediate_danger": "no"}}}


@pytest.fixture
def ifd():
    def run(*arguments, input=None):
        return CliRunner().invoke(commands, list(map(str, arguments)), input=input)

    return run


def lines(*documents):
    return "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in documents)


def test_documents_in_suggestions_out(ifd, tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(lines(GOOD, {"id": "b"}), encoding="utf-8")
    result = ifd("decide", source, "--out", out)
    assert result.exit_code == 0
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [document["id"] for document in found] == ["a", "b"]
    assert all(document["offers"] and document["starts_now"] for document in found)
    assert result.stdout == ""
    assert result.stderr.startswith("2 decided, ")
    assert "a second" in result.stderr


def test_standard_input_and_output(ifd):
    result = ifd("decide", "-", input=lines(GOOD, "", "\ufeff" + json.dumps({"id": "b"})))
    assert result.exit_code == 0
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "b"]


def test_a_bad_line_is_named_and_the_others_go_on(ifd):
    bad = {"id": "c", "age": "old", "answers": {"needs": ["sad"]}}
    result = ifd("decide", "-", input=lines(GOOD, "{not json", bad, "[1]", {"id": "d"}))
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "d"]
    assert "line 2: this is not one JSON object" in result.stderr
    assert "line 3: age: found 'old'; allowed: a whole number from 0 to 120" in result.stderr
    assert "line 3: answers.needs: found 'sad'; allowed: anxiety, low_mood" in result.stderr
    assert "line 4: document: found a list" in result.stderr
    assert "2 decided" in result.stderr
    assert "3 lines could not be read" in result.stderr


def test_odd_lines_do_not_stop_the_run(ifd, tmp_path):
    source = tmp_path / "in.jsonl"
    odd = [
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"id": "\\ud800", "text": "\\u0000"}',
        b'{"id": "x", "age": NaN}',
        b"9" * 5000,
    ]
    source.write_bytes(b"\n".join([*odd, json.dumps(GOOD).encode()]) + b"\n")
    result = ifd("decide", source)
    assert result.exit_code == 1
    assert "line 1: this line is not UTF-8 text" in result.stderr
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["\ud800", "a"]
    assert "4 lines could not be read" in result.stderr


def test_an_answer_given_twice_is_refused_since_a_no_could_hide_a_yes(ifd):
    line = (
        '{"id": "a", "answers": {"safety": {"suicidal_thoughts_now": "yes", "suicidal_thoughts_now": "no"}}}'
    )
    result = ifd("decide", "-", input=line + "\n")
    assert result.exit_code == 1
    assert "line 1: 'suicidal_thoughts_now': found twice in one object; allowed: once" in result.stderr


def test_a_number_of_thousands_of_digits_is_named_by_its_field(ifd):
    result = ifd("decide", "-", input='{"id": "a", "age": ' + "9" * 5000 + "}\n")
    assert result.exit_code == 1
    assert "line 1: age: found a very large number; allowed: a whole number from 0 to 120" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["decide"], "nowhere.jsonl cannot be opened: No such file or directory."),
        (["rules", "explain"], "nowhere.jsonl cannot be opened: No such file or directory."),
        (["rules", "check"], "There is no file and no version called nowhere.jsonl."),
        (["rules", "test"], "There is no file and no version called nowhere.jsonl."),
    ],
)
def test_a_missing_file_is_a_sentence(ifd, arguments, sentence):
    result = ifd(*arguments, "nowhere.jsonl")
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_the_file_being_read_is_not_written_over(ifd, tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(lines(GOOD), encoding="utf-8")
    result = ifd("decide", source, "--out", source)
    assert result.exit_code == 1
    assert source.read_text(encoding="utf-8") == lines(GOOD)


def test_deciding_needs_neither_web_nor_database():
    code = (
        "import atexit, sys; from ifd.cli.decide import decide;"
        "loaded = lambda: [name for name in ('flask', 'sqlalchemy', 'sklearn', 'rq') if name in sys.modules];"
        "atexit.register(lambda: print(loaded()));"
        "decide(['-'])"
    )
    root = Path(__file__).parents[2]
    document = json.dumps({"id": "a", "text": "worried about exams"})
    result = subprocess.run(
        [sys.executable, "-c", code], input=document, capture_output=True, text=True, cwd=root, check=True
    )
    decided, loaded = result.stdout.splitlines()
    assert json.loads(decided)["id"] == "a"
    assert loaded == "[]"


def test_the_rules_in_force_are_whole_and_agree_with_their_examples(ifd, tmp_path):
    assert "nothing wrong" in ifd("rules", "check").stdout
    no_vignettes = tmp_path / "none.yaml"
    no_vignettes.write_text("vignettes: []", encoding="utf-8")
    result = ifd("rules", "test", "--vignettes", no_vignettes)
    assert result.exit_code == 0
    assert "examples as they should be" in result.stdout


def test_a_rule_file_with_mistakes_is_refused_with_all_of_them(ifd, tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("ruleset: x\nrules:\n  - id: a\n    when: aged > 3\n", encoding="utf-8")
    result = ifd("rules", "check", file)
    assert result.exit_code == 1
    assert "mine.yaml, line 4: rule 'a': there is no fact 'aged'. Did you mean 'age'?" in result.stderr
    assert "things to put right" in result.stderr


def test_an_example_that_comes_out_otherwise_fails_the_test(ifd, tmp_path):
    text = Path("triage/data/rulesets/2026-11-22.yaml").read_text(encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("when: age > 25", "when: age > 26"), encoding="utf-8")
    result = ifd("rules", "test", file)
    assert result.exit_code == 1
    assert "rule 'over-25' does not hold where it must: age 26" in result.stderr


def test_explain_says_why_in_english(ifd, tmp_path):
    file = tmp_path / "one.json"
    document = {"id": "a", "age": 10, "answers": {"safety": {"self_harm_last_month": "yes"}}}
    file.write_text(json.dumps(document, indent=2), encoding="utf-8")
    result = ifd("rules", "explain", file)
    assert result.exit_code == 0
    assert "Priority suggested: Urgent" in result.stdout
    assert "Self-harm at 10 is unusual, so a clinician looks today." in result.stdout
    assert "because: self-harm in the last month: yes" in result.stdout
    assert "because: age in years: 10" in result.stdout


def test_every_rule_is_explained_when_asked_for_also_one_that_did_not_hold(ifd, tmp_path):
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"id": "1", "answers": {"safety": {"self_harm_last_month": "yes"}}}))
    result = ifd("rules", "explain", file, "--every-rule")
    assert result.exit_code == 0
    assert "holds: rule flag-self-harm, Self-harm in the last month" in result.stdout
    assert "does not hold: rule danger-now" not in result.stdout
    _, _, young = result.stdout.partition("not known: rule self-harm-young, ")
    assert "  not known: age in years (age) expected < 13, found not known" in young.partition(": rule ")[0]


def test_explaining_quotes_words_with_signs_that_cannot_be_printed(ifd, tmp_path):
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"id": "a", "text": "I want to \x07kill\ud800 my\u202eself"}), encoding="utf-8")
    result = ifd("rules", "explain", file)
    assert result.exit_code == 0
    assert "“want to kill myself”" in result.stdout


def test_explaining_takes_the_first_line_whatever_signs_a_person_wrote_in_it(ifd, tmp_path):
    file = tmp_path / "many.jsonl"
    odd = json.dumps({"id": "first", "text": "one\u2028two\x85three"}, ensure_ascii=False)
    file.write_text("\ufeff" + lines(odd, {"id": "second"}), encoding="utf-8")
    result = ifd("rules", "explain", file)
    assert result.exit_code == 0
    assert "Request first," in result.stdout


def test_a_version_can_be_named_in_place_of_a_file(ifd):
    assert ifd("rules", "check", "2026-11-22").stdout.startswith("2026-11-22: ")
    assert ifd("rules", "test", "1999-01-01").exit_code == 1


@pytest.mark.parametrize("command", [["decide", "-"], ["rules", "check"]])
def test_the_rules_of_today_are_those_of_the_day_in_london(ifd, monkeypatch, command):
    half_past_midnight_in_summer = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)
    asked = []
    monkeypatch.setattr("ifd.cli.rule_sets.now", lambda: half_past_midnight_in_summer)
    monkeypatch.setattr("triage.rules.versions.in_force", lambda day: asked.append(day) or in_force(day))
    ifd(*command, input=lines(GOOD))
    assert asked == [date(2027, 7, 1)]


def test_explaining_a_bad_document_names_what_is_wrong(ifd, tmp_path):
    file = tmp_path / "one.json"
    file.write_text('{"id": "a", "age": "ten"}', encoding="utf-8")
    result = ifd("rules", "explain", file)
    assert result.exit_code == 1
    assert "age: found 'ten'" in result.stderr
