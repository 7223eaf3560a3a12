"""A clinician says that the screen read words wrong: kept for its next version, and nothing is lowered."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from ifd import clock
from ifd.database import db
from ifd.models import AuditEntry, RedFlag, RequestEvent, ScreenCorrection
from ifd.permissions import Forbidden
from ifd.services import correcting
from ifd.services.said_later import Said, tell
from tests import factories
from tests.web.signed_in import sign_in
from triage.vocabulary import Flag, FlagSource, Priority

TEXT = "She is a good girl. I want to die. That is all."


@pytest.fixture
def request_(db_session):
    found = factories.request(text=TEXT, safety={"suicidal_thoughts_now": "yes"})
    db.session.commit()
    return found


@pytest.fixture
def clinician(db_session):
    return factories.clinician(name="Ines Moreau")


@pytest.fixture
def signed_in(clinician, client):
    return sign_in(client, clinician)


def flag_of(request, source=FlagSource.TEXT) -> RedFlag:
    return db.session.scalar(select(RedFlag).filter_by(request_id=request.id, source=source))


def address(request, flag, ending="wrong") -> str:
    return f"/clinic/{request.reference}/red-flag/{flag.id}/{ending}"


def standing() -> list[ScreenCorrection]:
    db.session.expire_all()
    return db.session.scalars(select(ScreenCorrection).filter_by(taken_back_at=None)).all()


def test_a_hit_is_called_wrong_beside_its_words_and_the_request_stays_as_it_is(request_, signed_in):
    flag, priority, due = flag_of(request_), request_.priority, request_.due_at
    page = signed_in.get(address(request_, flag))
    assert "want to die" in page.words
    assert "suicidal thoughts" in page.words
    shown = signed_in.submit(page, should_read="idiom", note="A way of speaking in this family.")

    (said,) = standing()
    assert (said.red_flag_id, said.should_read) == (flag.id, "idiom")
    assert said.entry, "the line of the lexicon is not known"
    assert "Ines Moreau says the screen read this wrong: a manner of speaking" in shown.words
    assert shown.page.xpath("//mark[contains(., 'want to die')]")
    db.session.refresh(request_)
    assert (request_.priority, request_.due_at) == (priority, due)
    assert request_.priority.rank <= Priority.URGENT.rank
    assert flag_of(request_).flag is Flag.SUICIDAL_THOUGHTS


def test_it_is_audited_without_a_word_of_theirs(request_, signed_in):
    signed_in.submit(signed_in.get(address(request_, flag_of(request_))), should_read="past", note="Maja said so")
    entry = db.session.scalar(select(AuditEntry).filter_by(action="red_flag.called_wrong"))
    assert entry.subject_id == request_.id
    assert entry.detail["should_read"] == "past"
    assert "Maja" not in json.dumps(entry.detail)
    assert "die" not in json.dumps(entry.detail)


def test_a_second_word_takes_the_place_of_the_first_and_both_are_kept(request_, signed_in):
    flag = flag_of(request_)
    for meaning in ("idiom", "past"):
        signed_in.submit(signed_in.get(address(request_, flag)), should_read=meaning)
    assert [said.should_read for said in standing()] == ["past"]
    assert len(db.session.scalars(select(ScreenCorrection)).all()) == 2


def test_it_is_taken_back(request_, signed_in):
    flag = flag_of(request_)
    signed_in.submit(signed_in.get(address(request_, flag)), should_read="idiom")
    page = signed_in.get(address(request_, flag))
    assert page.form()["should_read"] == "idiom"
    taken = signed_in.post(address(request_, flag, "right"), follow_redirects=True)
    assert standing() == []
    assert "says the screen read this wrong" not in taken.words
    assert db.session.scalar(select(AuditEntry).filter_by(action="red_flag.right_after_all"))


def test_what_the_words_mean_must_be_chosen_and_the_note_is_kept(request_, signed_in):
    page = signed_in.submit(signed_in.get(address(request_, flag_of(request_))), note="Keep this")
    assert page.status_code == 400
    assert "Choose what the words mean" in page.words
    assert "Keep this" in page.text
    assert standing() == []


def test_a_flag_from_an_answer_or_of_another_request_is_not_there(request_, signed_in):
    other = factories.request(text="I want to kill myself.")
    db.session.commit()
    assert signed_in.get(address(request_, flag_of(request_, FlagSource.ANSWER))).status_code == 404
    assert signed_in.get(address(request_, flag_of(other))).status_code == 404


def test_words_said_later_are_quoted_from_what_was_said_later(db_session, signed_in):
    request_ = factories.request(text="She cannot sleep.")
    tell(request_, Said("got_worse", "Now I want to kill myself."), at=clock.now())
    db.session.commit()
    assert db.session.scalar(select(RequestEvent.id).filter_by(request_id=request_.id))
    page = signed_in.get(address(request_, flag_of(request_)))
    assert "want to kill myself" in page.words


def test_a_call_handler_reads_and_does_not_judge(request_, client):
    handler = sign_in(client, factories.staff("call_handler"))
    page = handler.get(f"/clinic/{request_.reference}")
    assert "Wrong?" not in page.words
    assert handler.get(address(request_, flag_of(request_))).status_code == 403
    with pytest.raises(Forbidden):
        correcting.call_wrong(
            flag_of(request_), "idiom", "", by=factories.staff("call_handler"), at=clock.now()
        )
