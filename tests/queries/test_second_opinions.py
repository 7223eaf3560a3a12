"""What may be shown of the classifier, to whom, in how many statements; and what it reads."""

from datetime import timedelta

import pytest

from ifd.database import db
from ifd.models import SecondLook, SupportRequest
from ifd.queries import decided_requests, model_subjects, opinions_beside, second_opinions
from ifd.services import allocation, partners, review, said_later
from ifd.services import second_opinion as house
from ifd.services.looking_back import Answer
from ifd.services.second_opinion import looks
from tests import factories, with_partner
from tests import second_opinions as made
from tests.factories import NOON
from tests.queries.statements import statements
from triage.vocabulary import Hindsight, OfferKind

pytestmark = pytest.mark.usefixtures("db_session")
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def clinician():
    return factories.clinician()


@pytest.fixture
def version():
    return made.version()


def looked_at() -> None:
    """Whatever is due has been looked at."""
    looks.forget_all()
    db.session.flush()


# Shown


@pytest.mark.parametrize("mode", [None, "off", "shadow", "shown"])
def test_an_opinion_is_shown_in_one_mode_alone(clinician, version, mode):
    request = factories.request()
    made.opinion(request, version)
    if mode:
        made.stand("shadow", version)
        made.stand(mode, version)
    found = second_opinions.shown_to(clinician, [request.id])

    assert set(found) == ({request.id} if mode == "shown" else set())


def test_it_is_the_newest_of_the_champion(clinician, version):
    challenger = made.version()
    request = factories.request()
    made.opinion(request, version, kind=OfferKind.COUNSELLING)
    newest = made.opinion(request, version, kind=OfferKind.PERINATAL)
    made.opinion(request, challenger)
    made.shown(version, challenger)

    shown = second_opinions.shown_of(clinician, request)
    assert (shown.opinion.id, shown.opinion.version.name, shown.is_called_wrong) == (newest.id, version.name, False)
    house.call_wrong(newest, by=clinician, at=LATER)
    db.session.flush()
    assert second_opinions.shown_of(clinician, request).is_called_wrong
    house.take_back(newest, by=clinician, at=LATER)
    db.session.flush()
    assert not second_opinions.shown_of(clinician, request).is_called_wrong


def test_what_was_thought_before_they_said_more_is_not_shown_until_it_was_looked_at_again(clinician, version):
    request = factories.request()
    made.opinion(request, version)
    made.shown(version)
    assert second_opinions.shown_of(clinician, request)
    said_later.tell(request, said_later.Said(what="got_worse", words="She cuts herself."), at=LATER)
    db.session.flush()

    assert second_opinions.shown_of(clinician, request) is None


def test_words_said_while_it_was_off_leave_the_opinion_from_before_them_unshown(clinician, version):
    request = made.decided()
    made.opinion(request, version)
    made.shown(version)
    looked_at()
    assert second_opinions.shown_of(clinician, request)
    made.stand("off", version)
    said_later.tell(request, said_later.Said(what="got_worse", words="I want to kill myself."), at=LATER)
    made.shown(version, at=LATER)
    looked_at()
    assert second_opinions.shown_of(clinician, request) is None

    anew = made.opinion(request, version, at=LATER + timedelta(seconds=1))
    assert second_opinions.shown_of(clinician, request).opinion is anew


def test_a_request_that_comes_back_to_the_front_door_is_looked_at_again(version):
    handed_back, reopened = made.decided(), made.decided()
    closed(reopened, None, at=LATER)
    made.shown(version)
    looked_at()
    partners.hand_back(handed_back, "It does not fit.", by=with_partner.partner_for(handed_back), at=LATER)
    review.reopen(reopened, "They rang.", by=factories.clinician(), at=LATER)

    assert {look.request_id for look in db.session.query(SecondLook)} == {handed_back.id, reopened.id}


def test_a_page_of_the_worklist_is_one_statement(clinician, version):
    requests = [factories.request() for _ in range(25)]
    for request in requests:
        made.opinion(request, version)
    made.shown(version)
    db.session.commit()
    ids = [request.id for request in db.session.query(SupportRequest.id)]
    assert clinician.roles
    with statements() as asked:
        found = second_opinions.shown_to(clinician, ids)
        names = {shown.opinion.version.name for shown in found.values()}

    assert (len(found), names) == (25, {version.name})
    assert len([words for words in asked if words.startswith("SELECT second_opinion")]) == 1
    assert len(asked) == 1


