"""`ifd model`, as its user meets it: one model trained, measured and used, and everything that can be wrong."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner

from ifd.cli import commands
from tests.triage.ml.texts import made_up
from triage.ml.files import MODEL, NUMBERS, SIGNATURE

CONTRACT = (
    "accuracy", "macro_f1", "per_class_recall", "calibration_error", "coverage_at_90_accuracy",
    "accuracy_at_80_coverage",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A file to learn from, a model that did, and a file it has not seen."""
    folder = tmp_path_factory.mktemp("model")
    for name, seed in (("learn", 1), ("ask", 2)):
        texts, labels = made_up(240, seed=seed)
        with (folder / f"{name}.csv").open("w", newline="") as page:
            writer = csv.writer(page)
            writer.writerow(["text", "label", "school"])
            writer.writerows(zip(texts, labels, ["day", "boarding", "day"] * 80, strict=True))
    answer = run(
        "train", folder / "learn.csv", "--text-column", "text", "--label-column", "label",
        "--group-column", "school", "--out", folder / "made",
    )  # fmt: skip
    assert answer.exit_code == 0, answer.output
    return folder


def run(*words):
    return CliRunner().invoke(commands, ["model", *map(str, words)], env={"SECRET_KEY": "for the tests of the model"})


def evaluate(model, source, *more):
    return run("evaluate", model, source, "--text-column", "text", "--label-column", "label", *more)


def test_training_writes_the_model_its_card_its_figures_and_their_picture(folder):
    assert {one.name for one in (folder / "made").iterdir()} == {
        MODEL, NUMBERS, SIGNATURE, "card.md", "figures.json", "calibration.svg"
    }  # fmt: skip
    card = (folder / "made" / "card.md").read_text()
    for heading in ("What it is for", "What it must not be used for", "How good it is", "By school", "Limits"):
        assert f"## {heading}" in card
    assert "not a medical device" in card
    assert "| boarding | about 80 |" in card
    assert json.loads((folder / "made" / "figures.json").read_text())["accuracy"] > 0.85


def test_the_figures_have_the_names_of_the_contract(folder):
    answer = evaluate(folder / "made", folder / "ask.csv", "--json", "--group-column", "school")
    assert answer.exit_code == 0, answer.output
    figures = json.loads(answer.stdout)
    assert set(CONTRACT) <= set(figures)
    assert figures["accuracy"] > 0.85
    assert figures["calibration_error"] < 0.1
    assert set(figures["per_class_recall"]) == {"sleep", "anxiety", "low mood", "friends"}
    assert [group["number"] for group in figures["groups"]["school"]] == [160, 80]


def test_the_figures_are_told_in_words(folder):
    answer = evaluate(folder / "made", folder / "ask.csv")
    for line in ("Accuracy", "Macro F1", "Calibration error", "Coverage at 90% accuracy", "Recall of each label"):
        assert line in answer.output


def test_figures_on_what_it_learned_from_are_told_to_flatter(folder):
    assert "looks better here than it is" in evaluate(folder / "made", folder / "learn.csv").output
    assert "looks better" not in evaluate(folder / "made", folder / "ask.csv").output


def test_predicting_adds_the_columns_and_keeps_every_row_and_cell(folder, tmp_path):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        'text,label,note\n"It began last winter. Case 7: my child wakes up all night. School has noticed as well.",'
        'sleep,"=1+1"\n,,empty\n'
        '"Tighten the bolts of the gearbox, and the cover","","odd"\n'
    )
    answer = run("predict", folder / "made", source, "--text-column", "text", "--out", out)
    assert answer.exit_code == 0, answer.output
    with out.open(newline="") as page:
        first, empty, odd = csv.DictReader(page)
    assert first["label"] == "sleep"
    assert first["label (given)"] == "sleep"
    assert float(first["probability"]) == pytest.approx(json.loads(first["alternatives"])["sleep"], abs=1e-3)
    assert first["abstained"] == "no"
    assert (empty["abstained"], odd["abstained"]) == ("yes", "yes")
    assert "From 2 of them it abstains: their label is only a guess." in answer.stderr
    assert empty["note"] == "empty"
    assert "1 row has no text" in answer.stderr
    assert "is replaced" not in answer.stderr
    # Of what is like nothing it learned from, no set of labels can be promised to hold the right one.
    assert len(json.loads(empty["alternatives"])) == len(json.loads(odd["alternatives"])) == 4
    again = run("predict", folder / "made", source, "--text-column", "text", "--out", out)
    assert f"{out} was there already and is replaced." in again.stderr
    assert first["note"].startswith("'=")  # no spreadsheet runs it


def test_the_same_seed_is_the_same_model_to_the_byte(folder, tmp_path):
    answer = run(
        "train", folder / "learn.csv", "--text-column", "text", "--label-column", "label",
        "--group-column", "school", "--out", tmp_path,
    )  # fmt: skip
    assert answer.exit_code == 0, answer.output
    for name in (MODEL, NUMBERS, SIGNATURE):
        assert (tmp_path / name).read_bytes() == (folder / "made" / name).read_bytes()
    assert "instead of the one" not in answer.output
    (tmp_path / MODEL).write_text("not a model any more")
    again = run(
        "train", folder / "learn.csv", "--text-column", "text", "--label-column", "label", "--out", tmp_path
    )
    assert f"The model is in {tmp_path}, instead of the one that was there" in again.output


