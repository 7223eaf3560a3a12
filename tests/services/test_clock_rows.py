"""Clock rows and the tally of waits: right after every step, whatever the history, and a recount agrees."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ifd.database import db
from ifd.models import Staff, SupportRequest, WaitClock, WaitTally
from ifd.queries import waits
from ifd.services import allocation, clocks, partners, review
from tests import factories, with_partner
from tests.factories import NOON
from triage.calendar import end_of_day
from triage.lifecycle import Status
from triage.targets import Clock
from triage.vocabulary import OfferKind, Priority
from triage.waits import Spread

TODAY = NOON.date()


@pytest.fixture
def in_context(db_session):
    """For tests that need no hypothesis."""


def rows_of(request) -> dict[str, WaitClock]:
    db.session.flush()
    return {
        row.clock: row for row in db.session.scalars(select(WaitClock).filter_by(request_id=request.id))
    }


@pytest.mark.usefixtures("in_context")
def test_three_clocks_start_with_a_request_and_say_what_is_next():
    request = factories.request()
    found = rows_of(request)

    assert set(found) == {clock.value for clock in Clock}
    assert {row.started_at for row in found.values()} == {NOON}
    assert request.due_at == request.next_news_at == found["allocation"].due_at
    assert waits.counted() == {}


@pytest.mark.usefixtures("in_context")
def test_a_partner_has_its_own_time_to_answer():
    request = with_partner.allocated()

    assert request.status is Status.ALLOCATED
    assert request.due_at < rows_of(request)["first_contact"].due_at
    with_partner.partners.accept(
        request, by=with_partner.partner_for(request), at=NOON + timedelta(hours=2)
    )
    assert request.due_at == rows_of(request)["first_contact"].due_at


@pytest.mark.usefixtures("in_context")
def test_the_family_is_never_promised_a_day_that_has_passed():
    request = with_partner.accepted()
    late = NOON + timedelta(days=60)
    partners.hand_back(request, "Full", by=with_partner.partner_for(request), at=late)

    assert request.due_at < late
    assert request.next_news_at > late


@pytest.mark.usefixtures("in_context")
def test_on_a_sunday_the_clinical_clock_runs_and_the_family_is_promised_monday():
    sunday = NOON - timedelta(days=1)
    request = factories.request(at=sunday, safety={"suicide_plan_or_intent": "yes"})

    assert request.due_at == sunday + timedelta(hours=1)
    assert request.next_news_at == end_of_day(NOON.date())


@pytest.mark.usefixtures("in_context")
def test_a_raised_priority_moves_the_target_and_the_count():
    request = with_partner.allocated()
    before = rows_of(request)["first_contact"].due_at
    review.raise_priority(request, Priority.URGENT, "Worse today", by=factories.clinician(), at=NOON)

    assert rows_of(request)["first_contact"].due_at < before
    assert {key[2] for key in waits.counted()} == {"urgent"}
    assert waits.differences() == {}


@pytest.mark.usefixtures("in_context")
def test_waits_of_an_offer():
    for days in range(1, 11):
        with_partner.being_helped(at=NOON - timedelta(days=20 + days))
    with_partner.allocated(at=NOON - timedelta(days=9))
    with_partner.being_helped(at=NOON - timedelta(days=400))

    [found] = waits.live_waits(TODAY)
    assert found.clocks[Clock.HELP_STARTED].finished == Spread(10, 7, 7)
    assert found.clocks[Clock.HELP_STARTED].waiting == Spread(1, 9, 9)
    assert found.clocks[Clock.HELP_STARTED].asked == TODAY - timedelta(days=26)
    assert list(found.by_priority[Clock.HELP_STARTED]) == [Priority.ROUTINE]


@pytest.mark.usefixtures("in_context")
def test_the_public_sees_no_figure_of_fewer_than_five():
    for _ in range(4):
        with_partner.being_helped(at=NOON - timedelta(days=30))
    [hidden] = waits.public_waits(TODAY)
    assert (hidden.spread, hidden.count_about, hidden.asked) == (None, 0, None)

    for _ in range(3):
        with_partner.being_helped(at=NOON - timedelta(days=30))
    [shown] = waits.public_waits(TODAY)
    assert (shown.spread.median, shown.count_about) == (7, 5)


@pytest.mark.usefixtures("in_context")
def test_a_recount_finds_a_wrong_count():
    with_partner.being_helped()
    db.session.flush()
    assert waits.differences() == {}
    tally = db.session.scalars(select(WaitTally)).first()
    tally.n += 1
    db.session.flush()

    [(kept, right)] = waits.differences().values()
    assert kept == right + 1


# Any history, by the services themselves

STEPS = ("allocate", "accept", "contact", "start", "hand_back", "raise", "close", "reopen")
_KINDS = (OfferKind.COUNSELLING, OfferKind.MHST_SCHOOL, OfferKind.EATING_DISORDER)


@given(
    walks=st.lists(
        st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 30)), max_size=12), min_size=1, max_size=4
    )
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_histories_a_recount_agrees(app, walks):
    with app.app_context():  # each example adds to what those before it left
        clinician = factories.staff("lead")
        for walk in walks:
            _walk(factories.request(at=NOON), walk, clinician)
        db.session.commit()

        assert waits.differences() == {}
        kept = Counter()
        for row in db.session.scalars(select(WaitClock).where(WaitClock.offer_id.is_not(None))):
            kept[clocks.key_of(row.offer_id, row.clock, row.priority, row.started_at, row.stopped_at)] += 1
        assert waits.counted() == dict(kept)
        db.session.remove()


def _walk(request: SupportRequest, walk: list[tuple[str, int]], clinician: Staff) -> None:
    """Each step that is allowed now is taken; the others are left out, as a page would not offer them."""
    now = NOON
    for n, (step, days) in enumerate(walk):
        now += timedelta(days=days, minutes=n)
        _take(request, step, now, clinician, _KINDS[days % 3])


def _take(request: SupportRequest, step: str, now, clinician: Staff, kind: OfferKind) -> None:
    if step == "allocate" and request.status.is_open:
        with_partner.send_to(request, factories.offer(kind), at=now)
    elif step == "accept" and request.status is Status.ALLOCATED:
        partners.accept(request, by=clinician, at=now)
    elif step == "contact" and request.status is Status.ACCEPTED:
        since = allocation.current(request).allocated_at
        partners.record_first_contact(request, happened_at=since + (now - since) / 2, by=clinician, at=now)
    elif step == "start" and request.status is Status.IN_CONTACT:
        partners.record_help_started(request, happened_at=now, by=clinician, at=now)
    elif step == "hand_back" and allocation.current(request):
        partners.hand_back(request, "Not the right fit", by=clinician, at=now)
    elif step == "raise" and request.priority is not Priority.EMERGENCY:
        review.raise_priority(
            request, list(Priority)[request.priority_rank - 1], "Worse", by=clinician, at=now
        )
    elif step == "close" and request.status.is_open:
        review.close(request, "Moved away", version=request.version, by=clinician, at=now)
    elif step == "reopen" and request.status is Status.CLOSED:
        review.reopen(request, "They came back", by=clinician, at=now)
    db.session.flush()