@pytest.mark.parametrize("role", ["call_handler", "partner", "professional", "analyst", "administrator"])
def test_nobody_is_shown_an_opinion_on_a_request_that_they_may_not_see(version, role):
    request = factories.request()
    opinion = made.opinion(request, version)
    made.shown(version)
    somebody = factories.staff(role)

    assert second_opinions.shown_to(somebody, [request.id]) == {}
    assert second_opinions.find_opinion(somebody, opinion.id) is None


def test_an_opinion_is_found_by_who_may_see_its_request(clinician, version):
    opinion = made.opinion(factories.request(), version)
    assert second_opinions.find_opinion(clinician, opinion.id) is opinion
    assert second_opinions.find_opinion(clinician, opinion.id + 1) is None


# The nearest


def test_the_nearest_are_told_in_order_with_the_last_decision(clinician, version):
    first, second = made.decided(), made.decided(OfferKind.PERINATAL)
    allocation.end_current(first, kind="replaced", reason="Another fits better.", at=LATER)
    with_partner.send_to(first, factories.offer(OfferKind.CAMHS_HELP), at=LATER)
    request = factories.request()
    opinion = made.opinion(request, version, neighbours=[second.id, request.id, 10**6, first.id])
    found = second_opinions.nearest_to(clinician, opinion)

    assert [near.reference for near in found] == [second.reference, first.reference]
    assert [near.kind for near in found] == [OfferKind.PERINATAL, OfferKind.CAMHS_HELP]


def test_of_the_nearest_a_reader_sees_what_they_may_see(version):
    theirs, others = made.decided(), made.decided(OfferKind.PERINATAL)
    partner = with_partner.partner_for(theirs)
    opinion = made.opinion(factories.request(), version, neighbours=[others.id, theirs.id])

    assert [near.reference for near in second_opinions.nearest_to(partner, opinion)] == [theirs.reference]


# What it reads


def test_a_subject_holds_every_word_and_where_it_stands(version):
    request = factories.request(text="Ada worries.")
    event = said_later.tell(
        request, said_later.Said(what="added_later", words="She cries at night.", wants_call=True), at=LATER
    ).event
    db.session.commit()
    subject = model_subjects.subjects([request.id])[request.id]

    assert subject.case.text == "Ada worries.\n\nShe cries at night."
    assert set(subject.names) == {"Ada", "Lindqvist", "Maja Lindqvist"}
    assert subject.place_of(4, 11) == {"start": 4, "end": 11}
    assert subject.place_of(18, 23) == {"start": 4, "end": 9, "event": event.id}
    assert event.note[4:9] == "cries"
    assert subject.place_of(8, 18) is None
    assert not subject.is_decided


def test_a_subject_that_cannot_be_read_has_no_case(version):
    request = factories.request()
    request.document = {**request.document, "age": "fourteen"}
    db.session.commit()
    assert model_subjects.subjects([request.id])[request.id].case is None


def test_decisions_are_the_last_of_each_request_within_two_moments(monkeypatch):
    monkeypatch.setattr(decided_requests, "AT_ONCE", 2)
    kinds = (OfferKind.COUNSELLING, OfferKind.PERINATAL, OfferKind.COUNSELLING)
    requests = [made.decided(kind, at=NOON + timedelta(days=n)) for n, kind in enumerate(kinds)]
    made.decided(at=NOON + timedelta(days=30))
    factories.request()
    db.session.commit()
    since, until = NOON, NOON + timedelta(days=30)
    found = list(decided_requests.decided_between(since, until))

    assert [one.subject.request_id for one in found] == [request.id for request in requests]
    assert [one.kind for one in found] == list(kinds)
    assert {one.primary_reason for one in found} == {"05"}
    assert all(one.suggested in set(OfferKind) for one in found)
    assert decided_requests.how_many_decided(since, until) == 3


def test_of_what_was_said_later_only_what_was_known_is_learned_from():
    request = made.decided(text="Ada worries.")
    said_later.tell(request, said_later.Said(what="got_worse", words="Now she cuts herself."), at=LATER)
    db.session.commit()
    [one] = decided_requests.decided_between(NOON, NOON + timedelta(days=1))

    assert one.subject.case.text == "Ada worries."
    assert "cuts" in model_subjects.subjects([request.id])[request.id].case.text


