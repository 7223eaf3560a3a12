"""Figures for Prometheus: how many, how fast, how late. Labels are endpoints and states, never people."""

from __future__ import annotations

import time

from flask import Flask, g, request
from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("ifd_requests_total", "Pages answered", ["endpoint", "method", "status"])
SECONDS = Histogram(
    "ifd_request_seconds",
    "Time to answer a page",
    ["endpoint"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
OUTBOX_OLDEST = Gauge(
    "ifd_outbox_oldest_seconds", "Age of the oldest message due and not yet sent", multiprocess_mode="max"
)
TICK_LATE = Gauge(
    "ifd_tick_late_seconds", "Seconds since the background tick last went well", multiprocess_mode="max"
)
OPEN_BY_PRIORITY = Gauge(
    "ifd_requests_waiting", "Requests waiting for a clinician", ["priority"], multiprocess_mode="mostrecent"
)
SECOND_OPINION = Gauge(
    "ifd_second_opinion", "How the classifier stands: 1 for what is so", ["state"], multiprocess_mode="mostrecent"
)


def count_requests(app: Flask) -> None:
    @app.before_request
    def begin():
        g.metrics_began = time.perf_counter()

    @app.after_request
    def end(response):
        endpoint = request.endpoint or "none"
        REQUESTS.labels(endpoint, request.method, response.status_code).inc()
        if "metrics_began" in g:
            SECONDS.labels(endpoint).observe(time.perf_counter() - g.metrics_began)
        return response
