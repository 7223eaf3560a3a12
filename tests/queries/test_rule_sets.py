"""Which rules suggestions are made by: the last word whose day has come, and never none at all."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text as sql

from ifd.database import db
from ifd.queries import rule_sets
from ifd.services import intake, rules_room
from tests import factories, rule_texts
from tests.factories import NOON
from tests.queries.statements import statements
from tests.rule_texts import NAME, SHIPPED, UNREADABLE
from tests.services.at_once import at_once
from triage.rules import versions
from triage.rules.loader import load_ruleset

pytestmark = pytest.mark.usefixtures("db_session")
TODAY = NOON.date()


@pytest.fixture
def leads():
    return factories.staff("lead"), factories.staff("lead")


def test_without_a_publication_the_version_that_comes_with_the_software_counts():
    assert rule_sets.rules_in_force(TODAY) is versions.in_force(TODAY)
    assert rule_sets.text_in_force(TODAY) == (SHIPPED, versions.text_of(SHIPPED))
    assert rule_sets.passed_over(TODAY) is None


def test_a_publication_counts_from_its_day(leads):
    rule_texts.published(*leads, name="2026-12-24-later")

    assert rule_sets.rules_in_force(date(2026, 12, 23)).version == SHIPPED
    assert rule_sets.rules_in_force(date(2026, 12, 24)).version == "2026-12-24-later"
    assert rule_sets.text_in_force(date(2026, 12, 24))[1] == rule_texts.text_named("2026-12-24-later")


def test_the_last_word_counts_also_over_one_whose_day_is_later(leads):
    rule_texts.published(*leads, name="2026-12-24-later")
    rule_texts.published(*leads, name=NAME)

    assert rule_sets.rules_in_force(date(2026, 12, 25)).version == NAME


def test_asking_costs_one_statement_and_a_text_is_read_once(leads):
    rule_texts.published(*leads)
    first = rule_sets.rules_in_force(TODAY)
    with statements() as asked:
        again = rule_sets.rules_in_force(TODAY)

    assert again is first
    assert len(asked) == 1
    assert "rule_set_version.text," not in asked[0].replace("\n", " ")


def test_what_another_publishes_counts_at_the_next_question(app, leads):
    lead, second = (person.id for person in leads)
    db.session.commit()
    assert rule_sets.rules_in_force(TODAY).version == SHIPPED
    db.session.commit()

    def elsewhere():
        from ifd.models import Staff

        return rule_texts.published(db.session.get(Staff, lead), db.session.get(Staff, second)).id

    [published] = at_once(app, elsewhere)
    assert isinstance(published, int), published
    assert rule_sets.rules_in_force(TODAY).version == NAME


def test_a_suggestion_names_the_version_it_was_made_by(leads):
    before = intake.conclude(factories.submission(), NOON)
    rule_texts.published(*leads)

    assert before.ruleset == SHIPPED
    assert intake.conclude(factories.submission(), NOON).ruleset == NAME


@pytest.mark.parametrize("is_first", [True, False])
def test_rules_that_cannot_be_read_are_passed_over_and_nobody_is_turned_away(leads, is_first):
    if not is_first:
        rule_texts.published(*leads)
    broken = rule_texts.unreadable()
    stands = SHIPPED if is_first else NAME

    assert rule_sets.rules_in_force(TODAY).version == stands
    assert rule_sets.text_in_force(TODAY)[0] == stands
    assert rule_sets.passed_over(TODAY) is broken
    assert rule_sets.ruleset_named(UNREADABLE) is None
    assert intake.conclude(factories.submission(), NOON).ruleset == stands


def test_a_text_that_is_not_what_its_hash_says_is_passed_over():
    text = rule_texts.text_named(UNREADABLE)
    row = rule_texts.unreadable(text=text)
    assert rule_sets.rules_in_force(TODAY).version == UNREADABLE
    rule_sets._read.pop(row.version.text_hash)
    if db.engine.dialect.name == "sqlite":
        db.session.execute(sql("drop trigger rule_set_version_no_update"))
    else:
        db.session.execute(sql("alter table rule_set_version disable trigger all"))
    db.session.execute(sql("update rule_set_version set text = text || ' '"))

    assert rule_sets.rules_in_force(TODAY).version == SHIPPED
    rule_sets._read.pop(row.version.text_hash)
    db.session.rollback()


def test_every_version_is_listed_newest_first_and_can_be_read(leads):
    rule_texts.published(*leads, name="2026-12-24-later")
    rule_texts.published(*leads, name=NAME)
    names = rule_sets.version_names()

    assert names == sorted({"2026-12-24-later", NAME, *versions.versions()}, reverse=True)
    for name in names:
        assert rule_sets.ruleset_named(name).version == name
        assert load_ruleset(rule_sets.version_text(name)).version == name
    assert rule_sets.version_text("1999-01-01") is rule_sets.ruleset_named("1999-01-01") is None
    assert [row.version.name for row in rule_sets.publications()] == [NAME, "2026-12-24-later"]


def test_a_name_that_stands_for_two_texts_is_found_and_what_is_stored_counts(leads, monkeypatch):
    rule_texts.published(*leads)
    rules_room.roll_back(SHIPPED, "A test.", by=leads[0], at=NOON)
    stored = versions.text_of(SHIPPED)
    assert rule_sets.of_two_texts() == []
    monkeypatch.setattr(versions, "text_of", lambda _: stored.replace("urgent", "soon"))
    assert rule_sets.of_two_texts() == [SHIPPED]
    assert rule_sets.text_in_force(TODAY) == (SHIPPED, stored)


def test_proposed_drafts_stand_first(leads):
    plain = rule_texts.draft_of("anything", leads[0], at=NOON + timedelta(days=1))
    proposed = rule_texts.proposed(leads[0])
    closed = rule_texts.draft_of("anything else", leads[0])
    rules_room.set_aside(closed, by=leads[0], at=NOON)

    assert rule_sets.open_drafts() == [proposed, plain]
    assert rule_sets.find_draft(closed.id) is closed


def test_the_directory_is_known_by_whom_its_offers_are_for():
    from dataclasses import replace

    from triage.directory import Capacity, reference_directory

    offers = reference_directory()
    known = rule_sets.hash_of_directory(offers)
    first, *rest = offers
    assert rule_sets.hash_of_directory([*rest, replace(first, capacity=Capacity.FULL)]) == known
    for change in ({"min_age": 7}, {"max_age": 19}, {"areas": ("norwich",)}, {"audience": ()}, {"slug": "x"}):
        assert rule_sets.hash_of_directory([replace(first, **change), *rest]) != known, change
