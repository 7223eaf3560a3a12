"""The pages a clinician opens all day, with a tenth of the requests and with all of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from flask import Flask, session
from sqlalchemy import select

from ifd import clock
from ifd.bench.figures import Figure, Goal, side_by_side
from ifd.bench.scratch import Scratch
from ifd.database import db, only_reading
from ifd.models import Staff, SupportRequest, YoungPerson
from ifd.queries import search, worklist
from ifd.queries.worklist import VIEWS, Filters, Place
from ifd.web import sessions

_FEWER = 10
_ROUNDS = 30
_DEEP = 0.8  # how far down the list the deep page is
_SEVERAL = 20  # requests opened and people searched for, in turn
_LIST = VIEWS["with-partners"]


def measure(scratch: Scratch, requests: int) -> list[Figure]:
    """Whole pages, as a person waits for them, and the reading behind them by itself."""
    few = max(_FEWER, requests // _FEWER)
    return [figure for engine in scratch.engines for figure in _on(scratch, engine, few, requests)]


def _on(scratch: Scratch, engine: str, few: int, many: int) -> list[Figure]:
    before = _Clinic(scratch.filled(engine, few)).visits()
    after = _Clinic(scratch.filled(engine, many)).visits()
    figures = []
    for name, visit in after.items():
        scratch.say(f"{name}, {engine}")
        seconds = side_by_side(_ROUNDS, {"few": before[name], "many": visit})
        figures.append(
            Figure(
                f"{name}, {engine}, {many:,} requests",
                seconds["many"] * 1e3,
                "ms",
                f"the same with {few:,}",
                seconds["few"] * 1e3,
                Goal(at_most=1.3),
            )
        )
    return figures


class _Clinic:
    """One clinician at work in one area."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._client = app.test_client()
        with app.app_context():
            clinician = db.session.scalar(select(Staff).where(Staff.email == "clinician@demo.example"))
            self._staff_id = clinician.id
            self._deep = _place_down(_DEEP)
            self._references = cycle(_some(select(SupportRequest.reference).order_by(SupportRequest.id)))
            self._families = cycle(_some(select(YoungPerson.family_name).distinct()))
        self._sign_in()

    def visits(self) -> dict[str, Callable[[], object]]:
        """What is measured, by name."""
        return {
            "worklist, first page": lambda: self._get(f"/clinic?list={_LIST.slug}"),
            "worklist, deep page": lambda: self._get(f"/clinic?list={_LIST.slug}&after={self._deep}"),
            "opening a request": lambda: self._get(f"/clinic/{next(self._references)}"),
            "reading the first page": lambda: self._read(self._listed, None),
            "reading the deep page": lambda: self._read(self._listed, self._deep),
            "searching by name": lambda: self._read(self._found, next(self._families)),
        }

    def _get(self, address: str) -> None:
        answer = self._client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status}, so there is nothing to measure.")

    def _read(self, question: Callable, about: object) -> None:
        with self._app.app_context(), only_reading():
            question(db.session.get(Staff, self._staff_id), about)

    def _listed(self, staff: Staff, after: Place | None) -> None:
        worklist.read_page(staff, _LIST, Filters(), now=clock.now(), after=after)

    def _found(self, staff: Staff, family_name: str) -> None:
        search.find(staff, family_name, today=clock.london_date(clock.now()))

    def _sign_in(self) -> None:
        with self._app.test_request_context(environ_base=dict(self._client.environ_base)):
            sessions.begin(db.session.get(Staff, self._staff_id), at=clock.now())
            begun = dict(session)
        with self._client.session_transaction() as kept:
            kept.update(begun)


def _place_down(share: float) -> Place | None:
    """Where a page this far down the list begins. Counting is for benches: the worklist itself never does."""
    listed = (
        select(SupportRequest.priority_rank, SupportRequest.due_at, SupportRequest.id)
        .where(SupportRequest.status.in_(_LIST.statuses))
        .order_by(SupportRequest.priority_rank, SupportRequest.due_at, SupportRequest.id)
    )
    rows = db.session.execute(listed).all()
    return Place(*rows[int(len(rows) * share)]) if rows else None


def _some(question) -> list[str]:
    """A few of what is there, old and new alike."""
    found = list(db.session.scalars(question))
    return found[:: max(1, len(found) // _SEVERAL)]
