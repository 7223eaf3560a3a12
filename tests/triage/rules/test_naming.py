"""A version is named by its day; naming a text changes two lines of it and no more."""

from __future__ import annotations

from datetime import date

import pytest

from triage.rules import naming, versions

DAY = date(2026, 11, 22)


@pytest.mark.parametrize("name", ["2026-11-22", "2026-11-22b", "2026-11-22-spring-2"])
def test_a_name_begins_with_its_day(name):
    assert naming.day_of(name) == DAY


@pytest.mark.parametrize(
    "name", ["", "soon", "2026-13-01", "2026-11-22B", "2026-11-22/../x", "2026-11-22 ", "2026-11-22-" + "x" * 40]
)
def test_what_cannot_be_a_name(name):
    assert naming.day_of(name) is None
    with pytest.raises(ValueError, match="cannot be the name"):
        naming.named("ruleset: x", name)


def test_the_next_free_name_never_runs_out_and_stays_in_order():
    taken: list[str] = []
    for _ in range(40):
        taken.append(naming.next_free(DAY, taken))
    assert taken[:3] == ["2026-11-22", "2026-11-22b", "2026-11-22c"]
    assert taken[25:27] == ["2026-11-22z", "2026-11-22-27"]
    assert all(naming.day_of(name) == DAY for name in taken)


@pytest.mark.parametrize("written", ['ruleset: "a"', "ruleset: 'a'", "ruleset: a", "ruleset:   a  # why"])
def test_a_name_is_found_and_changed_however_it_is_written(written):
    text = f"# ruleset: not this\n{written}\nin_force_from: 2020-01-01 # so\nrules: [\n"
    assert naming.name_in(text) == "a"
    named = naming.named(text, "2026-11-22b")
    assert naming.name_in(named) == "2026-11-22b"
    assert "\nin_force_from: 2026-11-22 # so\nrules: [\n" in named
    assert named.startswith("# ruleset: not this\n")
    assert ("# why" in named) is ("# why" in text)


def test_a_text_without_a_name_is_given_one():
    assert naming.name_in("rules: [") == ""
    assert naming.named("rules: [", "2026-11-22") == 'ruleset: "2026-11-22"\nin_force_from: 2026-11-22\nrules: ['


def test_naming_a_version_changes_nothing_else():
    text = versions.text_of(versions.versions()[-1])
    before, after = text.split("\n"), naming.named(text, "2031-02-03b").split("\n")
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        'ruleset: "2031-02-03b"',
        "in_force_from: 2031-02-03",
    ]
