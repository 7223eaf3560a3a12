"""Ids of rules become titles, and nothing else of a sentence changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifd.presenters.rule_names import RuleNames

NAMES = RuleNames({"danger-now": "Danger <now>", "sleep": "Sleep"}, lambda rule_id: f"/r/{rule_id}")
DANGER, SLEEP = '‘<a href="/r/danger-now">Danger &lt;now&gt;</a>’', '‘<a href="/r/sleep">Sleep</a>’'


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Rule 'danger-now' is 'odd'.", f"Rule {DANGER} is 'odd'."),
        ("By the rules: 'danger-now', 'sleep'.", f"By the rules: {DANGER}, {SLEEP}."),
        ("By the rules: none.", "By the rules: none."),
        ("'sleep' asks: how do they sleep?", f"{SLEEP} asks: how do they sleep?"),
        ("Needs named: sleep, low mood.", "Needs named: sleep, low mood."),
        ("They sleep badly; <b>.", "They sleep badly; &lt;b&gt;."),
    ],
)
def test_titles_stand_where_ids_stood(line, told):
    assert NAMES.told(line) == told


def test_without_a_page_there_is_no_link():
    assert RuleNames(NAMES.titles).told("Rule 'sleep' is odd.") == "Rule ‘Sleep’ is odd."


@given(st.text())
def test_what_names_no_rule_stays_as_it_is(line):
    assert RuleNames({}).told(line).unescape() == line
