"""The bell rings once what it rings for is stored, and only then: every way a transaction can end."""

import json
import socket
import zlib

import pytest
from rq import Queue
from rq.serializers import JSONSerializer

from ifd.clients.queue import QUEUE_NAME, Bell, bell_for
from ifd.database import db
from ifd.models import AuditEntry
from ifd.services import bell
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def rung(valkey):
    def jobs():
        return [job.args[0] for job in Queue(QUEUE_NAME, connection=valkey, serializer=JSONSerializer).jobs]

    return jobs


def write():
    db.session.add(AuditEntry(at=NOON, actor="system", action="test", subject="test"))
    db.session.flush()


def test_rings_after_commit_and_not_before(rung):
    write()
    bell.ring("deliver", 1)
    assert rung() == []

    db.session.commit()

    assert rung() == [[1]]


def test_is_silent_after_rollback(rung):
    write()
    bell.ring("deliver", 1)
    db.session.rollback()
    write()
    db.session.commit()

    assert rung() == []


def test_waits_for_the_outer_transaction_when_a_savepoint_is_released(rung):
    write()
    with db.session.begin_nested():
        write()
        bell.ring("deliver", 1)
    assert rung() == []

    db.session.commit()

    assert rung() == [[1]]


def test_is_silent_when_the_outer_transaction_fails_after_a_released_savepoint(rung):
    with db.session.begin_nested():
        write()
        bell.ring("deliver", 1)
    db.session.rollback()
    write()
    db.session.commit()

    assert rung() == []


def test_remembers_when_a_later_savepoint_is_rolled_back(rung):
    write()
    bell.ring("deliver", 1)
    savepoint = db.session.begin_nested()
    write()
    savepoint.rollback()
    db.session.commit()

    assert rung() == [[1]]


def test_is_silent_when_both_savepoint_and_outer_transaction_are_rolled_back(rung):
    write()
    bell.ring("deliver", 1)
    savepoint = db.session.begin_nested()
    write()
    savepoint.rollback()
    db.session.rollback()
    write()
    db.session.commit()

    assert rung() == []


def test_forgets_what_a_closed_session_left(rung):
    write()
    bell.ring("deliver", 1)
    db.session.close()
    write()
    db.session.commit()

    assert rung() == []


def test_one_commit_rings_once_with_ids_alone(valkey, rung):
    write()
    for row_id in (9, 7, 7):
        bell.ring("deliver", row_id)
    db.session.commit()

    assert rung() == [[7, 9]]
    [key] = valkey.keys("rq:job:*")
    stored = valkey.hgetall(key)
    assert stored[b"description"] == b"deliver"
    assert json.loads(zlib.decompress(stored[b"data"])) == ["ifd.jobs.deliver.drain", None, [[7, 9]], {}]
    assert int(stored[b"failure_ttl"]) <= 24 * 3600


def test_ringing_twice_for_the_same_rows_is_one_job(valkey_url, rung):
    ring = Bell(valkey_url)
    assert ring.ring("deliver", [4])
    assert ring.ring("deliver", [4])

    assert rung() == [[4]]


def test_nobody_fails_or_waits_when_the_queue_is_gone():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        gone = Bell(f"redis://127.0.0.1:{free.getsockname()[1]}/0")

    assert gone.ring("deliver", [1]) is False


def test_a_queue_that_hangs_is_left_alone_after_the_first_try():
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        hanging.settimeout(0)
        bell_of = Bell(f"redis://127.0.0.1:{hanging.getsockname()[1]}/0")
        answers = [bell_of.ring("deliver", [n]) for n in range(20)]
        tried = list(iter(lambda: _accepted(hanging), None))

    assert answers == [False] * 20
    assert len(tried) == 1


def _accepted(server):
    try:
        return server.accept()[0].close() or True
    except BlockingIOError:
        return None


def test_no_queue_configured_is_no_bell():
    assert bell_for("") is None
