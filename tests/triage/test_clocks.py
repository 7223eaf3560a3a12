"""The three clocks against an oracle that counts in another way, over any history the life cycle allows."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import lifecycle
from triage.calendar import TimeUnit
from triage.clocks import Happening, days_between, read
from triage.lifecycle import Actor, Event
from triage.targets import Clock, target_for
from triage.vocabulary import OfferKind, Priority

MONDAY = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
# The nights in which the clocks change, and what is around them.
AUTUMN, SPRING = datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2027, 3, 27, 12, tzinfo=UTC)


def at(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def history(*events: tuple[Event, float], kind=OfferKind.COUNSELLING) -> list[Happening]:
    return [
        Happening(
            event,
            at(days),
            7 if event is Event.ALLOCATED else None,
            kind if event is Event.ALLOCATED else None,
        )
        for event, days in events
    ]


def clocks(*events: tuple[Event, float], priority=Priority.ROUTINE, age=14, **facts):
    return {
        reading.clock: reading for reading in read(history(*events, **facts), priority=priority, age=age)
    }


def test_all_start_when_the_request_is_received():
    readings = clocks((Event.RECEIVED, 0))

    assert {reading.started_at for reading in readings.values()} == {MONDAY}
    assert all(reading.is_running and reading.offer is None for reading in readings.values())


def test_each_stops_at_its_own_event_with_the_offer_that_has_it():
    readings = clocks(
        (Event.RECEIVED, 0),
        (Event.ALLOCATED, 2),
        (Event.ACCEPTED, 3),
        (Event.FIRST_CONTACT, 9),
        (Event.HELP_STARTED, 20),
    )

    assert [(reading.days(at(99)), reading.offer) for reading in readings.values()] == [
        (2, 7),
        (9, 7),
        (20, 7),
    ]


def test_a_hand_back_restarts_nothing_and_the_front_door_waits_again():
    readings = clocks(
        (Event.RECEIVED, 0),
        (Event.ALLOCATED, 2),
        (Event.ACCEPTED, 3),
        (Event.FIRST_CONTACT, 5),
        (Event.HANDED_BACK, 10),
    )

    assert readings[Clock.ALLOCATION].is_running
    assert readings[Clock.ALLOCATION].started_at == MONDAY
    assert readings[Clock.FIRST_CONTACT].days(at(50)) == 5
    assert readings[Clock.HELP_STARTED].days(at(50)) == 50
    assert readings[Clock.HELP_STARTED].offer is None


def test_help_that_ended_in_a_hand_back_is_still_waited_for():
    readings = clocks(
        (Event.RECEIVED, 0),
        (Event.ALLOCATED, 1),
        (Event.ACCEPTED, 1),
        (Event.FIRST_CONTACT, 2),
        (Event.HELP_STARTED, 3),
        (Event.HANDED_BACK, 30),
    )

    assert readings[Clock.HELP_STARTED].is_running
    assert readings[Clock.HELP_STARTED].started_at == MONDAY


def test_closing_before_help_stops_the_wait_without_counting_it_as_reached():
    readings = clocks((Event.RECEIVED, 0), (Event.ALLOCATED, 2), (Event.CLOSED, 12))

    assert readings[Clock.ALLOCATION].has_happened
    assert readings[Clock.HELP_STARTED].stopped_at == at(12)
    assert not readings[Clock.HELP_STARTED].has_happened
    assert readings[Clock.HELP_STARTED].offer is None


def test_opened_again_before_help_the_wait_never_ended():
    readings = clocks((Event.RECEIVED, 0), (Event.CLOSED, 12), (Event.REOPENED, 40))

    assert readings[Clock.HELP_STARTED].is_running
    assert readings[Clock.HELP_STARTED].started_at == MONDAY


@pytest.mark.parametrize("back", [Event.REOPENED, Event.ADDED_TO, Event.PRIORITY_RAISED])
def test_back_after_help_is_a_new_wait(back):
    readings = clocks(
        (Event.RECEIVED, 0),
        (Event.ALLOCATED, 1),
        (Event.ACCEPTED, 1),
        (Event.FIRST_CONTACT, 2),
        (Event.HELP_STARTED, 3),
        (Event.CLOSED, 60),
        (back, 200),
    )

    assert {reading.started_at for reading in readings.values()} == {at(200)}
    assert all(reading.is_running for reading in readings.values())


def test_a_raised_priority_counts_its_target_from_the_first_day():
    routine, urgent = (
        clocks((Event.RECEIVED, 0), priority=priority)[Clock.FIRST_CONTACT]
        for priority in (Priority.ROUTINE, Priority.URGENT)
    )

    assert urgent.started_at == routine.started_at
    assert urgent.due_at == MONDAY + timedelta(hours=24)
    assert urgent.is_late(at(2))
    assert not routine.is_late(at(2))


def test_the_offer_decides_the_target():
    kinds = {
        kind: clocks((Event.RECEIVED, 0), (Event.ALLOCATED, 0), kind=kind)[Clock.HELP_STARTED].due_at
        for kind in (OfferKind.EIP_PSYCHOSIS, OfferKind.COUNSELLING)
    }

    assert kinds[OfferKind.EIP_PSYCHOSIS] < kinds[OfferKind.COUNSELLING]


def test_nothing_is_reached_before_it_was_asked_for():
    readings = clocks(
        (Event.RECEIVED, 0), (Event.ALLOCATED, 1), (Event.ACCEPTED, 1), (Event.FIRST_CONTACT, -3)
    )

    assert readings[Clock.FIRST_CONTACT].days(at(9)) == 0


def test_a_request_never_received_has_no_clocks():
    with pytest.raises(ValueError, match="never received"):
        read([], priority=Priority.ROUTINE, age=None)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        # 25 October 2026 is an hour longer, 28 March 2027 an hour shorter; a London day is a day.
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), datetime(2026, 10, 25, 23, 30, tzinfo=UTC), 0),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 1),
        (datetime(2027, 3, 27, 23, 30, tzinfo=UTC), datetime(2027, 3, 28, 22, 30, tzinfo=UTC), 1),
        (datetime(2027, 3, 28, 22, 30, tzinfo=UTC), datetime(2027, 3, 28, 23, 30, tzinfo=UTC), 1),
        # Half past midnight on a summer night belongs to the new day.
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), datetime(2026, 6, 30, 23, 30, tzinfo=UTC), 1),
    ],
)
def test_days_are_london_days_in_the_nights_the_clocks_change(start, end, days):
    assert days_between(start, end) == days


# Any history

instants = st.one_of(st.just(AUTUMN), st.just(SPRING), st.just(MONDAY)).flatmap(
    lambda base: st.integers(0, 48 * 60).map(lambda minutes: base + timedelta(minutes=minutes))
)


@st.composite
def histories(draw) -> list[Happening]:
    """A walk through the life cycle, with some dates typed as earlier than they can be."""
    now = draw(instants)
    status, walked = lifecycle.after(None, Event.RECEIVED, Actor.FAMILY), [Happening(Event.RECEIVED, now)]
    for _ in range(draw(st.integers(0, 12))):
        moves = [move for move in lifecycle.MOVES if move.before is status]
        move = draw(st.sampled_from(moves))
        now += timedelta(minutes=draw(st.integers(0, 20 * 24 * 60)))
        said = now - timedelta(minutes=draw(st.integers(0, 30 * 24 * 60)))
        happened = said if move.event in (Event.FIRST_CONTACT, Event.HELP_STARTED) else now
        sent = (
            (draw(st.integers(1, 3)), draw(st.sampled_from(OfferKind)))
            if move.event is Event.ALLOCATED
            else ()
        )
        walked.append(Happening(move.event, happened, *sent))
        status = move.after
    return walked


class Oracle:
    """The rules read backwards: where did this wait begin, and what since then has not been undone?"""

    def __init__(self, happenings: list[Happening]):
        self.all = happenings
        self.first = max(i for i in range(len(happenings)) if i == 0 or self._begins(i))
        self.start = happenings[self.first].at

    def _open_at(self, i: int) -> bool:
        closed = [k for k in range(i) if self.all[k].event is Event.CLOSED]
        return not closed or any(
            self.all[k].event in (Event.REOPENED, Event.ADDED_TO, Event.PRIORITY_RAISED)
            for k in range(closed[-1] + 1, i)
        )

    def _helped_at(self, i: int) -> bool:
        """Whether help had started, and was neither handed back nor followed by a new wait, just before `i`."""
        for k in reversed(range(i)):
            if self.all[k].event is Event.HELP_STARTED:
                return True
            if self.all[k].event is Event.HANDED_BACK or k == 0 or self._begins(k):
                return False
        return False

    def _begins(self, i: int) -> bool:
        comes_back = not self._open_at(i) or self.all[i].event is Event.ALLOCATED
        return i > 0 and comes_back and self._helped_at(i)

    def _with_partner(self) -> Happening | None:
        for k in reversed(range(self.first, len(self.all))):
            if self.all[k].event is Event.ALLOCATED:
                return self.all[k]
            if self.all[k].event is Event.HANDED_BACK or (k and not self._open_at(k)):
                return None
        return None

    def _sent_before(self, i: int) -> Happening | None:
        return next(
            (one for one in reversed(self.all[self.first : i]) if one.event is Event.ALLOCATED), None
        )

    def stop(self, clock: Clock) -> tuple[datetime | None, Happening | None, bool]:
        since = range(self.first, len(self.all))
        if clock is Clock.ALLOCATION:
            sent = self._with_partner()
            found = (sent.at, sent) if sent else None
        elif clock is Clock.FIRST_CONTACT:
            found = next(
                (
                    (self.all[k].at, self._sent_before(k))
                    for k in since
                    if self.all[k].event is Event.FIRST_CONTACT
                ),
                None,
            )
        else:
            undone = max([k for k in since if self.all[k].event is Event.HANDED_BACK], default=self.first)
            found = next(
                (
                    (self.all[k].at, self._sent_before(k))
                    for k in range(undone, len(self.all))
                    if self.all[k].event is Event.HELP_STARTED
                ),
                None,
            )
        if found:
            return max(found[0], self.start), found[1], True
        if not self._open_at(len(self.all)):
            closed = next(one for one in reversed(self.all) if one.event is Event.CLOSED)
            return closed.at, None, False
        return None, self._with_partner(), False


def due(
    start: datetime, clock: Clock, priority: Priority, kind: OfferKind | None, age: int | None
) -> datetime:
    """The target counted by wall clock, day by day."""
    target = target_for(clock, priority, kind, age)
    if target.unit is TimeUnit.HOURS:
        return datetime.fromtimestamp(start.timestamp() + target.amount * 3600, UTC)
    day: date = start.astimezone(LONDON).date()
    from triage.calendar import is_working_day

    left = target.amount
    while left:
        day += timedelta(days=1)
        left -= target.unit is TimeUnit.CALENDAR_DAYS or is_working_day(day)
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=LONDON).astimezone(UTC)


@given(histories(), st.sampled_from(Priority), st.one_of(st.none(), st.integers(0, 25)))
def test_any_history_reads_as_the_oracle_says(happenings, priority, age):
    oracle = Oracle(happenings)

    for reading in read(happenings, priority=priority, age=age):
        stopped_at, sent, has_happened = oracle.stop(reading.clock)
        assert reading.started_at == oracle.start
        assert (reading.stopped_at, reading.has_happened) == (stopped_at, has_happened)
        assert reading.offer == (sent.offer if sent else None)
        assert reading.due_at == due(
            oracle.start, reading.clock, priority, sent.kind if sent else None, age
        )


@given(histories(), st.sampled_from(Priority))
def test_a_more_urgent_reading_is_never_due_later(happenings, priority):
    calm, urgent = (
        read(happenings, priority=at_priority, age=14) for at_priority in (priority, Priority.EMERGENCY)
    )

    assert all(later.due_at >= sooner.due_at for later, sooner in zip(calm, urgent, strict=True))


@given(histories())
def test_a_hand_back_never_moves_a_start(happenings):
    for n, happening in enumerate(happenings):
        if happening.event is Event.HANDED_BACK:
            before, after = (read(happenings[:end], priority=Priority.SOON, age=9) for end in (n, n + 1))
            assert [reading.started_at for reading in before] == [reading.started_at for reading in after]
