"""Every written example, the lexicon's own and those kept here, reads as its author meant."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from triage.screen import screen_text
from triage.screen.lexicon import lexicon
from triage.screen.report import Example, Rate, examples, rates
from triage.vocabulary import Flag

HERE = Path(__file__).parent
RATES = [
    rate for path in (HERE / "rates.yaml", *sorted(HERE.glob("held_out/*.yaml"))) for rate in rates(path)
]
WRITTEN = list(examples(HERE / "examples"))


@pytest.mark.parametrize("example", WRITTEN, ids=lambda e: f"{e.family}-{e.context}-{e.text[:40]}")
def test_written_example(example: Example):
    assert example.is_right(), screen_text(example.text)


@pytest.mark.parametrize("entry", lexicon().entries, ids=lambda entry: entry.id)
def test_entry_matches_what_it_must(entry):
    for text in entry.must:
        assert entry.flag in screen_text(text).flags, text
    for text in entry.must_not:
        assert entry.id not in {hit.phrase for hit in screen_text(text).hits}, text


def test_every_flag_is_raised_by_some_example():
    raised = Counter(flag for example in WRITTEN for flag in screen_text(example.text).flags)
    assert set(raised) == set(Flag)


def test_enough_examples_are_kept():
    families = Counter(example.family for example in WRITTEN)
    assert families["suicide"] >= 300
    assert all(count >= 40 for count in families.values()), families


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: rate.name)
def test_share_of_longer_texts(rate: Rate):
    assert rate.is_kept, f"{rate.name}: {rate.share:.1%} raised"
