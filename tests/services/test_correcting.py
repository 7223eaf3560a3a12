"""What clinicians call wrong of the screen: one word stands for each hit, by whom, and none is left out."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ifd import clock
from ifd.database import db
from ifd.models import AuditEntry, RedFlag, ScreenCorrection, Staff
from ifd.permissions import Forbidden
from ifd.queries import corrections
from ifd.services import correcting
from ifd.services.correcting import NotOfText
from tests import factories
from tests.services.at_once import at_once
from triage.vocabulary import FlagSource

pytestmark = pytest.mark.usefixtures("db_session")
NOW = clock.now()
TEXT = "I want to die. I cut myself every night."


@pytest.fixture
def clinicians():
    return factories.clinician(name="Ines"), factories.clinician(name="Tariq")


def hits(text: str = TEXT, source: FlagSource = FlagSource.TEXT) -> list[RedFlag]:
    request = factories.request(text=text, safety={"suicidal_thoughts_now": "yes"})
    db.session.commit()
    found = select(RedFlag).filter_by(request_id=request.id, source=source)
    return list(db.session.scalars(found.order_by(RedFlag.id)))


def test_of_two_who_call_it_wrong_at_once_one_word_stands(app, clinicians):
    [flag, *_] = hits()
    flag_id, people = flag.id, [person.id for person in clinicians]
    db.session.commit()

    def call(who):
        said = db.session.get(RedFlag, flag_id)
        correcting.call_wrong(said, "idiom", "", by=db.session.get(Staff, who), at=NOW)

    answers = at_once(app, *[lambda who=who: call(who) for who in people])
    assert answers == [None, None]
    assert len(list(corrections.every_standing())) == 1
    assert len(db.session.scalars(select(ScreenCorrection)).all()) == 2


def test_who_took_a_word_back_is_kept(clinicians):
    [flag, *_] = hits()
    first, second = clinicians
    said = correcting.call_wrong(flag, "idiom", "", by=first, at=NOW)
    correcting.take_back(flag, by=second, at=NOW)

    assert (said.said_by_id, said.taken_back_by_id, said.taken_back_at) == (first.id, second.id, NOW)
    [entry] = db.session.scalars(select(AuditEntry).filter_by(action="red_flag.right_after_all"))
    assert (entry.staff_id, entry.detail) == (second.id, {"red_flag": flag.id})


def test_only_who_decides_calls_wrong_or_takes_back(clinicians):
    [flag, *_] = hits()
    correcting.call_wrong(flag, "idiom", "", by=clinicians[0], at=NOW)
    for role in ("call_handler", "analyst", "administrator", "partner"):
        with pytest.raises(Forbidden):
            correcting.take_back(flag, by=factories.staff(role), at=NOW)
        with pytest.raises(Forbidden):
            correcting.call_wrong(flag, "past", "", by=factories.staff(role), at=NOW)
    assert [said.should_read for said in corrections.every_standing()] == ["idiom"]


def test_a_flag_that_rests_on_an_answer_is_no_reading_of_the_screen(clinicians):
    [flag] = hits(source=FlagSource.ANSWER)
    with pytest.raises(NotOfText):
        correcting.call_wrong(flag, "idiom", "", by=clinicians[0], at=NOW)
    assert list(corrections.every_standing()) == []


@pytest.mark.parametrize("at_a_time", [1, 2, 3])
def test_every_standing_word_is_written_out_however_few_are_read_at_a_time(monkeypatch, clinicians, at_a_time):
    monkeypatch.setattr(corrections, "_AT_ONCE", at_a_time)
    flags = [flag for _ in range(2) for flag in hits()]
    assert len(flags) >= 4
    for flag in flags:
        correcting.call_wrong(flag, "idiom", "", by=clinicians[0], at=NOW)
    correcting.take_back(flags[0], by=clinicians[0], at=NOW)
    db.session.flush()

    assert [said.red_flag_id for said in corrections.every_standing()] == [flag.id for flag in flags[1:]]
