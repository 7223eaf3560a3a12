"""Whether the suggestion was right, said at closing: kept as it was said, and never a change of the request."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from ifd.database import db
from ifd.models import AuditEntry, LookingBack, Suggestion
from ifd.queries.looking_back import newest_answers, suggested_kind
from ifd.services import looking_back, review
from ifd.services.looking_back import Answer
from tests import factories
from tests.factories import NOON
from triage.lifecycle import Status
from triage.vocabulary import Hindsight, OfferKind

pytestmark = pytest.mark.usefixtures("db_session")
PARTLY = Answer(Hindsight.PARTLY, OfferKind.BEREAVEMENT)


@pytest.fixture
def clinician():
    return factories.clinician()


@pytest.fixture
def request_():
    return factories.request()


def close(request, said, *, by, at=NOON):
    review.close(request, "It has ended.", version=request.version, by=by, at=at, said=said)
    db.session.flush()


def audited() -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).filter_by(action="request.looked_back")))


def test_an_answer_is_kept_by_name_beside_the_suggestion_it_is_about(request_, clinician):
    was = (request_.priority, request_.thrive, request_.document)
    close(request_, PARTLY, by=clinician)
    [row] = db.session.scalars(select(LookingBack))
    newest = db.session.scalar(select(Suggestion.id).where(Suggestion.request_id == request_.id))

    assert (row.answer, row.right_kind) == (Hindsight.PARTLY, OfferKind.BEREAVEMENT)
    assert (row.suggestion_id, row.said_by, row.said_at) == (newest, clinician, NOON)
    assert request_.status is Status.CLOSED
    assert (request_.priority, request_.thrive, request_.document) == was
    [entry] = audited()
    assert (entry.staff_id, entry.subject_id) == (clinician.id, request_.id)
    assert entry.detail == {"suggestion": newest, "answer": "partly", "right_kind": "bereavement"}


def test_who_says_nothing_is_not_taken_to_say_yes(request_, clinician):
    close(request_, None, by=clinician)
    assert request_.status is Status.CLOSED
    assert db.session.scalar(select(LookingBack.id)) is None
    assert audited() == []
    assert newest_answers([request_.id]) == {}


def test_closed_again_there_are_two_answers_and_the_newest_counts(request_, clinician):
    close(request_, PARTLY, by=clinician)
    review.reopen(request_, "They rang.", by=clinician, at=NOON + timedelta(days=1))
    close(request_, Answer(Hindsight.YES), by=clinician, at=NOON + timedelta(days=2))
    suggestion = db.session.scalar(select(Suggestion.document).where(Suggestion.request_id == request_.id))

    assert db.session.query(LookingBack).count() == 2
    found = newest_answers([request_.id])[request_.id]
    assert (found.answer, found.named) == (Hindsight.YES, None)
    assert found.right_kind == found.suggested == suggested_kind(suggestion)


def test_a_closing_without_an_answer_leaves_the_one_before(request_, clinician):
    close(request_, PARTLY, by=clinician)
    review.reopen(request_, "They rang.", by=clinician, at=NOON + timedelta(days=1))
    close(request_, None, by=clinician, at=NOON + timedelta(days=2))
    assert newest_answers([request_.id])[request_.id].named is OfferKind.BEREAVEMENT


@pytest.mark.parametrize("answer", [Hindsight.YES, Hindsight.CANNOT_TELL])
def test_another_kind_goes_with_partly_and_no_alone(request_, clinician, answer):
    with pytest.raises(ValueError, match="does not go with"):
        Answer(answer, OfferKind.BEREAVEMENT)
    suggestion = db.session.scalar(select(Suggestion.id))
    row = LookingBack(request_id=request_.id, suggestion_id=suggestion, answer=answer,
                      right_kind=OfferKind.BEREAVEMENT, said_by_id=clinician.id, said_at=NOON)  # fmt: skip
    db.session.add(row)
    with pytest.raises(DBAPIError, match="another_kind_only_then"):
        db.session.flush()


@pytest.mark.parametrize("statement", ["UPDATE looking_back SET answer = 'yes'", "DELETE FROM looking_back"])
def test_what_was_said_stays(request_, clinician, statement):
    close(request_, Answer(Hindsight.NO), by=clinician)
    db.session.commit()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))


def test_what_is_not_closed_keeps_no_answer(request_, clinician):
    with pytest.raises(review.SomebodyElseWasFirst):
        review.close(request_, "Ended.", version=request_.version + 1, by=clinician, at=NOON, said=PARTLY)
    with pytest.raises(review.Unfinished):
        review.close(request_, " ", version=request_.version, by=clinician, at=NOON, said=PARTLY)
    assert db.session.scalar(select(LookingBack.id)) is None


def test_of_no_suggestion_nothing_is_said(request_, clinician, monkeypatch):
    monkeypatch.setattr(looking_back, "latest_suggestion", lambda request: None)
    close(request_, PARTLY, by=clinician)
    assert request_.status is Status.CLOSED
    assert db.session.scalar(select(LookingBack.id)) is None


def test_what_only_keeps_safe_is_not_what_was_suggested_where_help_is_too():
    lines = [{"kind": "safeguarding"}, {"kind": "camhs_help"}]
    assert suggested_kind({"offers": lines}) is OfferKind.CAMHS_HELP
    assert suggested_kind({"offers": lines[:1]}) is OfferKind.SAFEGUARDING
    assert suggested_kind({"offers": []}) is None
