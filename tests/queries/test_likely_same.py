"""Other requests about the same person are found by index, for those who may see them, and a word settles the pair."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event, text

from forms.submission import PersonToContact, ReachBy, WhoItIsAbout
from ifd.database import db
from ifd.models import AuditEntry, SamePersonWord
from ifd.models.same_person import SAME, SOMEBODY_ELSE, TAKEN_BACK
from ifd.permissions import Forbidden
from ifd.queries.likely_same import others_like
from ifd.services import same_person
from tests import factories
from tests.factories import NOON
from tests.queries.statements import statements
from triage.likely_same import Sure

BORN = date(2012, 5, 4)


@pytest.fixture
def clinician(db_session):
    return factories.clinician()


def ask(given="Ada", family="Lindqvist", born=BORN, phone="", who="parent_carer", at=NOON, **about):
    people = (PersonToContact(who=who, name="M", reach=(ReachBy("sms", phone),)),) if phone else ()
    return factories.request(
        about=WhoItIsAbout(given_name=given, family_name=family, birth_date=born, **about),
        people=people,
        at=at,
    )


def found(staff, request) -> dict[str, Sure | None]:
    return {
        other.reference: other.likeness.sure if other.likeness else None
        for other in others_like(staff, request)
    }


def test_the_same_child_is_found_whichever_way_they_were_given(clinician):
    ada = ask(phone="07700 900123", nhs_number="9990000018")
    by_number = ask("A", "L", None, nhs_number="9990000018")
    by_name = ask("Ada", "Lindqvist")
    by_slip = ask("Adda", "Lindqvist")
    by_phone = ask("Ada", "Newname", date(2012, 4, 5), phone="+44 7700 900123")
    ask("Eva", "Berg", date(2010, 1, 1))
    assert found(clinician, ada) == {
        by_number.reference: Sure.ALMOST_CERTAIN,
        by_name.reference: Sure.LIKELY,
        by_phone.reference: Sure.LIKELY,
        by_slip.reference: Sure.POSSIBLE,
    }
    assert next(iter(found(clinician, ada))) == by_number.reference


def test_brothers_sisters_and_twins_are_told_as_such(clinician):
    ada = ask(phone="07700 900123")
    twin = ask("Eva", phone="07700 900123")
    brother = ask("Max", born=date(2009, 1, 1), phone="07700 900123")
    assert found(clinician, ada) == {twin.reference: Sure.SIBLING, brother.reference: Sure.SIBLING}


def test_a_referrers_telephone_makes_nobody_a_family(clinician):
    ada = ask(phone="01603 000111", who="referrer")
    ask("Max", "Berg", date(2009, 1, 1), phone="01603 000111", who="referrer")
    assert found(clinician, ada) == {}


def test_of_nobody_with_a_name_nobody_is_found(clinician):
    unknown = ask("", "", None)
    ask("", "", None)
    assert found(clinician, unknown) == {}


def test_only_what_the_reader_may_see_is_found(clinician):
    ada, again = ask(), ask()
    partner = factories.partner_of(factories.offer())
    assert found(clinician, ada) == {again.reference: Sure.LIKELY}
    assert found(partner, ada) == {}


def test_a_word_settles_the_pair_on_both_sides_and_is_kept_with_who_and_when(clinician):
    ada, again = ask(), ask()
    same_person.say(again, ada, SAME, by=clinician, at=NOON)
    db.session.flush()
    for one, other in ((ada, again), (again, ada)):
        line = others_like(clinician, one)[0]
        assert (line.reference, line.is_same, line.said.said_by_id) == (other.reference, True, clinician.id)
        audited = (
            db.session.query(AuditEntry).filter_by(action="request.same_person", subject_id=one.id).one()
        )
        assert audited.detail == {"other": other.id, "word": SAME}


def test_the_newest_word_counts_and_none_is_lost(clinician):
    ada, again = ask(), ask()
    colleague = factories.clinician(name="Tom")
    for n, (word, by) in enumerate([(SAME, clinician), (SOMEBODY_ELSE, colleague), (TAKEN_BACK, clinician)]):
        same_person.say(ada, again, word, by=by, at=NOON + timedelta(minutes=n))
        db.session.flush()
        line = others_like(clinician, ada)[0]
        assert (line.is_same, line.is_somebody_else) == (word == SAME, word == SOMEBODY_ELSE)
    assert db.session.query(SamePersonWord).count() == 3


def test_said_twice_it_is_one_word(clinician):
    ada, again = ask(), ask()
    for word in (TAKEN_BACK, SAME, SAME):
        same_person.say(ada, again, word, by=clinician, at=NOON)
        db.session.flush()
    assert db.session.query(SamePersonWord).count() == 1


def test_a_pair_that_only_a_word_holds_together_is_shown(clinician):
    ada, other = ask(), ask("Somebody", "Else", date(1999, 1, 1))
    same_person.say(ada, other, SAME, by=clinician, at=NOON)
    db.session.flush()
    assert found(clinician, ada) == {other.reference: None}


def test_who_may_say_it(clinician):
    ada, again = ask(), ask()
    with pytest.raises(Forbidden):
        same_person.say(ada, again, SAME, by=factories.staff("call_handler"), at=NOON)
    with pytest.raises(ValueError, match="one person"):
        same_person.say(ada, ada, SAME, by=clinician, at=NOON)


def test_a_word_is_never_changed(clinician):
    ada, again = ask(), ask()
    same_person.say(ada, again, SAME, by=clinician, at=NOON)
    db.session.commit()
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(text("UPDATE same_person_word SET word = 'somebody_else'"))
    db.session.rollback()


@pytest.mark.engines("sqlite")
def test_every_look_is_a_seek_in_an_index(clinician):
    ada = ask(phone="07700 900123", nhs_number="9990000018")
    ask(phone="07700 900123", nhs_number="9990000018")
    assert clinician.roles
    plans = []
    with plans_of(plans):
        assert others_like(clinician, ada)
    assert len(plans) == 4
    for plan in plans:
        tables = ("young_person", "contact", "support_request", "same_person_word")
        reads = [line for line in plan if any(table in line.lower() for table in tables)]
        assert reads
        assert not [line for line in plan if line.startswith("SCAN") and any(t in line for t in tables)], plan
    whole = " ".join(line for plan in plans for line in plan)
    for index in (
        "ix_young_person_birth_date",
        "ix_young_person_nhs_number",
        "ix_young_person_family_name_search",
        "ix_contact_point_search",
        "ix_same_person_word_one",
        "ix_same_person_word_other",
    ):
        assert index in whole


@pytest.mark.engines("postgresql")
def test_so_it_is_on_postgresql(clinician):
    ada = ask(phone="07700 900123", nhs_number="9990000018")
    assert clinician.roles
    assert ada.contacts[0].points
    assert ada.young_person
    # Tables this small would be read whole; what still is when that is forbidden can use no index.
    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    plans = []
    with plans_of(plans):
        others_like(clinician, ada)
    assert len(plans) == 4
    for plan in plans:
        read_whole = [line for line in plan if "Seq Scan" in line and "organisation" not in line]
        assert not read_whole, plan


def test_the_number_of_reads_does_not_grow(clinician):
    ada = ask(phone="07700 900123")
    for _ in range(5):
        ask(phone="07700 900123")
    assert ada.contacts[0].points
    assert ada.young_person
    with statements() as seen:
        assert len(others_like(clinician, ada)) == 5
    few = len(seen)
    for _ in range(20):
        ask(phone="07700 900123")
    db.session.refresh(ada)
    assert ada.contacts[0].points
    assert ada.young_person
    with statements() as seen:
        assert len(others_like(clinician, ada)) == 25
    assert len(seen) == few


class plans_of:
    """The plan of every statement sent while inside, as the engine tells it."""

    def __init__(self, plans: list[list[str]]) -> None:
        self._plans = plans

    def _note(self, connection, cursor, statement, parameters, *_rest):
        if statement.startswith("SELECT"):
            is_sqlite = connection.dialect.name == "sqlite"
            raw = connection.connection.cursor()
            raw.execute(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{statement}", parameters)
            self._plans.append([row[3 if is_sqlite else 0] for row in raw.fetchall()])

    def __enter__(self):
        event.listen(db.engine, "before_cursor_execute", self._note)

    def __exit__(self, *_):
        event.remove(db.engine, "before_cursor_execute", self._note)
