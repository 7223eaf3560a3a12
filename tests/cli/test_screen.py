"""`ifd screen` over files good and bad."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ifd.cli.screen import screen


def run(source: Path | str, column: str = "comment", out: Path | str = "-", given: bytes | None = None) -> Result:
    return CliRunner().invoke(screen, [str(source), "--text-column", column, "--out", str(out)], input=given)


def written(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text('id,comment\n1,"I want to die, now"\n2,Lovely staff\n', encoding="utf-8")
    return path


def test_adds_flags_priority_and_evidence(source: Path, tmp_path: Path):
    out = tmp_path / "out.csv"
    result = run(source, out=out)
    assert result.exit_code == 0, result.output
    first, second = written(out.read_text(encoding="utf-8"))
    assert first["flags"] == "suicidal_thoughts"
    assert first["priority"] == "urgent"
    flag, _, place = first["evidence"].partition(":")
    start, end = map(int, place.split("-"))
    assert flag == "suicidal_thoughts"
    assert first["comment"][start:end] == "want to die"
    assert (second["flags"], second["priority"], second["evidence"]) == ("", "", "")


def test_standard_input_and_output():
    result = run("-", given=b"id,comment\n1,he hears voices\n")
    assert result.exit_code == 0
    assert written(result.stdout)[0]["flags"] == "psychosis"


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path):
    path = tmp_path / "bom.csv"
    path.write_bytes(b"\xef\xbb\xbfcomment\nI want to die\n")
    result = run(path)
    assert result.exit_code == 0
    assert written(result.stdout)[0]["flags"] == "suicidal_thoughts"


def test_bytes_that_are_not_utf8_are_replaced_and_said(tmp_path: Path):
    path = tmp_path / "latin.csv"
    path.write_bytes(b"id,comment\n1,fine\n2,caf\xe9\n")
    result = run(path)
    assert result.exit_code == 0
    assert "first on line 3" in result.stderr
    assert written(result.stdout)[1]["comment"] == "caf\ufffd"


def test_goes_on_past_a_bad_line_and_names_it(tmp_path: Path):
    path = tmp_path / "bad.csv"
    path.write_text("id,comment\n1\n2,I want to die\n", encoding="utf-8")
    result = run(path)
    assert result.exit_code == 1
    assert "line 2: 1 cells where the header has 2" in result.stderr
    assert [row["id"] for row in written(result.stdout)] == ["2"]


def test_text_is_written_back_as_it_came(tmp_path: Path):
    path = tmp_path / "formula.csv"
    path.write_text('id,comment\n1,"=1+1 I want to die"\n', encoding="utf-8")
    row = written(run(path).stdout)[0]
    assert row["comment"] == "=1+1 I want to die"


def test_another_language_is_for_a_person_today(tmp_path: Path):
    path = tmp_path / "uk.csv"
    path.write_text("comment\nМій син дуже сумний і не ходить до школи\n", encoding="utf-8")
    row = written(run(path).stdout)[0]
    assert (row["flags"], row["priority"], row["evidence"]) == ("", "urgent", "unreadable")


@pytest.mark.parametrize(
    ("content", "column", "sentence"),
    [
        ("id,comment\n", "text", "has no column 'text'. Its columns are: id, comment."),
        ("", "comment", "is empty"),
        ("comment,flags\n", "comment", "already has a column 'flags'"),
    ],
)
def test_what_is_wrong_is_a_sentence(tmp_path: Path, content: str, column: str, sentence: str):
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_text(content, encoding="utf-8")
    result = run(path, column, out)
    assert result.exit_code == 1
    assert sentence in result.output
    assert not out.exists()


def test_a_missing_file_is_a_sentence(tmp_path: Path):
    assert "There is no file" in run(tmp_path / "none.csv").output


def test_needs_neither_the_web_nor_the_database():
    code = "import sys, ifd.cli.screen; print([m for m in ('flask', 'sqlalchemy', 'redis') if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"