def test_ours_and_a_plain_one_are_measured_on_the_same_rows(folder):
    words = ("compare", folder / "learn.csv", "--text-column", "text", "--label-column", "label")
    found = json.loads(run(*words, "--json").stdout)
    assert found["plain"]["number"] == found["ours"]["number"] == 72
    assert found["ours"]["accuracy"] > 0.8
    answer = run(*words)
    assert answer.exit_code == 0
    assert "Of fewer than 600 rows every figure is uncertain" in answer.output
    assert f"{found['plain']['macro_f1']:.3f}  {found['ours']['macro_f1']:.3f}" in answer.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("train", "none.csv", "--label-column", "label", "--out", "x"), "There is no file none.csv"),
        (("train", "/dev/zero", "--label-column", "label", "--out", "x"), "is a device, not a CSV file"),
        (("train", ".", "--label-column", "label", "--out", "x"), "is a folder, not a CSV file"),
        (("train", "ask.csv", "--label-column", "lable", "--out", "x"), "Did you mean 'label'"),
        (("train", "ask.csv", "--label-column", "label", "--out", "ask.csv"), "is a file; name a folder"),
        (("train", "one.csv", "--label-column", "label", "--out", "x"), "Every text has the same label"),
        (("train", "few.csv", "--label-column", "label", "--out", "x"), "at least 50 are needed"),
        (("train", "empty.csv", "--label-column", "label", "--out", "x"), "The file is empty"),
        (("train", "ask.csv", "--label-column", "text", "--out", "x"), "at most 100 can be learned"),
        (("train", "ask.csv", "--label-column", "label", "--out", "x", "--group-column", "text"), "a column of groups"),
        (("compare", "few.csv", "--label-column", "label"), "at least 72 are needed"),
        (("evaluate", "nowhere", "ask.csv", "--label-column", "label"), "There is no folder nowhere"),
        (("evaluate", "made", "unlabelled.csv", "--label-column", "label"), "nothing to measure on"),
        (("predict", "nowhere", "ask.csv", "--out", "out.csv"), "There is no folder nowhere"),
        (("predict", "made", "ask.csv", "--out", "nowhere/out.csv"), "Make it first"),
    ],
)
def test_what_is_wrong_is_one_sentence_that_says_what_to_do(folder, monkeypatch, words, said):
    monkeypatch.chdir(folder)
    (folder / "one.csv").write_text("text,label\n" + "".join(f"text {n},same\n" for n in range(60)))
    (folder / "few.csv").write_text("text,label\na,x\nb,y\n")
    (folder / "empty.csv").write_text("")
    (folder / "unlabelled.csv").write_text("text,label\na,\n")
    answer = run(*words, "--text-column", "text")
    assert answer.exit_code == 1
    assert said in answer.output
    assert "Traceback" not in answer.output
    assert not (folder / "x" / SIGNATURE).exists()


def test_predicting_over_the_very_file_keeps_its_rows_and_tells_what_was_mended(folder, tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("text,probability,probability (given)\na,1,2\n,,\nb,3,4,and more\n")
    answer = run("predict", folder / "made", source, "--text-column", "text", "--out", source)
    assert answer.exit_code == 0, answer.output
    with source.open(newline="") as page:
        header, *rows = csv.reader(page)
    assert len(set(header)) == len(header) == 7
    assert [row[:3] for row in rows] == [["a", "1", "2"], ["", "", ""], ["b", "3", "4"]]
    assert "1 row has more or fewer cells" in answer.output


@pytest.mark.parametrize("seed", ["-1", "99999999999"])
def test_a_seed_that_is_none_is_refused_at_once(folder, seed):
    answer = run("train", folder / "learn.csv", "--text-column", "text", "--label-column", "label", "--out",
                 folder / "y", "--seed", seed)  # fmt: skip
    assert answer.exit_code == 2
    assert "--seed" in answer.output


@pytest.mark.parametrize("name", [MODEL, NUMBERS, SIGNATURE, "card.md"])
@pytest.mark.parametrize("harm", ["cut", "changed", "gone"])
def test_a_model_that_was_harmed_is_never_used(folder, tmp_path, name, harm):
    for one in (folder / "made").iterdir():
        (tmp_path / one.name).write_bytes(one.read_bytes())
    content = (tmp_path / name).read_bytes()
    if harm == "gone":
        (tmp_path / name).unlink()
    else:
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        (tmp_path / name).write_bytes(content[:middle] if harm == "cut" else flipped)
    answer = evaluate(tmp_path, folder / "ask.csv")
    assert answer.exit_code == 1
    assert "Train the model again, or put back a copy that is whole." in answer.output
    assert "Accuracy" not in answer.output


def test_a_model_of_another_installation_is_used_with_a_warning(folder):
    answer = CliRunner().invoke(
        commands,
        ["model", "evaluate", str(folder / "made"), str(folder / "ask.csv"), "--text-column", "text",
         "--label-column", "label", "--json"],
        env={"SECRET_KEY": "of another place altogether"},
    )  # fmt: skip
    assert answer.exit_code == 0
    assert "made by another installation" in answer.stderr
    assert json.loads(answer.stdout)["rows"] == 240


def test_labels_that_the_model_does_not_know_are_missed_and_told(folder, tmp_path):
    source = tmp_path / "strange.csv"
    source.write_text("text,label\nmy child wakes up all night,sleep\nour cat is lost,cats\nshe cannot sleep,Sleep\n")
    figures = json.loads(evaluate(folder / "made", source, "--json").stdout)
    assert figures["accuracy"] == pytest.approx(1 / 3)
    assert figures["per_class_recall"]["cats"] == 0
    assert "The model does not know the label 'cats' (1 row, which counts as missed)." in figures["remarks"]
    assert any("'Sleep'" in remark and "Did you mean 'sleep'?" in remark for remark in figures["remarks"])
