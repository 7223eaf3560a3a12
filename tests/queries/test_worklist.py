"""The worklist: the right order, every request exactly once, a fixed number of questions to the database."""

from __future__ import annotations

import random
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from ifd.database import db
from ifd.queries import worklist
from ifd.queries.worklist import VIEWS, Filters, Place
from tests import factories
from tests.factories import NOON
from tests.queries.statements import statements
from triage.lifecycle import Status
from triage.vocabulary import Flag, Priority, Requester

TO_DECIDE = VIEWS["to-decide"]
EVERYTHING = Filters()


@pytest.fixture
def clinician(db_session):
    return factories.clinician()


@pytest.fixture
def backlog(db_session):
    """Sixty requests: few distinct due times, so that ties are many; some with partners, some closed."""
    dice = random.Random(7)
    made = [factories.request() for _ in range(60)]
    for request in made:
        request.priority = dice.choice(list(Priority))
        request.priority_rank = request.priority.rank
        request.due_at = NOON + timedelta(hours=dice.randrange(-2, 4))
        request.status = dice.choice(
            [Status.RECEIVED] * 4 + [Status.ALLOCATED, Status.ACCEPTED, Status.CLOSED]
        )
        request.age_years = dice.choice([None, 0, 9, 14, 16, 21])
        request.requester = dice.choice(list(Requester))
        request.hand_backs = dice.choice([0, 0, 1, 2])
    db.session.commit()
    return made


def read_all(staff, view, filters=EVERYTHING, size=7):
    """The references of a whole list, page by page."""
    found, after = [], None
    while True:
        page = worklist.read_page(staff, view, filters, now=NOON, after=after, size=size)
        found += [row.reference for row in page.rows]
        if page.next is None:
            return found
        after = Place.read(str(page.next))
        assert after == page.next


def expected(backlog, *, keep):
    kept = [request for request in backlog if keep(request)]
    return [r.reference for r in sorted(kept, key=lambda r: (r.priority_rank, r.due_at, r.id))]


@pytest.mark.parametrize("size", [1, 2, 7, 25, 59, 60, 61])
def test_pages_hold_every_request_exactly_once_in_order(clinician, backlog, size):
    wanted = expected(backlog, keep=lambda r: r.status is Status.RECEIVED)
    assert read_all(clinician, TO_DECIDE, size=size) == wanted


def test_each_view_holds_what_it_says(clinician, backlog):
    partner = (Status.ALLOCATED, Status.ACCEPTED, Status.IN_CONTACT)
    backlog[0].claimed_by_id, backlog[0].status = clinician.id, Status.RECEIVED
    backlog[1].claimed_by_id, backlog[1].status = clinician.id, Status.ALLOCATED
    db.session.commit()
    keeps = {
        "to-decide": lambda r: r.status is Status.RECEIVED,
        "mine": lambda r: r.claimed_by_id == clinician.id,
        "handed-back": lambda r: r.status is Status.RECEIVED and r.hand_backs > 0,
        "handed-back-twice": lambda r: r.status is Status.RECEIVED and r.hand_backs > 1,
        "with-partners": lambda r: r.status in partner,
        "late": lambda r: r.status in (Status.RECEIVED, *partner) and r.due_at < NOON,
    }
    for slug, view in VIEWS.items():
        wanted = expected(backlog, keep=keeps[slug])
        assert read_all(clinician, view) == wanted, slug
        assert worklist.count(clinician, view, now=NOON) == len(wanted), slug


@pytest.mark.parametrize(
    ("filters", "keep"),
    [
        (Filters(priority=Priority.SOON), lambda r: r.priority is Priority.SOON),
        (Filters(ages="11-15"), lambda r: r.age_years == 14),
        (Filters(ages="0-4"), lambda r: r.age_years == 0),
        (Filters(ages="unknown"), lambda r: r.age_years is None),
        (Filters(requester=Requester.PROFESSIONAL), lambda r: r.requester is Requester.PROFESSIONAL),
        (
            Filters(priority=Priority.URGENT, ages="18-25", requester=Requester.YOUNG_PERSON),
            lambda r: (
                r.priority is Priority.URGENT and r.age_years == 21 and r.requester is Requester.YOUNG_PERSON
            ),
        ),
    ],
)
def test_filters_narrow_and_never_reorder(clinician, backlog, filters, keep):
    wanted = expected(backlog, keep=lambda r: r.status is Status.RECEIVED and keep(r))
    assert read_all(clinician, TO_DECIDE, filters, size=3) == wanted


