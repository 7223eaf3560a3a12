"""Sending a request asks the database for little, and for no more however much there is to store."""

from ifd.database import db
from ifd.services import intake
from tests import factories
from tests.queries.statements import statements

# Reads of what may have changed, a savepoint, and inserts: one for each table where the keys are not asked back.
AT_MOST = 19


def test_a_sending_asks_for_few_statements(db_session):
    factories.area()
    db.session.commit()
    factories.request()  # the directory is read once
    db.session.commit()
    given = factories.submission()

    with statements() as asked:
        intake.receive(given, submission_key="few", by="family", at=factories.NOON)
        db.session.commit()

    assert len(asked) <= AT_MOST, "\n".join(asked)
    assert not [words for words in asked if words.startswith("UPDATE")]


def test_red_flags_and_clocks_are_one_statement_each(db_session):
    given = factories.submission(
        text="I want to kill myself tonight.", safety={"suicidal_thoughts_now": "yes", "immediate_danger": "yes"}
    )
    factories.area()

    with statements() as asked:
        intake.receive(given, submission_key="flags", by="family", at=factories.NOON)

    assert sum(words.startswith("INSERT INTO wait_clock") for words in asked) == 1
    assert sum(words.startswith("INSERT INTO red_flag") for words in asked) <= 2  # by an answer, and by the text
