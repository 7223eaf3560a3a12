"""What the document on the benchmark says of its size and its review is so."""

from __future__ import annotations

from pathlib import Path

from triage.vignettes.loading import benchmark
from triage.vignettes.reviews import number_reviewed, published_opinions, review_in_words
from triage.vignettes.vignette import Category

DOCUMENT = (Path(__file__).parents[2] / "docs" / "benchmark.md").read_text(encoding="utf-8")


def test_who_has_reviewed_the_vignettes_stands_at_the_top():
    reviewed = number_reviewed(benchmark(), ((said.vignette, said.hash) for said in published_opinions()))
    assert review_in_words(reviewed, len(benchmark())) in DOCUMENT[:200]


def test_the_numbers_are_those_of_the_data():
    held_out = sum(vignette.held_out for vignette in benchmark())
    assert f"{len(benchmark())} made-up requests" in DOCUMENT
    assert f"{len(benchmark()) - held_out} are open" in DOCUMENT
    assert f"{held_out} are held out" in DOCUMENT
    assert f"one of {len(Category)} categories" in DOCUMENT