def test_a_place_beyond_the_filter_is_an_empty_page(clinician, backlog):
    after = Place(Priority.ROUTINE.rank, NOON, 1)
    page = worklist.read_page(
        clinician, TO_DECIDE, Filters(priority=Priority.EMERGENCY), now=NOON, after=after
    )
    assert (page.rows, page.next) == ((), None)


def test_what_came_meanwhile_neither_repeats_nor_hides_a_request(clinician, backlog):
    wanted = expected(backlog, keep=lambda r: r.status is Status.RECEIVED)
    first = worklist.read_page(clinician, TO_DECIDE, Filters(), now=NOON, size=5)
    new = factories.request(safety={"suicide_plan_or_intent": "yes"})
    new.due_at = NOON - timedelta(days=9)
    db.session.commit()
    rest = worklist.read_page(clinician, TO_DECIDE, Filters(), now=NOON, after=first.next, size=100)
    assert [row.reference for row in (*first.rows, *rest.rows) if row.id != new.id] == wanted


def test_counting_stops_at_the_cap(clinician, backlog):
    assert worklist.count(clinician, TO_DECIDE, now=NOON, cap=5) == 6


def test_a_row_says_who_what_and_which_flags(clinician):
    found = factories.request(
        safety={"suicidal_thoughts_now": "yes", "unusual_experiences": "yes"}, text="I want to die"
    )
    found.claimed_by_id = clinician.id
    db.session.commit()
    row = worklist.read_page(clinician, TO_DECIDE, Filters(), now=NOON).rows[0]
    assert (row.name, row.age, row.claimed_by) == ("Ada", 14, clinician.name)
    assert row.flags == tuple(flag for flag in Flag if flag in row.flags), "each once, in their order"
    assert {Flag.SUICIDAL_THOUGHTS, Flag.PSYCHOSIS} <= set(row.flags)


def test_who_may_not_see_requests_sees_none(backlog):
    for role in ("analyst", "administrator", "professional", "partner"):
        assert read_all(factories.staff(role), TO_DECIDE) == [], role


def test_a_page_asks_the_database_the_same_however_long_it_is(clinician, backlog):
    assert len(clinician.roles) == 1  # read anew after the commit, once
    asked = {}
    for size in (1, 50):
        with statements() as seen:
            page = worklist.read_page(clinician, TO_DECIDE, Filters(), now=NOON, size=size)
        assert len(page.rows) >= 1
        asked[size] = len(seen)
    assert asked[1] == asked[50] == 2


_IN_ORDER = "ix_support_request_worklist (status=? AND priority_rank=?"


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("slug", "after", "index"),
    [
        *((slug, Place(2, NOON, 5), _IN_ORDER) for slug in ("to-decide", "with-partners", "late")),
        *((slug, None, "ix_support_request_handed_back") for slug in ("handed-back", "handed-back-twice")),
    ],
)
def test_every_stretch_of_a_list_is_a_seek_in_its_index(clinician, backlog, slug, after, index):
    keys = worklist._merged(clinician, VIEWS[slug], EVERYTHING, NOON, after, 26)
    compiled = keys.select().compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = [row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))]
    reads = [line for line in plan if "support_request" in line]
    assert reads
    assert all(line.startswith("SEARCH") and index in line for line in reads), plan


@given(st.integers(0, 4), st.datetimes(timezones=st.just(UTC)), st.integers(1, 2**31 - 1))
def test_a_place_reads_back_as_itself(rank, due_at, identity):
    assert Place.read(str(Place(rank, due_at, identity))) == Place(rank, due_at, identity)


@given(st.text())
def test_any_address_is_a_place_or_the_start(text):
    place = Place.read(text)
    assert place is None or Place.read(str(place)) == place
