"""Every written example, the lexicon's own and those kept here, reads as its author meant."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from triage.screen import screen_text
from triage.screen.lexicon import lexicon
from triage.screen.report import Group, Rate, groups, main, rates, readings
from triage.vocabulary import Flag

HERE = Path(__file__).parent
RATES = [
    rate for path in (HERE / "rates.yaml", *sorted(HERE.glob("held_out/*.yaml"))) for rate in rates(path)
]
WRITTEN = list(groups(HERE / "examples"))
ENOUGH_OF_A_FLAG = 300
ENOUGH_OF_A_READING = 200


@pytest.mark.parametrize("group", WRITTEN, ids=lambda group: f"{group.family}-{group.context}")
def test_written_examples(group: Group):
    wrong = [f"{example.text}   {readings(screen_text(example.text))}" for example in group.wrong]
    assert not wrong, f"{len(wrong)} of {len(group.examples)} not read as {group.context}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("entry", lexicon().entries, ids=lambda entry: entry.id)
def test_entry_matches_what_it_must(entry):
    for text in entry.must:
        assert entry.flag in screen_text(text).flags, text
    for text in entry.must_not:
        assert entry.id not in {hit.phrase for hit in screen_text(text).hits}, text


def test_every_flag_is_raised_by_some_example():
    raised = Counter(
        flag for group in WRITTEN for example in group.examples for flag in screen_text(example.text).flags
    )
    assert set(raised) == set(Flag)


@pytest.mark.parametrize("flag", Flag)
def test_enough_examples_of_every_flag_are_kept(flag):
    """Several hundred in the flag's own file, and enough of them to be raised as well as to stay quiet."""
    own = [group for group in WRITTEN if group.family == flag.value]
    assert sum(len(group.examples) for group in own) >= ENOUGH_OF_A_FLAG
    assert sum(len(group.examples) for group in own if group.must_raise) >= ENOUGH_OF_A_FLAG / 2
    assert sum(len(group.examples) for group in own if not group.must_raise) >= ENOUGH_OF_A_FLAG / 4


@pytest.mark.parametrize("family", ["contexts", "denials"])
def test_enough_examples_of_contexts_and_denials_are_kept(family):
    assert sum(len(group.examples) for group in WRITTEN if group.family == family) >= ENOUGH_OF_A_READING


def test_no_example_stands_there_twice():
    """In one context of a family; the same words may be one thing to one flag and another to the next."""
    for group in WRITTEN:
        twice = [text for text, times in Counter(example.text for example in group.examples).items() if times > 1]
        assert not twice, f"{group.family} {group.context}"


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: rate.name)
def test_share_of_longer_texts(rate: Rate):
    assert rate.is_kept, f"{rate.name}: {rate.share:.1%} raised"


def test_a_report_is_a_table_of_recall_and_false_alarms(tmp_path, capsys):
    (tmp_path / "psychosis.yaml").write_text(
        "flags: [psychosis]\n"
        "examples:\n"
        "  now_self: |\n    he hears voices\n    he likes cheese\n"
        "  negated:\n    - |\n      Voices: none\n      Appetite: good\n",
        encoding="utf-8",
    )
    assert main([str(tmp_path), "--wrong"]) == 1
    said = capsys.readouterr().out
    assert "| family | now self | negated | recall | false alarms |" in said
    assert "| psychosis | 1 of 2 | 1 | 50.0% | 0.0% |" in said
    assert "psychosis now_self: he likes cheese []" in said


def test_a_report_of_no_examples_is_no_success(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1
    assert "There are no examples here" in capsys.readouterr().out


def test_a_context_that_is_none_is_refused(tmp_path):
    (tmp_path / "psychosis.yaml").write_text("flags: [psychosis]\nexamples:\n  maybe: x\n", encoding="utf-8")
    with pytest.raises(ValueError, match="'maybe' is not a context"):
        main([str(tmp_path)])
