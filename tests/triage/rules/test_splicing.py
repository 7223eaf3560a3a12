"""Changing one rule changes its own lines alone, whatever the text looks like."""

from __future__ import annotations

import difflib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.rules import lined_yaml
from triage.rules.loader import load_ruleset, look_over
from triage.rules.splicing import (
    FIELDS,
    NoSuchRule,
    add_rule,
    change_rule,
    lines_of,
    remove_rule,
    rule_written,
    rules_written,
)
from triage.rules.versions import text_of, versions
from triage.rules.writing import example_line, example_of, field_lines

TEXT = """\
# A comment at the top
rules:
  # about the first
  - id: first
    title: One   # beside the title
    when: >-
      pregnant and
      age < 16
    # about the offers
    offer: {lead: [perinatal]}
    because: A sentence.
    fires: [{age: 14}]
    # a baby is another matter
    quiet:
      - {age: 17}
      - {age: 1}

  # ------------------------------------ the others
  - {id: second, title: Two, when: pregnant}

  - id: third
    title: Three
# the end
"""


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.split("\n"), after.split("\n")) if line[0] in "+-"]


def test_one_field_changes_its_own_lines():
    after = change_rule(TEXT, "first", {"when": "pregnant and age < 17", "because": "Another sentence."})
    assert sorted(changed_lines(TEXT, after)) == [
        "+     because: Another sentence.",
        "+     when: pregnant and age < 17",
        "-       age < 16",
        "-       pregnant and",
        "-     because: A sentence.",
        "-     when: >-",
    ]


def test_a_field_that_was_not_there_comes_where_it_belongs():
    after = change_rule(TEXT, "first", {"raise": "soon"})
    assert changed_lines(TEXT, after) == ["+     raise: soon"]
    assert after.index("raise: soon") < after.index("# about the offers")
    assert list(rule_written(after, "first").entry) == [
        *("id", "title", "when", "raise", "offer", "because", "fires", "quiet")
    ]


def test_new_fields_and_changed_ones_at_one_place_do_not_overwrite_each_other():
    new = {"review": "soon", "owner": "Grace", "fires": [{"age": 15}], "source": "local", "because": "B."}
    entry = rule_written(change_rule(TEXT, "first", new), "first").entry
    assert {name: entry[name] for name in new} == new
    assert list(entry)[4:] == ["because", "source", "owner", "review", "fires", "quiet"]


def test_a_field_is_taken_out_with_its_lines_and_no_comment():
    after = change_rule(TEXT, "first", {"quiet": None, "offer": None})
    assert [line[0] for line in changed_lines(TEXT, after)] == ["-"] * 4
    assert "# about the offers" in after
    assert "# a baby is another matter" in after


def test_the_name_of_a_rule_keeps_its_dash():
    after = change_rule(TEXT, "first", {"id": "other"})
    assert changed_lines(TEXT, after) == ["-   - id: first", "+   - id: other"]


def test_a_rule_on_one_line_is_written_anew():
    after = change_rule(TEXT, "second", {"title": "Too", "when": None})
    assert changed_lines(TEXT, after) == [
        "-   - {id: second, title: Two, when: pregnant}",
        "+   - id: second",
        "+     title: Too",
    ]


def test_a_rule_is_added_after_another_or_at_the_end():
    fields = {"quiet": [], "title": "New", "id": "new", "mystery": "x"}
    after = add_rule(TEXT, fields, "first")
    assert [rule.id for rule in rules_written(after)] == ["first", "new", "second", "third"]
    assert list(rule_written(after, "new").entry) == ["id", "title", "quiet", "mystery"]
    assert not [line for line in changed_lines(TEXT, after) if line[0] == "-"]
    at_end = add_rule(TEXT, fields)
    assert [rule.id for rule in rules_written(at_end)][-1] == "new"
    assert at_end.endswith("# the end\n")


def test_a_rule_is_removed_with_its_lines_alone():
    after = remove_rule(TEXT, "first")
    assert [rule.id for rule in rules_written(after)] == ["second", "third"]
    assert "# about the first" in after
    assert "# ------------------------------------ the others" in after
    assert "perinatal" not in after


