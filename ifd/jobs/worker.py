"""`ifd worker`: answers the bell. It is told ids; the rows are in the database, and so is the truth."""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType

import structlog
from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from rq import Worker
from rq.job import Job
from rq.queue import Queue
from rq.serializers import JSONSerializer

from ifd.clients.queue import QUEUE_NAME
from ifd.settings import Settings

log = structlog.get_logger()

_ASK_AGAIN_AFTER = 5  # seconds, while the queue server cannot be reached


class FrontDoorWorker(Worker):
    """RQ's worker with the application around each job, and with logs that tell no arguments."""

    def __init__(self, app: Flask, connection: Redis, stop: threading.Event) -> None:
        super().__init__(
            [QUEUE_NAME], connection=connection, serializer=JSONSerializer, log_job_description=False
        )
        self._app, self._stop = app, stop

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        # Remembered: when the queue server goes at the same moment, RQ ends with its error, not with this.
        self._stop.set()
        super().request_stop(signum, frame)

    def perform_job(self, job: Job, queue: Queue) -> bool:
        # In the child that RQ forks: its database connections are its own (`ifd.database`).
        with self._app.app_context():
            went_well = super().perform_job(job, queue)
        log.info("job", job=job.description, state="done" if went_well else "failed")
        return went_well


def run(settings: Settings, *, burst: bool = False) -> None:
    """Work until told to stop; with `burst`, until the queue is empty. A job at hand is finished first."""
    from ifd import create_app

    logging.getLogger("rq").setLevel(logging.WARNING)
    app = create_app(settings)
    stop = threading.Event()
    while not stop.is_set():
        _stop_when_told(stop)
        connection = Redis.from_url(settings.redis_url, socket_connect_timeout=5)
        try:
            FrontDoorWorker(app, connection, stop).work(burst=burst, logging_level="WARNING")
            return  # told to stop, or nothing left to do
        except RedisError as error:
            log.warning("queue_not_reached", error=type(error).__name__)
            stop.wait(_ASK_AGAIN_AFTER)
        finally:
            connection.close()


def _stop_when_told(stop: threading.Event) -> None:
    """For while there is no queue to listen at; when there is, RQ answers these signals in its own way."""

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
