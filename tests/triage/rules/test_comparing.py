"""What differs between two versions of the rules."""

from __future__ import annotations

import pytest

from tests.triage.rules.test_loader import GOOD
from triage.rules.comparing import compare
from triage.rules.loader import load_ruleset
from triage.rules.splicing import add_rule, change_rule, remove_rule, rule_written

OTHER = {
    "id": "second",
    "title": "Another",
    "when": "pregnant",
    "raise": "soon",
    "because": "So.",
    "source": "local",
    "fires": [{"pregnant": "yes"}],
    "quiet": [{"pregnant": "no"}],
}
TWO = add_rule(GOOD, OTHER)


def comparison(before: str, after: str):
    return compare(load_ruleset(before), load_ruleset(after))


def test_the_same_text_and_the_same_rules_written_otherwise_do_not_differ():
    assert not comparison(TWO, TWO)
    spread = TWO.replace("when: baby and flags.neglect", "when: >-\n      baby   and\n      flags.neglect")
    assert spread != TWO
    assert not comparison(TWO, spread)
    assert not comparison(TWO, TWO.replace('ruleset: "2030-01-01"', 'ruleset: "2030-02-01"'))


def test_what_comes_and_goes():
    assert [rule.id for rule in comparison(GOOD, TWO).added] == ["second"]
    assert [rule.id for rule in comparison(TWO, remove_rule(TWO, "first")).removed] == ["first"]
    assert comparison(TWO, add_rule(remove_rule(TWO, "second"), OTHER, "first")).is_reordered is False
    first = rule_written(TWO, "first").entry
    swapped = add_rule(remove_rule(TWO, "first"), first)
    assert comparison(TWO, swapped).is_reordered


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Otherwise"),
        ("when", "pregnant or looked_after"),
        ("raise", "urgent"),
        ("thrive", "getting_help"),
        ("offer", {"lead": ["counselling"]}),
        ("starts_now", ["sleep"]),
        ("ask", {"field": "age", "question": "How old?"}),
        ("because", "Otherwise."),
        ("owner", "Somebody else"),
        ("fires", [{"pregnant": "yes", "age": 20}]),
        ("quiet", [{"pregnant": "unknown"}]),
    ],
)
def test_each_field_is_looked_at(field, value):
    (changed,) = comparison(TWO, change_rule(TWO, "second", {field: value})).changed
    assert changed.fields == (field,)
    assert changed.before.id == changed.after.id == "second"


def test_a_term_that_means_something_else():
    (changed,) = comparison(GOOD, GOOD.replace("age < 2", "age < 3")).terms
    assert (changed.name, changed.before.when, changed.after.when) == ("baby", "age < 2", "age < 3")
    told = comparison(GOOD, GOOD.replace("age < 2", "age < 3")).sentences()
    assert told == ["Term 'baby' means something else."]


def test_other_kinds_of_offer_that_reach_people_beyond_the_area():
    found = comparison(GOOD, GOOD.replace("over_25: [self_care]", "over_25: [crisis_111]"))
    assert found
    assert found.sentences() == ["Other kinds of offer reach people beyond the area or over 25."]
    assert found.to_document()["is_reach_changed"] is True


def test_what_is_told_of_rules_added_taken_out_and_changed():
    renamed = TWO.replace("id: second", "id: other")
    told = comparison(TWO, renamed).to_document()
    assert (told["added"], told["removed"]) == (["other"], ["second"])
    assert comparison(TWO, change_rule(TWO, "second", {"title": "Otherwise"})).sentences() == [
        "Rule 'second' is changed in: title."
    ]