def test_what_is_there_is_shown_as_written():
    assert lines_of(TEXT, rule_written(TEXT, "first")).startswith("  - id: first\n")
    assert lines_of(TEXT, rule_written(TEXT, "first")).endswith("- {age: 1}")


@pytest.mark.parametrize("text", ["", "[", "rules: 3", "rules: [1]", "x: 1", "rules: []", "\x00", "&a [*a]"])
def test_no_rule_to_be_found(text):
    with pytest.raises(NoSuchRule):
        rule_written(text, "first")
    with pytest.raises(NoSuchRule):
        add_rule(text, {"id": "x"})


@pytest.mark.parametrize("name", versions())
def test_each_rule_of_each_version_can_be_changed_in_place(name):
    text = text_of(name)
    before = load_ruleset(text)
    written = rules_written(text)
    assert [rule.id for rule in written] == [rule.id for rule in before.rules]
    for rule in written[::19]:
        same = change_rule(text, rule.id, dict(rule.entry))
        after = lined_yaml.read(same)
        assert after == lined_yaml.read(text), rule.id
        assert same.count("#") == text.count("#")
        assert rule.id not in [each.id for each in rules_written(remove_rule(text, rule.id))]


# ------------------------------------------------------------------ writing

_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(lambda text: " ".join(text.split()))
_VALUES = st.one_of(
    _TEXTS,
    st.integers(-5, 99),
    st.lists(_TEXTS, max_size=3),
    st.dictionaries(_TEXTS, st.one_of(_TEXTS, st.integers(0, 9), st.lists(_TEXTS, max_size=2)), max_size=3),
)


@given(st.sampled_from(FIELDS), _VALUES | st.lists(st.dictionaries(_TEXTS, _TEXTS, max_size=3), max_size=3))
def test_what_is_written_is_read_back(name, value):
    text = "\n".join(field_lines(name, value, 4))
    assert lined_yaml.read(text) == {name: value}


_MISLEADING = (
    *("yes", "no", "12", "1.5", "0x1", "2026-01-01", "null", "~", "=", "<<", "'", "`", "%", "@x", "!x", "&x", "*x"),
    *("a: b", "# x", "x #y", "- x", "{a}", "a or b"),
)


@pytest.mark.parametrize("text", _MISLEADING)
def test_text_stays_text(text):
    assert lined_yaml.read("\n".join(field_lines("title", text, 2))) == {"title": text}
    assert lined_yaml.read("\n".join(field_lines("fires", [{"age": text}], 2))) == {"fires": [{"age": text}]}


def test_a_person_as_one_types_them():
    values = {"age": 16, "safety.suicidal_thoughts_now": "yes", "needs": ["low_mood", "sleep"]}
    line = example_line(values)
    assert line == 'age: 16, safety.suicidal_thoughts_now: "yes", needs: [low_mood, sleep]'
    assert example_of(line) == values
    assert example_of("") == {}
    assert example_of("age 16") == {"age 16": None}
    assert example_of("age: [") == "age: ["


# ------------------------------------------------------------------ looking over what is not right yet


@given(st.data())
def test_looking_over_never_breaks(data):
    """Any spoiled text is told of, never an error of ours: people see this at every key they press."""
    text = data.draw(st.sampled_from([TEXT, text_of(versions()[-1])[:6000]]))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 20))
        text = text[:place] + data.draw(st.text(max_size=6)) + text[place + length :]
    look = look_over(text)
    assert look.mistakes
    assert look.ruleset is None
    with suppress(NoSuchRule):
        rules_written(text)


def test_what_can_be_read_is_there_beside_the_mistakes():
    text = text_of(versions()[-1])
    look = look_over(text.replace("raise: very_urgent", "raise: very_urgnt", 1))
    assert len(look.mistakes) == 1
    assert len(look.rules) == len(load_ruleset(text).rules) - 1
    assert look.terms
    assert look.sources
