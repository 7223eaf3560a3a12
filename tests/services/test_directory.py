"""The directory in the database, on each engine."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from ifd import clock
from ifd.database import db
from ifd.models import AuditEntry, Organisation, ServiceOffer
from ifd.permissions import Forbidden
from ifd.queries.directory import as_offer, find_offer, offers_for_triage
from ifd.services import directory
from tests import factories
from triage.directory import Capacity, reference_directory


def test_seeding_gives_the_engine_the_reference_directory(db_session):
    added = directory.seed_directory(by="system", at=clock.now())

    assert added == len(reference_directory())
    assert set(offers_for_triage()) == set(reference_directory())
    front_doors = select(func.count()).select_from(Organisation).where(Organisation.kind == "front_door")
    assert db_session.scalar(front_doors) == 1


def test_seeding_again_changes_nothing_and_keeps_the_areas_edits(db_session):
    directory.seed_directory(by="system", at=clock.now())
    row = find_offer("single-session")
    directory.edit_offer(
        row,
        dataclasses.replace(as_offer(row), summary="Ours"),
        row.organisation,
        version=row.version,
        by="system",
        at=clock.now(),
    )
    db_session.commit()

    assert directory.seed_directory(by="system", at=clock.now()) == 0
    assert find_offer("single-session").summary == "Ours"


@pytest.mark.parametrize("capacity", Capacity)
def test_what_the_engine_sees_follows_capacity_at_once(db_session, capacity):
    factories.area()
    offers_for_triage()
    directory.set_capacity(find_offer("single-session"), capacity, by="system", at=clock.now())

    assert next(offer for offer in offers_for_triage() if offer.slug == "single-session").capacity is capacity


def test_offers_are_read_once_while_nothing_changes(db_session):
    factories.area()
    db_session.commit()

    assert offers_for_triage() is offers_for_triage()


def test_a_change_that_was_taken_back_is_not_seen(db_session):
    factories.area()
    db_session.commit()
    directory.set_capacity(find_offer("single-session"), "closed", by="system", at=clock.now())
    assert not next(offer for offer in offers_for_triage() if offer.slug == "single-session").is_open
    db_session.rollback()

    assert next(offer for offer in offers_for_triage() if offer.slug == "single-session").is_open


def test_an_edit_by_somebody_who_saw_an_older_version_is_refused(db_session):
    factories.area()
    row = find_offer("single-session")
    seen = row.version
    directory.set_capacity(row, "full", "Ill", by="system", at=clock.now())

    with pytest.raises(StaleDataError):
        directory.edit_offer(row, as_offer(row), row.organisation, version=seen, by="system", at=clock.now())


def test_of_two_who_edit_in_the_same_moment_one_is_told(db_session):
    factories.area()
    row = find_offer("single-session")
    db_session.commit()
    version = row.version
    newer = ServiceOffer.__table__.update().values(version=ServiceOffer.version + 1)
    db_session.execute(newer)

    with pytest.raises(StaleDataError):
        directory.edit_offer(
            row,
            dataclasses.replace(as_offer(row), summary="Mine"),
            row.organisation,
            version=version,
            by="system",
            at=clock.now(),
        )


def test_saving_an_entry_as_it_is_changes_and_writes_nothing(db_session):
    factories.area()
    row = find_offer("single-session")
    db_session.commit()
    version, audited = row.version, db_session.scalar(select(func.count()).select_from(AuditEntry))

    assert (
        directory.edit_offer(
            row, as_offer(row), row.organisation, version=version, by="system", at=clock.now()
        )
        == []
    )
    db_session.commit()
    assert row.version == version
    assert db_session.scalar(select(func.count()).select_from(AuditEntry)) == audited


def test_what_changed_is_written_down_with_who(db_session):
    factories.area()
    editor = factories.staff("administrator")
    row = find_offer("single-session")
    entry = dataclasses.replace(as_offer(row), summary="New words", min_age=7)
    directory.edit_offer(row, entry, row.organisation, version=row.version, by=editor, at=clock.now())
    last = db_session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()

    assert (last.action, last.staff_id, last.detail["changed"]) == (
        "offer.edited",
        editor.id,
        ["min_age", "summary"],
    )


def test_an_address_is_used_once_for_ever(db_session):
    factories.area()
    row = find_offer("single-session")
    entry, organisation = as_offer(row), row.organisation
    directory.withdraw_offer(row, version=row.version, by="system", at=clock.now())

    with pytest.raises(directory.SlugTaken):
        directory.add_offer(entry, organisation, by="system", at=clock.now())


@pytest.mark.parametrize("role", ["clinician", "call_handler", "partner", "professional", "analyst", "lead"])
def test_only_administrators_edit(db_session, role):
    person = factories.staff(role, organisation="tidewater-counselling")
    row = find_offer("tidewater-norwich")
    with pytest.raises(Forbidden):
        directory.edit_offer(
            row, as_offer(row), row.organisation, version=row.version, by=person, at=clock.now()
        )
    with pytest.raises(Forbidden):
        directory.withdraw_offer(row, version=row.version, by=person, at=clock.now())


@pytest.mark.parametrize(
    ("role", "slug", "is_allowed"),
    [
        ("partner", "tidewater-norwich", True),
        ("partner", "single-session", False),
        ("lead", "single-session", True),
        ("administrator", "single-session", True),
        ("clinician", "tidewater-norwich", False),
        ("professional", "tidewater-norwich", False),
        ("analyst", "tidewater-norwich", False),
    ],
)
def test_who_may_close_a_list(db_session, role, slug, is_allowed):
    person = factories.staff(role, organisation="tidewater-counselling")
    row = find_offer(slug)
    if is_allowed:
        directory.set_capacity(row, "closed", "Ill", by=person, at=clock.now())
    else:
        with pytest.raises(Forbidden):
            directory.set_capacity(row, "closed", "Ill", by=person, at=clock.now())
    assert row.capacity == ("closed" if is_allowed else "open")


_text = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    summary=_text,
    criteria=st.lists(_text, min_size=1, max_size=3),
    ages=st.tuples(st.none() | st.integers(1, 25), st.none() | st.integers(25, 119)),
)
def test_whatever_an_editor_writes_comes_back_as_written(db_session, summary, criteria, ages):
    factories.area()
    row = find_offer("single-session")
    entry = dataclasses.replace(
        as_offer(row), summary=summary, criteria=tuple(criteria), min_age=ages[0], max_age=ages[1]
    )
    directory.edit_offer(row, entry, row.organisation, version=row.version, by="system", at=clock.now())
    db.session.commit()
    db.session.expire_all()

    assert as_offer(find_offer("single-session")) == entry
