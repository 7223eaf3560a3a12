"""`ifd rules test` scores a rule set, or anything's suggestions, on vignettes, and says who has reviewed them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ifd.cli import commands
from triage.vignettes.loading import benchmark, load_vignettes
from triage.vignettes.reviews import number_reviewed, review_in_words

VIGNETTES = """\
vignettes:
  - id: plan-at-fifteen
    title: A plan at fifteen
    category: suicide
    request: {age: 15, answers: {safety: {suicide_plan_or_intent: "yes"}}}
    acceptable:
      priority: [emergency, very_urgent]
      offers_any_of: [crisis_111]
      offers_must_not: [self_care]
      flags: [suicide_intent]
    criterion: crisis-standards
"""
GOOD = {
    "id": "plan-at-fifteen",
    "priority": "very_urgent",
    "offers": [{"kind": "crisis_111"}],
    "red_flags": [{"flag": "suicide_intent"}],
}


@pytest.fixture
def run(tmp_path):
    """Runs `ifd rules test` on the vignettes above, or others, with suggestions where any are given."""

    def test(*arguments, vignettes=VIGNETTES, suggestions=None):
        file = tmp_path / "mine.yaml"
        file.write_text(vignettes, encoding="utf-8")
        of_others = [] if suggestions is None else ["--suggestions", "-"]
        lines = "".join(
            (one if isinstance(one, str) else json.dumps(one)) + "\n" for one in suggestions or []
        )
        asked = ["rules", "test", "--vignettes", str(file), *of_others, *arguments]
        return CliRunner().invoke(commands, asked, input=lines)

    return test


def test_rules_are_scored_beside_their_examples(run):
    result = run()
    assert result.exit_code == 0
    assert "examples as they should be" in result.stdout
    assert "1 of 1 vignettes answered acceptably: no fault." in result.stdout
    assert "Age 14 to 15" in result.stdout
    assert "Suicide" in result.stdout


def test_another_rule_set_is_scored_by_its_file(run, tmp_path):
    text = Path("triage/data/rulesets/2026-11-22.yaml").read_text(encoding="utf-8")
    slower = tmp_path / "slower.yaml"
    slower.write_text(text.replace("raise: very_urgent", "raise: soon"), encoding="utf-8")
    result = run(str(slower))
    assert result.exit_code == 1
    assert "plan-at-fifteen: too late: soon, and at least very_urgent is acceptable" in result.stderr


def test_who_has_reviewed_them_is_said_with_the_figures(run):
    assert "No clinician has reviewed these vignettes yet." in run().stdout
    assert json.loads(run("--json").stdout)["vignettes"]["review"].startswith("No clinician")


def test_what_comes_too_late_is_told_with_its_criterion_and_ends_with_1(run):
    result = run(vignettes=VIGNETTES.replace("[emergency, very_urgent]", "[emergency, emergency]"))
    assert result.exit_code == 1
    assert "1 under-triage" in result.stdout
    assert result.stderr.startswith("plan-at-fifteen: too late: very_urgent, and at least emergency")
    assert "NHS England" in result.stderr


@pytest.mark.parametrize(
    ("changes", "fault", "code"),
    [
        ({}, "no fault", 0),
        ({"priority": "urgent"}, "1 under-triage", 1),
        ({"offers": [{"kind": "crisis_111"}, {"kind": "self_care"}]}, "1 must-not offer", 1),
        ({"id": "somebody-else"}, "1 no answer", 1),
        ({"offers": [{"kind": "crisis_team"}]}, "1 offer missing", 0),
        ({"red_flags": []}, "1 flag missed", 0),
    ],
)
def test_anything_that_makes_suggestions_is_scored(run, changes, fault, code):
    result = run(suggestions=[{**GOOD, **changes}])
    assert fault in result.stdout
    assert result.exit_code == code
    assert "examples" not in result.stdout


def test_too_soon_is_told_and_is_no_failure(run):
    soon = VIGNETTES.replace("[emergency, very_urgent]", "[very_urgent, urgent]")
    result = run(vignettes=soon, suggestions=[{**GOOD, "priority": "emergency"}])
    assert "1 over-triage" in result.stdout
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["{"], "line 1: this is not one JSON object"),
        ([GOOD, {**GOOD, "id": "b", "priority": "now"}], "line 2: priority: found 'now'"),
        ([GOOD, GOOD], "line 2: a suggestion for 'plan-at-fifteen' was there already"),
    ],
)
def test_suggestions_that_cannot_be_read_are_refused_by_line(run, lines, told):
    result = run(suggestions=lines)
    assert result.exit_code == 1
    assert told in result.stderr


def test_vignettes_with_mistakes_are_refused_with_all_of_them(run):
    result = run(vignettes=VIGNETTES.replace("age: 15", "aged: 15").replace("suicide\n", "suicid\n"))
    assert result.exit_code == 1
    assert "2 things to put right" in result.stderr
    assert "mine.yaml, line 4: vignette 'plan-at-fifteen': 'category' is never 'suicid'" in result.stderr


def test_a_file_that_is_not_there_is_told_in_a_sentence():
    result = CliRunner().invoke(commands, ["rules", "test", "--vignettes", "not/there.yaml"])
    assert result.exit_code == 1
    assert "not/there.yaml cannot be opened" in result.stderr


def test_the_whole_score_as_one_document():
    result = CliRunner().invoke(commands, ["rules", "test", "--json"])
    told = json.loads(result.stdout)
    assert told["examples"] == told["right"]
    scored = told["vignettes"]
    assert scored["all"]["number"] == scored["open"]["number"] + scored["held_out"]["number"]
    assert scored["all"]["number"] == len(benchmark())
    for group in ("by_age", "by_category"):
        assert sum(of["number"] for of in scored[group].values()) == len(benchmark())
    wrong = [each for each in scored["wrong"] if not each["held_out"]]
    assert len(wrong) == scored["open"]["number"] - scored["open"]["right"]
    assert all(each["criterion"]["says"] for each in scored["wrong"])


def test_those_held_out_decide_nothing():
    """Nobody mends rules by them, so they cannot be what stops a change."""
    from ifd.cli.vignette_score import Score
    from triage.vignettes.scoring import mark

    (open_one,) = load_vignettes(VIGNETTES)
    (held_out,) = load_vignettes(VIGNETTES, held_out=True)
    assert Score((mark(open_one, None),), 0).is_unsafe
    assert not Score((mark(held_out, None),), 0).is_unsafe


def test_an_opinion_on_another_wording_does_not_count():
    (vignette,) = load_vignettes(VIGNETTES)
    assert number_reviewed([vignette], [(vignette.id, vignette.hash)]) == 1
    assert number_reviewed([vignette], [(vignette.id, "0" * 64)]) == 0
    assert review_in_words(1, 3) == "1 of 3 vignettes have been reviewed by a clinician."
