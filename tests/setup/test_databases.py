"""Each test meets a migrated, empty database on each engine, and real commits."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import create_engine, text

from ifd.database import db
from ifd.models import Organisation
from ifd.web.audience import for_everyone

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def organisation(slug: str = "front-door") -> Organisation:
    return Organisation(slug=slug, name="The front door", kind="front_door")


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_begins_empty(db_session, turn):
    assert db_session.query(Organisation).count() == 0

    db_session.add(organisation())
    db_session.commit()


def test_it_is_the_engine_it_says(db_session, database_engine, database_url):
    assert db_session.get_bind().dialect.name == database_engine
    assert database_url.startswith(database_engine)
    assert db_session.execute(text("SELECT version_num FROM alembic_version")).scalar()


def test_a_rollback_and_a_savepoint_do_what_they_say(db_session):
    db_session.add(organisation("kept"))
    savepoint = db_session.begin_nested()
    db_session.add(organisation("given-up"))
    db_session.flush()
    savepoint.rollback()
    db_session.commit()
    db_session.add(organisation("rolled-back"))
    db_session.rollback()

    assert [found.slug for found in db_session.query(Organisation)] == ["kept"]


def test_another_thread_sees_what_was_committed(app, db_session):
    db_session.add(organisation())
    db_session.commit()
    seen = []

    def look():
        with app.app_context():
            seen.append(db.session.query(Organisation).count())

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert seen == [1]


def test_a_fresh_database_is_apart(db_session, databases, database_engine):
    db_session.add(organisation())
    db_session.commit()

    address = databases.fresh(database_engine)

    engine = create_engine(address)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM organisation")).scalar() == 0
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    engine.dispose()


def test_the_page_is_asked_with_what_the_test_wrote(client, db_session):
    db_session.add(organisation())

    assert client.get("/livez").json == {"status": "ok"}
    assert not db_session().in_transaction()


def test_work_left_uncommitted_by_a_page_is_found(app, client):
    def careless():
        db.session.add(organisation())
        db.session.flush()
        return {"all": "well"}

    with pytest.raises(AssertionError, match="Organisation"):
        ask_new_page(app, client, careless)


def test_work_committed_by_a_page_is_well(app, client, db_session):
    def careful():
        db.session.add(organisation())
        db.session.commit()
        return {"all": "well"}

    assert ask_new_page(app, client, careful).json == {"all": "well"}
    assert db_session.query(Organisation).count() == 1


def ask_new_page(app, client, view):
    """Let one page of the application be this view, for once."""
    before = app.view_functions["ops.livez"]
    app.view_functions["ops.livez"] = for_everyone(view)
    try:
        return client.get("/livez")
    finally:
        app.view_functions["ops.livez"] = before
