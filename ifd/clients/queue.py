"""The queue server: it only rings. Rows in the database are the work, so a lost ring loses nothing."""

from __future__ import annotations

import threading
import time
from functools import cache
from typing import NamedTuple

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.serializers import JSONSerializer

log = structlog.get_logger()

QUEUE_NAME = "ifd"


class Job(NamedTuple):
    """The function that answers, by its name and never pickled; and how many seconds it may take."""

    answered_by: str
    within: int


# What may be rung for.
JOBS = {
    "deliver": Job("ifd.jobs.deliver.drain", within=600),
    "rule_checks": Job("ifd.jobs.rule_checks.work", within=1800),
    "second_look": Job("ifd.jobs.second_look.work", within=600),
    "model_training": Job("ifd.jobs.model_training.work", within=1800),
    "watch_model": Job("ifd.jobs.watch_model.work", within=600),
}

_ANSWER_WITHIN = 0.5  # seconds: nobody who sends a form waits longer for a bell
_LEAVE_ALONE_FOR = 10  # seconds without ringing after a failure; the tick sweeps meanwhile
_FAILURES_KEPT_FOR = 24 * 3600


class Bell:
    """Rings one queue server. Never raises: who rings must not fail because nobody listens."""

    def __init__(self, redis_url: str) -> None:
        self._connection = Redis.from_url(
            redis_url,
            socket_connect_timeout=_ANSWER_WITHIN,
            socket_timeout=_ANSWER_WITHIN,
            retry=Retry(NoBackoff(), 0),
        )
        self._queue = Queue(QUEUE_NAME, connection=self._connection, serializer=JSONSerializer)
        self._silent_until = 0.0
        self._lock = threading.Lock()

    def ring(self, job: str, ids: list[int]) -> bool:
        """Ask for `job` to be done about these rows; whether somebody was told."""
        if time.monotonic() < self._silent_until:
            return False
        try:
            self._queue.enqueue_call(
                JOBS[job].answered_by,
                args=(ids,),
                job_id=f"{job}-{'-'.join(map(str, ids[:5]))}",
                description=job,
                timeout=JOBS[job].within,
                result_ttl=0,
                failure_ttl=_FAILURES_KEPT_FOR,
                unique=True,
            )
        except DuplicateJobError:
            return True
        except RedisError as error:
            with self._lock:
                self._silent_until = time.monotonic() + _LEAVE_ALONE_FOR
            log.warning("bell_not_heard", job=job, count=len(ids), error=type(error).__name__)
            return False
        return True


@cache
def bell_for(redis_url: str) -> Bell | None:
    """The bell of this queue server; None where there is none and the tick does the work."""
    return Bell(redis_url) if redis_url else None