def closed(request, said, *, at):
    by = factories.clinician()
    review.close(request, "It has ended.", version=request.version, by=by, at=at, said=said)
    db.session.flush()


def learned() -> list[OfferKind]:
    db.session.commit()
    return [one.kind for one in decided_requests.decided_between(NOON, NOON + timedelta(days=1))]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (None, OfferKind.COUNSELLING),
        (Answer(Hindsight.YES), OfferKind.COUNSELLING),
        (Answer(Hindsight.CANNOT_TELL), OfferKind.COUNSELLING),
        (Answer(Hindsight.NO), OfferKind.COUNSELLING),
        (Answer(Hindsight.PARTLY, OfferKind.BEREAVEMENT), OfferKind.BEREAVEMENT),
        (Answer(Hindsight.NO, OfferKind.BEREAVEMENT), OfferKind.BEREAVEMENT),
    ],
)
def test_the_kind_named_looking_back_is_learned_instead_of_what_was_decided(said, kind):
    closed(made.decided(OfferKind.COUNSELLING), said, at=LATER)
    assert learned() == [kind]


def test_the_newest_answer_is_learned_and_none_from_before_the_last_decision():
    request = made.decided(OfferKind.COUNSELLING)
    closed(request, Answer(Hindsight.NO, OfferKind.BEREAVEMENT), at=LATER)
    review.reopen(request, "They rang.", by=factories.clinician(), at=LATER + timedelta(hours=1))
    closed(request, Answer(Hindsight.NO, OfferKind.PERINATAL), at=LATER + timedelta(hours=2))
    assert learned() == [OfferKind.PERINATAL]

    review.reopen(request, "They rang.", by=factories.clinician(), at=LATER + timedelta(hours=3))
    with_partner.send_to(request, factories.offer(OfferKind.COUNSELLING), at=LATER + timedelta(hours=4))
    assert learned() == [OfferKind.COUNSELLING]


def test_opinions_stand_beside_the_last_decision_with_what_must_make_no_difference(monkeypatch, clinician, version):
    monkeypatch.setattr(opinions_beside, "AT_ONCE", 1)
    other = made.version()
    requests = [made.decided(given={"looked_after": "yes", "sen_or_disability": "deaf"}) for _ in range(2)]
    for request in requests:
        made.opinion(request, version, kind=OfferKind.PERINATAL)
        made.opinion(request, version, mode="shown", at=NOON)
        made.opinion(request, other)
    made.opinion(factories.request(), version)
    db.session.commit()
    found = list(opinions_beside.opinions_beside_decisions(version.id, NOON, NOON + timedelta(days=1)))

    assert [one.request_id for one in found] == [request.id for request in requests]
    [one, _] = found
    whose = one.protected
    assert (one.agrees, one.was_shown, whose.looked_after, whose.disability) == (True, True, "yes", "deaf")
    assert (whose.age, whose.voice.value, one.alternatives) == (14, "parent_carer", ("counselling",))


def test_what_stands_beside_a_decision_is_what_its_decider_could_have_had(clinician, version):
    request, decided_at = made.decided(OfferKind.COUNSELLING), LATER
    with_partner.send_to(request, factories.offer(OfferKind.COUNSELLING), at=decided_at)
    made.opinion(request, version, kind=OfferKind.BEREAVEMENT, mode="shown")
    had = made.opinion(request, version, mode="shown", at=decided_at - timedelta(minutes=5))
    made.opinion(request, version, kind=OfferKind.PERINATAL, at=decided_at + timedelta(hours=1))
    never_had = made.decided(OfferKind.COUNSELLING)
    made.opinion(never_had, version, at=LATER + timedelta(hours=1))
    wrong = made.opinion(never_had, version, kind=OfferKind.PERINATAL, at=LATER + timedelta(hours=2))
    house.call_wrong(had, by=clinician, at=LATER)
    house.call_wrong(wrong, by=clinician, at=LATER)

    def found() -> list[tuple]:
        db.session.commit()
        beside = opinions_beside.opinions_beside_decisions(version.id, NOON, NOON + timedelta(days=1))
        return [(one.request_id, one.agrees, one.was_shown, one.is_called_wrong) for one in beside]

    assert found() == [(request.id, True, True, True), (never_had.id, True, False, True)]
    house.take_back(wrong, by=clinician, at=LATER)
    assert found()[1] == (never_had.id, True, False, False)
