"""Sending a request: the whole transaction through the web application, beside the floor on the same database."""

from __future__ import annotations

from statistics import median
from time import perf_counter

from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from ifd import clock
from ifd.bench.figures import Figure, Goal
from ifd.bench.floor import floor_beside
from ifd.bench.made_up import form_answers, people
from ifd.bench.scratch import Scratch
from ifd.database import db
from ifd.services import directory, drafts
from ifd.synthetic.submissions import submission_of
from ifd.web.intake.opening import let_in

_SHARE = 50  # one in so many of the requests asked for is sent, for each is a visit of its own
_WARM_UP = 5


def measure(scratch: Scratch, requests: int) -> list[Figure]:
    """Screen, suggestion, clocks, messages, tasks and audit in one transaction, and the bell rung after it."""
    return [_on(scratch, engine, max(10, requests // _SHARE)) for engine in scratch.engines]


def _on(scratch: Scratch, engine: str, n: int) -> Figure:
    app = scratch.app(engine, redis_url=scratch.queue_url)
    with app.app_context():
        directory.seed_directory(by="system", at=clock.now())
        db.session.commit()
    family, plain = app.test_client(), floor_beside(app).test_client()
    whole, least = [], []
    for person, chance in people(n + _WARM_UP, clock.london_date(clock.now())):
        document = submission_of(person, chance).document
        token, signed = _written_form(app, family, form_answers(person, document))
        whole.append(_seconds(family, f"/request/{token}/send", data={"csrf_token": signed}))
        least.append(_seconds(plain, "/", json=document))
        if len(whole) % 20 == 0:
            scratch.say(f"sending requests on {engine}: {len(whole)} of {n + _WARM_UP}")
    front_door, floor = median(whole[_WARM_UP:]), median(least[_WARM_UP:])
    return Figure(
        f"sending a request, {engine} ({1 / front_door:,.0f} a second, one client)",
        front_door * 1e3,
        "ms",
        f"five inserts by Flask and SQLAlchemy ({1 / floor:,.0f} a second)",
        floor * 1e3,
        Goal(at_most=1.5),
    )


def _written_form(app: Flask, client: FlaskClient, answers: dict) -> tuple[str, str]:
    """A form with these answers, open in this client: its token, and the mark its send button carries."""
    at = clock.now()
    with app.app_context():
        draft, token = drafts.start({}, by="family", at=at)
        drafts.save_answers(draft, answers, by="family", at=at)
        db.session.commit()
    with app.test_request_context():
        let_in(token)
        signed, opened = generate_csrf(), dict(session)
    with client.session_transaction() as kept:
        kept.clear()
        kept.update(opened)
    return token, signed


def _seconds(client: FlaskClient, address: str, **sent: object) -> float:
    started = perf_counter()
    answer = client.post(address, **sent)
    seconds = perf_counter() - started
    if answer.status_code != 303:
        raise RuntimeError(f"{address} answered {answer.status}, so there is nothing to measure.")
    return seconds
