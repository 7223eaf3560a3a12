"""The documents name only what is there, and what is made from data says what the data say."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path

import pytest
import yaml

from ifd.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
_PATH = re.compile(r"`((?:ifd|forms|triage|tests|docs|migrations|assets|deploy)/[\w./-]*\w(?:::\w+)?)`")
# Pictures are made by the browser tests, so a checkout may not have them yet.
_LINK = re.compile(r"\]\((?!https?:|mailto:|#|images/)([^)#\s]+)")


def hazards() -> list[dict]:
    return yaml.safe_load((ROOT / "docs" / "hazards.yaml").read_text(encoding="utf-8"))["hazards"]


def is_there(name: str) -> bool:
    """Whether a file, or a test in a file, exists."""
    path, _, test = name.partition("::")
    place = ROOT / path
    if not test:
        return place.exists()
    functions = ast.walk(ast.parse(place.read_text(encoding="utf-8"))) if place.is_file() else ()
    return any(isinstance(each, ast.FunctionDef) and each.name == test for each in functions)


def test_what_is_rendered_is_what_its_source_says():
    assert runpy.run_path(str(ROOT / "docs" / "render.py"))["stale"]() == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_names_only_files_and_tests_there_are(document):
    words = document.read_text(encoding="utf-8")
    missing = [name for name in _PATH.findall(words) if not is_there(name)]
    missing += [link for link in _LINK.findall(words) if not (document.parent / link).exists()]
    assert missing == []


@pytest.mark.engines("sqlite")
def test_every_address_and_command_that_is_named_is_there(app):
    pages = app.url_map.bind("localhost")
    for document in DOCUMENTS:
        words = document.read_text(encoding="utf-8")
        gone = [page for page in re.findall(r"`(/(?!etc/|srv/)[a-z][a-z/-]*)`", words) if not pages.test(page)]
        gone += [name for name in re.findall(r"(?:`|bin/)ifd ([a-z]+(?:-[a-z]+)*)", words) if name not in COMMANDS]
        assert gone == [], document


@pytest.mark.parametrize("hazard", hazards(), ids=lambda hazard: hazard["id"])
def test_a_hazard_has_its_control_in_code_held_by_a_test(hazard):
    assert set(hazard) == {"id", "hazard", "causes", "effect", "control", "code", "tests", "residual"}
    assert hazard["code"]
    assert hazard["tests"]
    assert [name for name in hazard["code"] + hazard["tests"] if not is_there(name)] == []


def test_hazards_have_numbers_of_their_own():
    numbers = [hazard["id"] for hazard in hazards()]
    assert len(numbers) >= 15
    assert len(set(numbers)) == len(numbers)


def test_every_picture_of_a_guide_is_one_the_browser_takes_and_all_are_shown():
    guides = ROOT / "docs" / "guides"
    listed = yaml.safe_load((guides / "screenshots.yaml").read_text(encoding="utf-8"))["screenshots"]
    shown = {
        (guide.stem, name)
        for guide in guides.glob("*.md")
        for name in re.findall(r"\(images/([\w-]+)\.png\)", guide.read_text(encoding="utf-8"))
    }
    assert shown == {(each["guide"], each["name"]) for each in listed}
    kept = {path.stem for path in (guides / "images").glob("*.png")}
    assert kept == {each["name"] for each in listed}, "run `make pictures`"
    assert len(listed) <= 36
