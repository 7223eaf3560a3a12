"""The queue server refuses, or takes the call and says nothing: families notice nothing, and every message goes."""

from __future__ import annotations

import socket
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from ifd.clients.queue import bell_for
from ifd.jobs import tick
from ifd.models import MailboxMessage, OutboxMessage
from tests import factories
from tests.web.intake.walk import begin, check, go_on, name_of, send, token_of


@contextmanager
def _refusing():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        yield f"redis://127.0.0.1:{free.getsockname()[1]}/0"


@contextmanager
def _hanging():
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        yield f"redis://127.0.0.1:{silent.getsockname()[1]}/0"


@pytest.fixture(params=[_refusing, _hanging], ids=["refusing", "hanging"])
def queue_away(request, app, monkeypatch):
    with request.param() as address:
        monkeypatch.setattr(app.settings, "redis_url", address)
        bell_for.cache_clear()
        yield address
    bell_for.cache_clear()


def test_a_request_is_taken_and_its_messages_go(client, db_session, queue_away):
    factories.area()
    db_session.commit()
    token = token_of(begin(client, "parent_carer"))
    reach = client.get(f"/request/{token}/reach-parent")
    go_on(client, reach, parent_email="maja@example.org")
    sent = send(client, check(client, token))
    assert name_of(sent) == "sent"

    waiting = db_session.scalars(select(OutboxMessage)).all()
    assert [row.state for row in waiting] == ["pending"]
    db_session.rollback()
    assert tick.once() is True
    db_session.expire_all()

    assert db_session.scalars(select(OutboxMessage)).one().state == "sent"
    assert db_session.scalars(select(MailboxMessage)).one().to_address == "maja@example.org"


def test_the_door_is_open_and_says_that_the_queue_is_away(client, queue_away):
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json["queue"] != "ok"
    assert ready.json["status"] == "degraded"
